"""The tables of a file, and the columns that are read from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
from conversations.reports.formatting import bracket_remark
from conversations.text.normalize import clean_text
from templates.appendix_import import limits
from templates.appendix_import.errors import FileRefusedError

Line = list[str]
HEADER_LINES = 3  # a header may stand on several lines
_REMARK, _STATE = ("dien giai",), ("khong co so vi",)  # of the workbooks we hand out
_PART, _BASE = ("tu so",), ("mau so",)


@dataclass(frozen=True)
class FiledTable:
    """A table, and what stands above it. `tall` are the cells (line, column) that reach down over
    the next line."""

    titles: tuple[str, ...]
    lines: list[Line]
    tall: frozenset[tuple[int, int]] = frozenset()


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


@dataclass(frozen=True)
class FiledRow:
    """A line of the table: its label, its value and its note, as typed. `ours`: the numbers are
    such as our own workbooks have, where 0,33 is never a third. `tall`: the value stands in a cell
    of several lines, and may belong to any of them."""

    label: str
    measure: str
    value: str
    note: str
    ours: bool = False
    tall: bool = False


def filed_rows(sheets: Iterable[FiledTable]) -> tuple[tuple[str, ...], list[FiledRow]]:
    """The titles above the first table of indicators, and all its lines, wherever the pages
    part it. FileRefusedError when no table has the columns."""
    titles: tuple[str, ...] = ()
    columns: FiledColumns | None = None
    rows: list[FiledRow] = []
    for number, sheet in enumerate(sheets):
        if number > limits.MAX_TABLES:
            raise FileRefusedError("file.too_many_rows")
        found = _header(sheet.lines)
        if found is not None:
            start, columns = found
            if not rows:
                titles = (*sheet.titles, *_above(sheet.lines, columns))
        elif columns is None or _width(sheet.lines) != columns.width:
            continue
        else:
            start = 0
        rows += _rows(sheet, start, columns)
        if len(rows) > limits.MAX_LINES:
            raise FileRefusedError("file.too_many_rows")
    if columns is None:
        raise FileRefusedError("file.no_table")
    return titles, rows


def _above(lines: list[Line], columns: FiledColumns) -> Iterator[str]:
    """What stands in the lines above the header, as in a sheet."""
    for line in lines:
        if _is_header(line):
            return
        yield from (clean_text(cell) for cell in line if clean_text(cell))


def _header(lines: list[Line]) -> tuple[int, FiledColumns] | None:
    """The line below the header, and the columns it names."""
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
    ours = (_first(names, wanted) for wanted in (_REMARK, _STATE, _PART, _BASE))
    return FiledColumns(
        label, value, _first(names, MEASURE), _first(names, NOTE), width, words, *ours
    )


def _first(names: list[str], wanted: tuple[str, ...]) -> int | None:
    return next(iter(columns_named(names, wanted)), None)


def _width(lines: list[Line]) -> int:
    return max(map(len, lines), default=0)


def _rows(sheet: FiledTable, start: int, columns: FiledColumns) -> Iterator[FiledRow]:
    for number, line in enumerate(sheet.lines[start:], start):
        cells = [clean_text(cell) for cell in line] + [""] * (columns.width - len(line))
        if all(plain_label(cell) in columns.header for cell in cells if cell):
            continue  # empty, or the header once more
        yield FiledRow(
            label=" ".join(cells[columns.label].split()),
            measure=_cell(cells, columns.measure),
            value=_typed(cells, columns),
            note=_cell(cells, columns.note),
            ours=columns.remark is not None,
            tall=(number, columns.value) in sheet.tall,
        )


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
