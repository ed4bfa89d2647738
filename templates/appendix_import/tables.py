"""The tables of a file, and the columns that are read from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from conversations.forms.columns import (
    LABEL,
    MEASURE,
    NOTE,
    VALUE,
    WEAK_VALUE,
    columns_named,
    names_one,
)
from conversations.forms.search import plain_label
from conversations.reports.previous import LeftOutCell
from conversations.reports.printed_answers import bracket_remark
from conversations.text.legacy_fonts import find_decoder
from conversations.text.normalize import clean_text, fold_text, shorten_text
from templates.appendix_import import limits
from templates.appendix_import.cell_text import HIDDEN, MARKS, NUMBERING, Aside
from templates.appendix_import.errors import FileRefusedError

Line = list[str]
QUOTED = 80  # characters of a cell that is quoted back
PROMPTS = frozenset(  # of Word's content controls, when another program made words of them
    {
        "click or tap here to enter text.",
        "click here to enter text.",
        "click or tap to enter a date.",
        "click here to enter a date.",
        "choose an item.",
        "bam vao day de nhap van ban.",
        "bam hoac go nhe vao day de nhap van ban.",
        "bam hoac nhan vao day de nhap van ban.",
        "bam hoac go nhe de nhap ngay.",
        "bam vao day de nhap ngay.",
        "chon mot muc.",
    }
)
HEADER_LINES = 3  # a header may stand on several lines
_REMARK, _STATE = ("dien giai",), ("khong co so vi",)  # of the workbooks we hand out
_PART, _BASE = ("tu so",), ("mau so",)


_OWN_COLUMNS = ("stt", "tt", "so tt", "ma", "ma chi tieu")  # of any form, beside its label
_OWN_LAST = "ky truoc"  # of the workbook to fill
OUTSIDE, OTHER_COLUMN, HIDDEN_SHEET = "aside.outside", "aside.column", "aside.sheet"
LETTERHEAD = "aside.words"  # outside of the table, without a figure
OWN_LISTS = "danh muc"  # the sheet of the drop-downs of the workbook to fill


@dataclass(frozen=True)
class FiledTable:
    """A table, and what stands above it. `tall` are the cells (line, column) that reach down over
    the next line; `left_out` what stands in cells and is no part of what they say; `ways` what a
    cell may mean instead. `name` is that of a sheet, and `places` the numbers of its lines; a table
    of a text has a `number`, and one of a PDF a `page`."""

    titles: tuple[str, ...]
    lines: list[Line]
    tall: frozenset[tuple[int, int]] = frozenset()
    name: str = ""
    number: int = 1
    page: int = 0  # of a PDF
    places: Sequence[int] = ()
    left_out: Mapping[tuple[int, int], tuple[Aside, ...]] = field(default_factory=dict)
    ways: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    hidden: bool = False
    hidden_lines: Mapping[int, str] = field(default_factory=dict)  # with why
    hidden_columns: frozenset[int] = frozenset()
    begins: bool = False  # it was cut from another, and goes on with none

    def hides(self, line: int, column: int) -> bool:
        return line in self.hidden_lines or column in self.hidden_columns

    def place(self, line: int, column: int) -> str:
        """Where a cell stands, for people."""
        if self.places:
            return f"{self.name}!{column_letters(column + 1)}{self.places[line]}"
        if self.page:
            return f"trang {self.page}, dòng {line + 1}, cột {column + 1}"
        return f"bảng {self.number}, dòng {line + 1}, cột {column + 1}"


@dataclass(frozen=True)
class FiledColumns:
    """Where the parts of a row stand; `width` tells a table of the same shape, `header` the
    words of its header, which may be repeated on every page."""

    label: int
    value: int
    measure: int | None
    note: int | None
    width: int
    header: frozenset[str]
    remark: int | None = None
    state: int | None = None
    part: int | None = None
    base: int | None = None
    own: frozenset[int] = frozenset()  # columns of the form itself: number, code

    @property
    def answering(self) -> frozenset[int]:
        """The columns that a line's answer stands in."""
        found = (self.value, self.remark, self.state, self.part, self.base)
        return frozenset(at for at in found if at is not None)

    def is_own(self, column: int) -> bool:
        return column in self.own or column in (self.label, self.measure)


@dataclass(frozen=True)
class FiledRow:
    """A line of the table: its label, its value and its note, as typed. `ours`: the numbers are
    such as our own workbooks have, where 0,33 is never a third. `tall`: the value stands in a cell
    of several lines, and may belong to any of them. `ways`: what the value may mean. `hidden`: of
    the line only its label is known. `cells` is how many of its cells hold the value."""

    label: str
    measure: str
    value: str
    note: str
    ours: bool = False
    tall: bool = False
    ways: tuple[str, ...] = ()
    hidden: bool = False
    cells: int = 1
    place: str = ""
    note_place: str = ""


