"""A block pasted from Excel or Word: a line for each row, its cells apart by tabs."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from conversations.bulk.label_match import strip_number
from conversations.bulk.model import BulkAnswers, BulkEntry, once_each, read_entry, refuse_entry
from conversations.calendar.period_words import is_name_of
from conversations.calendar.periods import Period
from conversations.forms.columns import (
    LABEL,
    MEASURE,
    NOTE,
    OTHER_TIMES,
    VALUE,
    WEAK_VALUE,
    columns_named,
    names_one,
)
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import plain_label, sure_row
from conversations.parsing.result import RefusedReading
from conversations.reports.printed_answers import on_one_line
from conversations.text.normalize import clean_text

LEAST_LETTERS = 6  # of a label; fewer are a measure or a short answer
SHORTEST_LABEL = 4  # Khác
HEADINGS = frozenset(
    {"chi tieu", "chi tieu thong ke", "don vi tinh", "so lieu", "ket qua thong ke"}
)
NUMBER = re.compile(r"[+-]?\d[\d.,]*\s*%?")
EMPTY = re.compile(r"[-–—_.…]*")
MOST_COLUMNS, MOST_SHOWN = 4, 3  # columns of numbers to choose from, and examples of each
_TIME = re.compile(r"\b(?:quy|q\d|thang|nam|ky|20\d\d)\b")
_CODE_LINE = re.compile(r"[^\t=]{1,30}=\s*\d(?=\t|$)")
_CODE_CELL = re.compile(r"[^\t=]{1,30}=\s*\d\s*$")


@dataclass(frozen=True)
class PastedColumns:
    """Where the header says that labels, values and notes stand. `times`: it speaks of another
    time too, so that a lone number may be last period's. `several`: where the lines that have
    several numbers have them, so that a blank of another line belongs to its column."""

    label: int | None = None
    value: int | None = None
    note: int | None = None
    times: bool = False
    several: tuple[int, ...] = ()


@dataclass
class PastedTable:
    """What is read of a table: its answers, notes beside no answer, by key, and for each row whose
    line has several numbers those, and their columns."""

    entries: list[BulkEntry] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()


def read_table(
    form: Form, rows: tuple[str, ...], text: str, period: Period
) -> tuple[BulkAnswers, ...] | None:
    """The ways to read a pasted table: one, or one for each column of numbers where no header
    says which is that of the period reported on. None when it is no table: no cell looks like a
    label."""
    if "\t" not in text:
        return None
    lines = _lines(text)
    if not any(_has_words(cell) for line in lines for cell in line):
        return None
    table = _read(form, rows, lines, period)
    if not table.entries and not table.notes:
        return ()
    return _by_column(form, table) or (_answers(table.entries, table.notes),)


def _answers(entries: Sequence[BulkEntry], notes: dict[str, str]) -> BulkAnswers:
    return BulkAnswers(entries=once_each(entries), notes=notes)


def _by_column(form: Form, table: PastedTable) -> tuple[BulkAnswers, ...]:
    """One way for each column, when all lines in doubt have equally many numbers."""
    counts = {len(numbers) for numbers in table.numbers.values()}
    doubted = [one for one in table.entries if one.row in table.numbers and _is_doubt(one)]
    if len(counts) != 1 or not doubted or not 1 < next(iter(counts)) <= MOST_COLUMNS:
        return ()
    ways = []
    for at in range(next(iter(counts))):
        entries = [
            read_entry(form, one.row, table.numbers[str(one.row)][at], one.note)
            if _is_doubt(one)
            else one
            for one in table.entries
            if not _is_doubt(one) or not EMPTY.fullmatch(table.numbers[str(one.row)][at])
        ]
        given = {one.row for one in entries}
        notes = {str(one.row): one.note for one in doubted if one.note and one.row not in given}
        shown = [table.numbers[str(one.row)][at] or "–" for one in doubted[:MOST_SHOWN]]
        more = ", …" if len(doubted) > MOST_SHOWN else ""
        name = f"{table.names[at]}: " if at < len(table.names) else f"cột {at + 1}: "
        words = f"{name}{' · '.join(shown)}{more}"
        burst = BulkAnswers(
            entries=once_each(entries), words=words, notes={**table.notes, **notes}, column=at + 1
        )
        ways.append(burst)
    return tuple(ways)


def _is_doubt(entry: BulkEntry) -> bool:
    return isinstance(entry.reading, RefusedReading) and entry.reading.code == "burst.columns"


def _has_words(cell: str) -> bool:
    return sum(sign.isalpha() for sign in cell) >= LEAST_LETTERS


def _lines(text: str) -> list[list[str]]:
    """The cells of each line; a cell in quotes may hold line ends, as Excel copies it, and one of
    Word goes on in the next line."""
    try:
        lines = [*csv.reader(text.splitlines(keepends=True), delimiter="\t", strict=True)]
    except csv.Error:
        lines = [line.split("\t") for line in text.splitlines()]
    cells = [[on_one_line(clean_text(cell)) for cell in line] for line in lines]
    while len(cells) > 1 and len(cells[0]) == 1 and cells[0][0].endswith(":"):
        cells = cells[1:]  # `dán từ Excel:`
    return _joined(cells)


def _joined(lines: list[list[str]]) -> list[list[str]]:
    """Lines that are one line of the table whose cell has two: `Không = 0⏎Có = 1` behind a label,
    or two lines that together have as many cells as most."""
    widths = Counter(len(line) for line in lines if len(line) > 2)
    width = widths.most_common(1)[0][0] if widths else 0
    found: list[list[str]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, width):
            found[-1] = [*found[-1][:-1], f"{found[-1][-1]} {line[0]}".strip(), *line[1:]]
        else:
            found.append([*line])
    return found


def _goes_on(before: list[str], line: list[str], width: int) -> bool:
    if not line or not line[0] or not before or not before[-1]:
        return False
    codes = _CODE_CELL.search(before[-1]) and _CODE_LINE.fullmatch(line[0])
    if codes:
        return True
    whole = len(before) + len(line) - 1 == width
    torn = len(before) < width and (len(line) < width or len(before) == 1)
    return whole and torn and not NUMBER.fullmatch(line[0]) and not NUMBER.fullmatch(before[-1])


def _read(form: Form, rows: tuple[str, ...], lines: list[list[str]], period: Period) -> PastedTable:
    around: Sequence[str] = ()  # the rows under the heading that was passed last
    beside: Sequence[str] = ()  # those under the heading of the row in the line before
    headers = [cells for cells in lines if _is_header(cells)]
    columns = _columns(headers, period)
    table = PastedTable(names=_value_names(headers))
    placed: list[tuple[list[str], tuple[Row, int] | None]] = []
    for cells in lines:
        if any(cells) and not _is_header(cells):
            around = _heading(form, cells) or around
            if not _keep_heading_note(form, cells, columns, table):
                place = _label(form, rows, around, cells, beside)
                placed.append((cells, place))
                if place is not None:
                    beside = form.asked_by_heading.get(place[0].parent or "", ())
    columns = replace(columns, several=_where_several(placed))
    labels_last = not any(any(cells[place[1] + 1 :]) for cells, place in placed if place)
    for cells, place in placed:
        if place is None:
            table.entries.extend(_unplaced(form, cells))
        else:
            _take(form, *place, cells, columns, table, labels_last=labels_last)
    return table


def _where_several(placed: Sequence[tuple[list[str], tuple[Row, int] | None]]) -> tuple[int, ...]:
    """The columns in which lines have several numbers behind their labels, when all such lines
    have them in the same; else none."""
    found = {
        tuple(n for n, cell in enumerate(cells) if n > place[1] and NUMBER.fullmatch(cell))
        for cells, place in placed
        if place is not None
    }
    several = [places for places in found if len(places) > 1]
    return several[0] if len(several) == 1 else ()


def _value_names(header: list[list[str]]) -> tuple[str, ...]:
    """What the header calls the columns that may hold numbers, when it names them all alike."""
    if len(header) != 1:
        return ()
    others = (*LABEL, *MEASURE, *NOTE)
    names = [cell for cell in header[0] if cell and plain_label(cell) != "stt"]
    return tuple(name for name in names if not names_one(name, others))


def _keep_heading_note(
    form: Form, cells: list[str], columns: PastedColumns, table: PastedTable
) -> bool:
    """The note beside a heading, in its own column or, without a header, behind the value's.
    False when there is none."""
    heading = _heading_key(form, cells)
    if heading is None:
        return False
    at = next(n for n, cell in enumerate(cells) if _has_words(cell))
    note = _cell(cells, columns.note) if columns.note is not None else _cell(cells, at + 3)
    if not _has_words(note):
        return False
    table.notes[heading] = note
    return True


def _is_header(cells: list[str]) -> bool:
    if any(plain_label(cell) in HEADINGS for cell in cells):
        return True
    others = (*MEASURE, *NOTE, *VALUE, *WEAK_VALUE, *OTHER_TIMES)
    labels = [cell for cell in cells if names_one(cell, LABEL)]
    rest = [cell for cell in cells if cell not in labels]
    return bool(labels) and bool(rest) and all(not c or _names_column(c, others) for c in rest)


def _names_column(cell: str, names: Sequence[str]) -> bool:
    name = plain_label(cell)
    return name == "tt" or names_one(cell, (*names, "stt")) or _TIME.search(name) is not None


def _columns(header: list[list[str]], period: Period) -> PastedColumns:
    """What the header's lines say together."""
    width = max(map(len, header), default=0)
    names = [
        plain_label(" ".join(line[at] for line in header if at < len(line))) for at in range(width)
    ]
    values = columns_named(names, VALUE) or columns_named(names, WEAK_VALUE)
    if len(values) != 1:
        said = [" ".join(line[at] for line in header if at < len(line)) for at in range(width)]
        values = [at for at, name in enumerate(said) if is_name_of(name, period)]
    return PastedColumns(
        label=next(iter(columns_named(names, LABEL)), None),
        value=values[0] if len(values) == 1 else None,
        note=next(iter(columns_named(names, NOTE)), None),
        times=any(word in name for name in names for word in OTHER_TIMES),
    )


