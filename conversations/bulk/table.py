"""A block pasted from Excel or Word: a line for each row, its cells apart by tabs."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conversations.bulk.label_match import strip_number
from conversations.bulk.model import BulkEntry, once_each, read_entry, refuse_entry
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
from conversations.forms.model import Form, Row
from conversations.forms.search import plain_label, sure_row
from conversations.reports.formatting import on_one_line
from conversations.text.normalize import clean_text

LEAST_LETTERS = 6  # of a label; fewer are a measure or a short answer
SHORTEST_LABEL = 4  # Khác
HEADINGS = frozenset(
    {"chi tieu", "chi tieu thong ke", "don vi tinh", "so lieu", "ket qua thong ke"}
)
NUMBER = re.compile(r"[+-]?\d[\d.,]*\s*%?")
EMPTY = re.compile(r"[-–—_.…]*")


@dataclass(frozen=True)
class PastedColumns:
    """Where the header says that labels, values and notes stand. `times`: it speaks of another
    time too, so that a lone number may be last period's."""

    label: int | None = None
    value: int | None = None
    note: int | None = None
    times: bool = False


def read_table(form: Form, rows: tuple[str, ...], text: str) -> tuple[BulkEntry, ...] | None:
    """The entries of a pasted table; None when it is none: no cell looks like a label."""
    if "\t" not in text:
        return None
    lines = _lines(text)
    if not any(_has_words(cell) for line in lines for cell in line):
        return None
    return once_each(_entries(form, rows, lines))


def _has_words(cell: str) -> bool:
    return sum(sign.isalpha() for sign in cell) >= LEAST_LETTERS


def _lines(text: str) -> list[list[str]]:
    """The cells of each line; a cell in quotes may hold line ends, as Excel copies it."""
    try:
        lines = [*csv.reader(text.splitlines(keepends=True), delimiter="\t", strict=True)]
    except csv.Error:
        lines = [line.split("\t") for line in text.splitlines()]
    return [[on_one_line(clean_text(cell)) for cell in line] for line in lines]


def _entries(form: Form, rows: tuple[str, ...], lines: list[list[str]]) -> Iterator[BulkEntry]:
    around: Sequence[str] = ()  # the rows under the heading that was passed last
    columns = _columns([cells for cells in lines if _is_header(cells)])
    placed: list[tuple[list[str], tuple[Row, int] | None]] = []
    for cells in lines:
        if any(cells) and not _is_header(cells):
            around = _heading(form, cells) or around
            placed.append((cells, _label(form, rows, around, cells)))
    labels_last = not any(any(cells[place[1] + 1 :]) for cells, place in placed if place)
    for cells, place in placed:
        if place is None:
            yield from _unplaced(form, cells)
        else:
            yield from _entry(form, *place, cells, columns, labels_last=labels_last)


def _is_header(cells: list[str]) -> bool:
    if any(plain_label(cell) in HEADINGS for cell in cells):
        return True
    others = (*MEASURE, *NOTE, *VALUE, *WEAK_VALUE, *OTHER_TIMES)
    labels = [cell for cell in cells if names_one(cell, LABEL)]
    rest = [cell for cell in cells if cell not in labels]
    return (
        bool(labels) and bool(rest) and all(not c or names_one(c, (*others, "stt")) for c in rest)
    )


def _columns(header: list[list[str]]) -> PastedColumns:
    """What the header's lines say together."""
    width = max(map(len, header), default=0)
    names = [
        plain_label(" ".join(line[at] for line in header if at < len(line))) for at in range(width)
    ]
    values = columns_named(names, VALUE) or columns_named(names, WEAK_VALUE)
    return PastedColumns(
        label=next(iter(columns_named(names, LABEL)), None),
        value=values[0] if len(values) == 1 else None,
        note=next(iter(columns_named(names, NOTE)), None),
        times=any(word in name for name in names for word in OTHER_TIMES),
    )


def _heading(form: Form, cells: list[str]) -> tuple[str, ...]:
    """The rows under the heading whose label stands in the line, or the beginning of it."""
    for cell in filter(_has_words, cells):
        for heading, keys in form.asked_by_heading.items():
            if plain_label(form.row(heading).title).startswith(plain_label(cell)):
                return keys
    return ()


def _label(
    form: Form, rows: Sequence[str], around: Sequence[str], cells: list[str]
) -> tuple[Row, int] | None:
    """The row that a cell names, looked for under the heading, in hand, then everywhere."""
    for index, cell in enumerate(map(strip_number, cells)):
        if sum(sign.isalpha() for sign in cell) < SHORTEST_LABEL:
            continue
        row = sure_row(form, cell, around) or sure_row(form, cell, rows) or sure_row(form, cell)
        if row is not None:
            return row, index
    return None


def _entry(
    form: Form, row: Row, at: int, cells: list[str], columns: PastedColumns, *, labels_last: bool
) -> Iterator[BulkEntry]:
    """What the line answers. Where several of its cells may be the value, none is taken."""
    numbers: list[str] = []
    if columns.label == at and columns.value is not None:
        value, note = _cell(cells, columns.value), _cell(cells, columns.note)
        doubt = False
    else:
        rest = _behind_measure(row, cells[at + 1 :])
        value, note = [*rest, "", ""][:2]
        before = cells[:at] if labels_last else []
        numbers = [cell for cell in (*before, *rest) if NUMBER.fullmatch(cell)]
        doubt = len(numbers) > 1 or (bool(numbers) and (columns.times or value != numbers[0]))
    if doubt:
        said = " / ".join(numbers)
        yield BulkEntry(row=row.key, said=said, reading=refuse_entry("burst.columns", said))
    elif not EMPTY.fullmatch(value):
        yield read_entry(form, row.key, value, note or None)
    elif note:
        yield BulkEntry(row=None, said=note, reading=refuse_entry("burst.note", note))


def _cell(cells: list[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _behind_measure(row: Row, cells: list[str]) -> list[str]:
    """The cells behind the measure, which is empty where the row has none."""
    if not cells:
        return cells
    codes = bool(row.options) and "=" in cells[0]
    same = plain_label(cells[0]) == plain_label(row.measure)
    return cells[1:] if codes or (same and (cells[0] or len(cells) > 1)) else cells


def _unplaced(form: Form, cells: list[str]) -> Iterator[BulkEntry]:
    """A line with a value whose label names no row for sure; a heading has none."""
    said = [cell for cell in cells if cell]
    if len(said) > 1 and any(sign.isdigit() for sign in said[-1]):
        yield read_entry(form, None, ": ".join((said[-2], said[-1])))