@dataclass
class Filing:
    """What the tables of a file hold: the titles above the first one of indicators and all its
    lines, wherever the pages part it; what was left out; and how many cells hold something (`held`)
    or are those of the form itself (`own`)."""

    titles: tuple[str, ...] = ()
    rows: list[FiledRow] = field(default_factory=list)
    left_out: list[LeftOutCell] = field(default_factory=list)
    held: int = 0
    own: int = 0
    fill_in: bool = False

    def leave_out(self, where: str, text: str, why: str) -> None:
        self.held += 1
        self.left_out.append(LeftOutCell(where=where, text=shorten_text(text, QUOTED), why=why))


def read_tables(sheets: Iterable[FiledTable]) -> Filing:
    """FileRefusedError when no table has the columns."""
    filing, columns = Filing(), None
    outside: list[FiledTable] = []
    for number, sheet in enumerate(map(_in_unicode, sheets)):
        if number > limits.MAX_TABLES:
            raise FileRefusedError("file.too_many_rows")
        found = None if sheet.hidden else _header(sheet)
        if found is not None:
            start, columns = found
            if not filing.rows:
                filing.titles = (*sheet.titles, *_above(sheet, columns))
            _own_lines(filing, sheet, start)
        elif sheet.hidden or columns is None or _width(sheet.lines) != columns.width:
            outside.append(sheet)
            _take_asides(filing, sheet, None)
            continue
        else:
            start = 0
        _take_asides(filing, sheet, columns)
        _take_rows(filing, sheet, start, columns)
        if len(filing.rows) > limits.MAX_LINES:
            raise FileRefusedError("file.too_many_rows")
    if columns is None:
        if any(not one.hidden and _header(_unhidden(one)) for one in outside):
            raise FileRefusedError("file.hidden_columns")
        raise FileRefusedError("file.no_table")
    filing.fill_in = columns.state is not None
    for sheet in outside:
        _leave_table(filing, sheet)
    return filing


def _unhidden(table: FiledTable) -> FiledTable:
    return replace(table, hidden_columns=frozenset(), hidden_lines={})


def _in_unicode(table: FiledTable) -> FiledTable:
    """A table whose letters are those of a font before Unicode, and that does not name it."""
    decode = find_decoder(" ".join(cell for line in table.lines for cell in line if cell))
    if decode is None:
        return table
    return replace(
        table,
        titles=tuple(map(decode, table.titles)),
        lines=[[decode(cell) for cell in line] for line in table.lines],
    )


def _take_asides(filing: Filing, sheet: FiledTable, columns: FiledColumns | None) -> None:
    """What stands in cells beside what they say. Numbers that Word puts before the form's own words
    are of the form, and so are marks of notes there."""
    for (line, column), asides in sheet.left_out.items():
        own = columns is not None and columns.is_own(column)
        for one in asides:
            if own and one.why in (NUMBERING, *MARKS):
                filing.held, filing.own = filing.held + 1, filing.own + 1
            else:
                filing.leave_out(sheet.place(line, column), one.text, one.why)


def _own_lines(filing: Filing, sheet: FiledTable, end: int) -> None:
    """The lines above the table, and its header."""
    for line in sheet.lines[:end]:
        held = sum(bool(cell.strip()) for cell in line)
        filing.held, filing.own = filing.held + held, filing.own + held


def _leave_table(filing: Filing, sheet: FiledTable) -> None:
    """A table without indicators is told cell by cell, but for the lists of our own workbook."""
    ours = filing.fill_in and plain_label(sheet.name) == OWN_LISTS
    for number, line in enumerate(sheet.lines):
        for column, cell in enumerate(line):
            if not cell.strip():
                continue
            if ours:
                filing.held, filing.own = filing.held + 1, filing.own + 1
            else:
                figures = any(map(str.isdecimal, cell))
                why = HIDDEN_SHEET if sheet.hidden else OUTSIDE if figures else LETTERHEAD
                filing.leave_out(sheet.place(number, column), cell, why)


def _above(sheet: FiledTable, columns: FiledColumns) -> Iterator[str]:
    """What stands in the lines above the header, as in a sheet."""
    for number, line in enumerate(sheet.lines):
        if _is_header(line):
            return
        if number not in sheet.hidden_lines:
            yield from (clean_text(cell) for cell in line if clean_text(cell))


def _header(sheet: FiledTable) -> tuple[int, FiledColumns] | None:
    """The line below the header, and the columns it names; those that are hidden are none."""
    lines = sheet.lines
    if sheet.hidden_columns or sheet.hidden_lines:
        lines = [
            ["" if sheet.hides(number, column) else cell for column, cell in enumerate(line)]
            for number, line in enumerate(lines)
        ]
    for start, line in enumerate(lines):
        if not _is_header(line):
            continue
        end = start + 1
        while end < min(start + HEADER_LINES, len(lines)) and _goes_on(line, lines[end]):
            end += 1
        columns = _columns(lines[start:end])
        if columns is not None:
            return end, columns
    return None


def _is_header(line: Line) -> bool:
    return any(names_one(cell, LABEL) for cell in line) and _names_columns(line)


def _goes_on(first: Line, line: Line) -> bool:
    """Whether the header has this line too. A row's own label (Thực hiện khen thưởng về kết quả …)
    may read like the name of a column, but not where the names of rows stand."""
    at = next(n for n, cell in enumerate(first) if names_one(cell, LABEL))
    below = line[at] if at < len(line) else ""
    return _names_columns(line) and (not below.strip() or names_one(below, LABEL))