def _heading(form: Form, cells: list[str]) -> tuple[str, ...]:
    """The rows under the heading whose label stands in the line, or the beginning of it."""
    for cell in filter(_has_words, cells):
        said = plain_label(cell)
        for heading, keys in form.asked_by_heading.items():
            label = plain_label(form.row(heading).title)
            if label == said or (form.row(heading).answer is None and label.startswith(said)):
                return keys
    return ()


def _heading_key(form: Form, cells: list[str]) -> str | None:
    """The heading without an answer of its own whose whole label is the first words of a line."""
    label = plain_label(strip_number(next(filter(_has_words, cells), "")))
    found = [
        key
        for key in form.asked_by_heading
        if form.row(key).answer is None and plain_label(form.row(key).title) == label
    ]
    return found[0] if len(found) == 1 else None


def _label(
    form: Form, rows: Sequence[str], around: Sequence[str], cells: list[str], beside: Sequence[str]
) -> tuple[Row, int] | None:
    """The row that a cell names, looked for under the heading, in hand, everywhere; of several that
    are called alike, the one that stands beside the row of the line before."""
    for index, cell in enumerate(map(strip_number, cells)):
        if sum(sign.isalpha() for sign in cell) < SHORTEST_LABEL:
            continue
        row = sure_row(form, cell, around) or sure_row(form, cell, rows) or sure_row(form, cell)
        row = row or (sure_row(form, cell, beside) if beside else None)
        if row is not None:
            return row, index
    return None


