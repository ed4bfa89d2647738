"""The header of a table, and the columns that are read below it."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.tables.filed_table import FiledTable, Line

HEADER_LINES = 3  # a header may stand on several lines
_REMARK, _STATE = ("dien giai",), ("khong co so vi",)  # of the workbooks we hand out
_PART, _BASE = ("tu so",), ("mau so",)


_OWN_COLUMNS = ("stt", "tt", "so tt", "ma", "ma chi tieu")  # of any form, beside its label
_OWN_LAST = "ky truoc"  # of the workbook to fill


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


def without_hiding(table: FiledTable) -> FiledTable:
    return replace(table, hidden_columns=frozenset(), hidden_lines={})


def find_header(sheet: FiledTable) -> tuple[int, FiledColumns] | None:
    """The line below the header, and the columns it names; those that are hidden are none."""
    lines = sheet.lines
    if sheet.hidden_columns or sheet.hidden_lines:
        lines = [
            ["" if sheet.hides(number, column) else cell for column, cell in enumerate(line)]
            for number, line in enumerate(lines)
        ]
    for start, line in enumerate(lines):
        if not is_header(line):
            continue
        end = start + 1
        while end < min(start + HEADER_LINES, len(lines)) and _goes_on(line, lines[end]):
            end += 1
        columns = _columns(lines[start:end])
        if columns is not None:
            return end, columns
    return None


def is_header(line: Line) -> bool:
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
