"""From the bytes of a file to what it says of the form's rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Answer
from conversations.bulk.filed_cells import ticked_answer
from conversations.bulk.table import NUMBER
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.parsing.result import AmbiguousReading, Reading, ReadState, ReadValue, as_answer
from conversations.reports.previous import CellCount, FiledAppendix, UnreadCell
from conversations.reports.printed_answers import on_one_line, value_cell
from conversations.text.normalize import clean_text, shorten_text
from templates.appendix_import import limits
from templates.appendix_import.block_tables import read_blocks
from templates.appendix_import.boxes import chosen_box
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.fact_lines import has_facts
from templates.appendix_import.file_content import SHEETS, open_content
from templates.appendix_import.file_kind import FileKind
from templates.appendix_import.outline import has_prose, prose_rows
from templates.appendix_import.period_title import heading_lines, load_windows, periods_of
from templates.appendix_import.row_candidates import match_rows
from templates.appendix_import.tables.filed_table import FiledRow, Filing
from templates.appendix_import.tables.rows import read_tables

AS_WRITTEN = ("which.keys", "which.correction")  # asked in a chat; a file says what it says
QUOTED = 80  # characters of a line that is quoted back
_EMPTY = re.compile(r"[\s.…·_\-–—/()%]*|x", re.IGNORECASE)  # what people put into an empty cell
_POINT = re.compile(r"\d\.\d{1,2}(?!\d|\.\d)")
_SHARE = re.compile(r"0,\d+|1")  # may be a percentage that lost its sign
TICK = "x"  # where one of a few is chosen it may be a yes: it is told, and not guessed


def read_filed(form: Form, file_name: str, content: bytes) -> FiledAppendix:
    """What the appendix says; FileRefusedError when it cannot be taken. Never runs, fetches or
    follows anything in the file."""
    name = shorten_text(clean_text(file_name), QUOTED)
    with open_content(content) as file:
        if form.blocks:
            prose = not file.is_sheet and (has_prose(form) or has_facts(form))
            paragraphs = file.reading.paragraphs() if prose else ()
            blocks = read_blocks(form, file.reading.tables(), paragraphs)
            found = _Filed(blocks.form, blocks.filing, kind=file.kind)
            found.answers |= blocks.names
            return found.appendix(name, blocks.rows)
        filing = read_tables(file.reading.tables())
    if _is_twice(form, filing.rows):
        raise FileRefusedError("file.twice")
    rows = match_rows(form, filing.rows)
    matched = sum(row is not None for row in rows)
    if matched * 100 < len(form.rows) * limits.FEWEST_MATCHED:
        raise FileRefusedError("file.other_form", matched=matched, of=len(form.rows))
    return _Filed(form, filing, kind=file.kind).appendix(name, rows)


def _is_twice(form: Form, lines: list[FiledRow]) -> bool:
    """Whether the file is more than one appendix: most labels stand in it more than once."""
    count = Counter(plain_label(line.label) for line in lines if not line.hidden)
    return sum(count[plain_label(row.title)] > 1 for row in form.rows) * 2 > len(form.rows)


@dataclass
class _Filed:
    """Collects what the lines of a file say of the form's rows, and what becomes of their cells."""

    form: Form
    filing: Filing
    kind: FileKind
    answers: dict[str, Answer] = field(default_factory=dict)
    unread: list[UnreadCell] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    unplaced_at: list[str] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)

    @cached_property
    def prints_commas(self) -> bool:
        """Whether no line of the file has a fraction behind a full stop, as other countries do."""
        return not any(_POINT.search(line.value) for line in self.filing.rows)

    def appendix(self, file_name: str, rows: list[Row | None]) -> FiledAppendix:
        for line, row in zip(self.filing.rows, rows, strict=True):
            self._take(line, row)
        found = {row.key for row in rows if row is not None} | self.answers.keys()
        form, answers, filing = self.form, self.answers, self.filing
        periods = periods_of(filing.titles)
        self.fates["unread"] += len(filing.left_out)
        return FiledAppendix(
            file_name=file_name,
            title=" ".join(heading_lines(filing.titles)),
            period=periods[0] if len(periods) == 1 else None,
            periods=periods if len(periods) > 1 else (),
            answers={row.key: answers[row.key] for row in form.rows if row.key in answers},
            matched=len(found),
            unread=tuple(self.unread),
            unplaced=tuple(self.unplaced),
            unplaced_at=tuple(self.unplaced_at),
            absent=tuple(key for key in form.order if key not in found),
            fill_in=filing.fill_in,
            windows=load_windows(),
            left_counts=dict(Counter(one.why for one in filing.left_out)),
            left_out=tuple(filing.left_out[: limits.MAX_TOLD]),
            kind=self.kind,
            count=CellCount(held=filing.held, own=filing.own, **self.fates),
        )

    def _take(self, line: FiledRow, row: Row | None) -> None:
        if line.hidden:
            return
        ticked = line.value.casefold() == TICK and row is not None and bool(row.options)
        nothing = bool(line.value) and _EMPTY.fullmatch(line.value) is not None
        empty = nothing and not (ticked or line.ways)
        value = "" if empty else line.value
        self.fates["empty"] += line.cells * empty
        cells = line.cells * (not empty)
        beside = _beside_measure(line, row) if not value else ""
        astray = not value and NUMBER.fullmatch(line.note) is not None
        if row is None or astray or (row.answer is None and value):
            self._leave_line(line, value, cells)
            return
        merged = value if line.tall else beside
        if merged:
            if beside and not line.tall:  # the cell of the measure is none of the form's own
                self.filing.own -= 1
                cells += 1
            self._tell(row, merged, "burst.merged", line, cells)
            value = ""
        answer = self._read(row, value, line, cells)
        if answer is not None or line.note:
            known = self.answers.get(row.key, Answer())  # its note stands in a cell of its own
            self.answers[row.key] = (answer or known).model_copy(
                update={"note": line.note or known.note}
            )
        self.fates["read"] += bool(line.note)

    def _leave_line(self, line: FiledRow, value: str, cells: int) -> None:
        """A line that belongs to no row for sure. Of two things in it the second is told too."""
        if not value and not line.note:
            return
        self.unplaced.append(_quoted(line))
        self.unplaced_at.append(line.place if value else line.note_place)
        self.fates["unread"] += cells
        if value and line.note:
            self.filing.leave_out(line.note_place, line.note, "aside.note")
            self.filing.held -= 1  # counted with its line
        elif line.note:
            self.fates["unread"] += 1

    def _tell(self, row: Row, read: str, code: str, line: FiledRow, cells: int, *ways: str) -> None:
        self.fates["doubtful" if code.startswith("which.") else "unread"] += cells
        cell = UnreadCell(key=row.key, read=read, code=code, ways=ways, where=line.place)
        self.unread.append(cell)

    def _read(self, row: Row, value: str, line: FiledRow, cells: int) -> Answer | None:
        """The cell's answer; a cell that is none is told in `unread`."""
        if not value:
            return None
        if row.options:
            value = chosen_box(value, row.options)
            if not value:
                self.fates["empty"] += cells
                return None
        if ticked_answer(row, value) is not None:
            self._tell(row, value, "which.choice", line, cells)
            return None
        if line.ways and value == line.value:
            return self._choose(row, value, line, cells)
        shares = self.kind in SHEETS and row.answer_type.has_parts
        if shares and (self.filing.fill_in or not line.ours) and _SHARE.fullmatch(value):
            self._tell(row, value, "which.share", line, cells, value, _hundredfold(value))
            return None  # 33 % is kept as 0,33 in a cell that is shown as a percentage
        keeps_lines = row.key in self.form.derived(prose_rows)
        reading = read_answer(row, value if keeps_lines else on_one_line(value))
        if isinstance(reading, AmbiguousReading) and reading.code in AS_WRITTEN:
            reading = reading.readings[-1]
        elif isinstance(reading, AmbiguousReading) and reading.code == "which.number":
            reading = _as_printed(row, value, reading) if self.prints_commas else reading
        if isinstance(reading, ReadValue | ReadState):
            self.fates["read"] += cells
            return as_answer(reading)
        self._tell(row, value, reading.code, line, cells)
        return None

    def _choose(self, row: Row, value: str, line: FiledRow, cells: int) -> Answer | None:
        """A cell that shows another number than it keeps: asked, unless both are one answer."""
        found = [read_answer(row, way) for way in line.ways if way]
        known = [one for one in found if isinstance(one, ReadValue | ReadState)]
        if len({as_answer(one) for one in known}) == 1 and len(known) == len(line.ways):
            self.fates["read"] += cells
            return as_answer(known[0])
        if known:
            self._tell(row, value, "which.shown", line, cells, *line.ways)
        else:
            refused = (one.code for one in found if not isinstance(one, ReadValue | ReadState))
            self._tell(row, value, next(refused, "refused.unclear"), line, cells)
        return None


def _as_printed(row: Row, value: str, doubt: AmbiguousReading) -> Reading:
    """The reading that the product prints so: on paper `1.250` is no one and a quarter."""
    printed = on_one_line(value)
    for one in doubt.readings:
        if isinstance(one, ReadValue) and value_cell(as_answer(one), row.answer) == printed:
            return one
    return doubt


def _hundredfold(value: str) -> str:
    amount = Decimal(value.replace(",", ".")) * 100
    return f"{amount.normalize():f}".replace(".", ",")


def _beside_measure(line: FiledRow, row: Row | None) -> str:
    """The cell of the measure, where a value was merged into it."""
    own = plain_label(row.measure if row else "").replace(" ", "")
    found = plain_label(line.measure).replace(" ", "")
    codes = "=" in line.measure and not (own and found.startswith(own))  # a measure, retyped
    none = found == own or codes or not any(sign.isdigit() for sign in found)
    return "" if none or row is None or row.answer is None else line.measure


def _quoted(line: FiledRow) -> str:
    return shorten_text(": ".join(filter(None, (line.label, line.value or line.note))), QUOTED)