def _names_columns(line: Line) -> bool:
    names = (*MEASURE, *NOTE, *VALUE, *WEAK_VALUE)
    return any(names_one(cell, names) for cell in line) and not any(
        cell.strip().isdecimal() for cell in line
    )


def _columns(header: list[Line]) -> FiledColumns | None:
    width = max(map(len, header))
    names = [
        plain_label(" ".join(line[at] for line in header if at < len(line))) for at in range(width)
    ]
    label = _first(names, LABEL)
    values = columns_named(names, VALUE) or columns_named(names, WEAK_VALUE)
    if label is None or not values:
        return None
    if len(values) > 1:
        raise FileRefusedError("file.columns")
    value = values[0]
    words = frozenset(plain_label(cell) for line in header for cell in line if cell)
    remark, state, part, base = (
        _first(names, wanted) for wanted in (_REMARK, _STATE, _PART, _BASE)
    )
    own = frozenset(
        at
        for at, name in enumerate(names)
        if name in _OWN_COLUMNS or (state is not None and name == _OWN_LAST)
    )
    return FiledColumns(
        label=label,
        value=value,
        measure=_first(names, MEASURE),
        note=_first(names, NOTE),
        width=width,
        header=words,
        remark=remark,
        state=state,
        part=part,
        base=base,
        own=own,
    )


def _first(names: list[str], wanted: tuple[str, ...]) -> int | None:
    return next(iter(columns_named(names, wanted)), None)


def _width(lines: list[Line]) -> int:
    return max(map(len, lines), default=0)


def _take_rows(filing: Filing, sheet: FiledTable, start: int, columns: FiledColumns) -> None:
    for number, line in enumerate(sheet.lines[start:], start):
        cells = [clean_text(cell) for cell in line] + [""] * (columns.width - len(line))
        prompts = [at for at, cell in enumerate(cells) if fold_text(cell) in PROMPTS]
        for at in prompts:
            cells[at] = ""
        filing.held, filing.own = filing.held + len(prompts), filing.own + len(prompts)
        held = [at for at, cell in enumerate(cells) if cell]
        if all(plain_label(cells[at]) in columns.header for at in held):
            filing.held, filing.own = filing.held + len(held), filing.own + len(held)
            continue  # empty, or the header once more
        seen = [at for at in held if not sheet.hides(number, at)]
        _leave_columns(filing, sheet, number, cells, columns)
        filing.held += len(seen)
        own = [at for at in seen if columns.is_own(at) and not _is_stray(cells, at, columns)]
        filing.own += len(own)
        shown = [cell if at in seen else "" for at, cell in enumerate(cells)]
        filing.rows.append(
            FiledRow(
                label=" ".join(cells[columns.label].split()),
                measure=_cell(shown, columns.measure),
                value=_typed(shown, columns),
                note=_cell(shown, columns.note),
                ours=columns.remark is not None,
                tall=(number, columns.value) in sheet.tall,
                ways=sheet.ways.get((number, columns.value), ()),
                hidden=number in sheet.hidden_lines,
                cells=sum(at in columns.answering for at in seen),
                place=sheet.place(number, columns.value),
                note_place=sheet.place(number, columns.note) if columns.note is not None else "",
            )
        )


def _is_stray(cells: Line, at: int, columns: FiledColumns) -> bool:
    """Whether something stands in the column of measures of a line that has no label."""
    return at == columns.measure and not cells[columns.label]


def _leave_columns(
    filing: Filing, sheet: FiledTable, number: int, cells: list[str], columns: FiledColumns
) -> None:
    """The cells of a line that nobody sees, or that stand in columns which are not read."""
    for at, cell in enumerate(cells):
        if not cell or (columns.is_own(at) and not _is_stray(cells, at, columns)):
            if cell and sheet.hides(number, at):
                filing.held, filing.own = filing.held + 1, filing.own + 1
        elif sheet.hides(number, at):
            filing.leave_out(sheet.place(number, at), cell, sheet.hidden_lines.get(number, HIDDEN))
        elif at not in columns.answering and at != columns.note:
            filing.leave_out(sheet.place(number, at), cell, OTHER_COLUMN)
            filing.held -= 1  # counted with its line


def _cell(cells: list[str], column: int | None) -> str:
    return "" if column is None else cells[column]


def _typed(cells: list[str], columns: FiledColumns) -> str:
    """What the line says, as one would type it: a number, two numbers of a percentage, or why
    there is none, and the remark in brackets. What does not fit together stays side by side, and
    will be asked."""
    value, state = cells[columns.value], _cell(cells, columns.state)
    part, base = _cell(cells, columns.part), _cell(cells, columns.base)
    if part or base:
        value = f"{part}/{base} = {value}" if value else f"{part}/{base}"
    text = " / ".join(filter(None, (value, state)))
    remark = _cell(cells, columns.remark)
    return f"{text} {bracket_remark(remark)}".strip() if text else ""


def column_letters(number: int) -> str:
    """A for 1, XFD for 16,384."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