def _take(
    form: Form,
    row: Row,
    at: int,
    cells: list[str],
    columns: PastedColumns,
    table: PastedTable,
    *,
    labels_last: bool,
) -> None:
    """What the line answers. Where several of its cells may be the value, none is taken."""
    numbers: list[str] = []
    if columns.label == at and columns.value is not None:
        value, note = _cell(cells, columns.value), _cell(cells, columns.note)
        doubt = False
    else:
        rest = _behind_measure(form, row, cells[at + 1 :])
        before = cells[:at] if labels_last else []
        numbers = [cell for cell in (*before, *rest) if NUMBER.fullmatch(cell)]
        value, note = [*rest, "", ""][:2]
        spread = tuple(_cell(cells, n) for n in columns.several if n > at)
        if len(spread) > 1 and not all(map(EMPTY.fullmatch, spread)):
            numbers = [*spread]
        doubt = len(numbers) > 1 or (bool(numbers) and (columns.times or value != numbers[0]))
    if doubt:
        said, behind = " / ".join(numbers), next(iter(reversed(cells[at + 1 :])), "")
        own = _cell(cells, columns.note) or _note_behind(cells, columns.several)
        words = own or (behind if _has_words(behind) else None)
        refused = refuse_entry("burst.columns", said)
        table.entries.append(BulkEntry(row=row.key, said=said, reading=refused, note=words))
        if len(numbers) > 1:
            table.numbers[row.key] = tuple(numbers)
    elif not EMPTY.fullmatch(value):
        table.entries.append(read_entry(form, row.key, value, note or None))
    elif note:
        table.notes[row.key] = note


def _note_behind(cells: list[str], several: tuple[int, ...]) -> str:
    """The words in the cell behind the columns of numbers."""
    found = _cell(cells, several[-1] + 1) if several else ""
    return found if any(map(str.isalpha, found)) else ""


def _cell(cells: list[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _behind_measure(form: Form, row: Row, cells: list[str]) -> list[str]:
    """The cells behind the measure, which is empty where the row has none; right before a number,
    what other rows are measured in is one too."""
    if not cells:
        return cells
    codes = bool(row.options) and "=" in cells[0]
    said = plain_label(cells[0])
    same = said == plain_label(row.measure)
    other = said in form.derived(_measures) and NUMBER.fullmatch(_cell(cells, 1)) is not None
    return cells[1:] if codes or other or (same and (cells[0] or len(cells) > 1)) else cells


def _measures(form: Form) -> frozenset[str]:
    return frozenset(plain_label(row.measure) for row in form.rows if row.measure)


def _unplaced(form: Form, cells: list[str]) -> Iterator[BulkEntry]:
    """A line with a value whose label names no row for sure; a heading has none."""
    said = [cell for cell in cells if cell]
    if len(said) > 1 and any(sign.isdigit() for sign in said[-1]):
        yield read_entry(form, None, ": ".join((said[-2], said[-1])))
