"""The cells of a sheet that hold something, read as a stream: blank ones, wherever they stand, cost
next to nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from templates.appendix_import import limits
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.excel.budget import WorkbookBudget
from templates.appendix_import.excel.shared_texts import RichText, read_text, text_length
from templates.appendix_import.markup import local_name, release_element, walk_markup

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of Excel
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")
_ON = frozenset({"1", "true"})
_BLANK_CELL = re.compile(rb'<(?:\w+:)?c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,6}")?\s*/>')
_NUMBERED_ROW = re.compile(rb'<(?:\w+:)?row [^<>]{0,200}?\br="([0-9]{1,7})"')
_BLANK_ROW = re.compile(rb'<((?:\w+:)?row) r="[0-9]{1,7}"[^<>]*(?:/>|>\s*</\1>)')


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a cell holds, as the file says it: `kind` is the file's own, `style` the number of its
    look. `formula` is None for a cell without one."""

    kind: str
    value: str
    style: int
    text: RichText | None = None
    formula: str | None = None


@dataclass
class SheetCells:
    """Rows and columns count from 1."""

    rows: dict[int, dict[int, SheetCell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # top, left, bottom, right
    filtered: bool = False
    zeros: bool = True  # whether a 0 is shown

    def hides_column(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)


def read_sheet(markup: bytes, budget: WorkbookBudget, blanks: int = 0) -> SheetCells:
    """FileRefusedError when the sheet holds too much, or cells stand where none can. Blank cells
    are kept in the first `blanks` rows, as far as a line is looked at, for how they look."""
    scan = _SheetScan(budget, blanks)
    kept = _end_of_rows(markup, blanks)
    rest = _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", markup[kept:]))
    for event, element in walk_markup(markup[:kept] + rest):
        name = local_name(element)
        if event == "start":
            budget.spend("elements", 1)
            if name == "row":
                scan.begin_row(element)
        elif name == "c":
            scan.take_cell(element)
            release_element(element)
        elif name in _ABOUT:
            _ABOUT[name](scan.found, element)
        elif name == "row":
            release_element(element)
    return scan.found


def _end_of_rows(markup: bytes, rows: int) -> int:
    """Where the first so many rows of a sheet end in its part."""
    if not rows:
        return 0
    later = (one for one in _NUMBERED_ROW.finditer(markup) if int(one[1]) > rows)
    first = next(later, None)
    return first.start() if first is not None else len(markup)


@dataclass
class _SheetScan:
    budget: WorkbookBudget
    blanks: int = 0
    found: SheetCells = field(default_factory=SheetCells)
    row: int = 0
    column: int = 0

    def begin_row(self, row: Any) -> None:
        """A row without a number is the next one."""
        said = row.get("r")
        if said is not None and not _ROW.fullmatch(said):
            raise FileRefusedError("file.broken")
        self.row, self.column = (int(said) if said is not None else self.row + 1), 0
        if not 1 <= self.row <= LAST_ROW:
            raise FileRefusedError("file.broken")
        flat = row.get("ht") in ("0", "0.0") and row.get("customHeight") in _ON
        if row.get("hidden") in _ON or flat:
            self.found.hidden_rows.add(self.row)

    def take_cell(self, cell: Any) -> None:
        """A cell without a place is the next one of its row."""
        said = cell.get("r")
        row, column = place_of(said) if said is not None else (self.row, self.column + 1)
        self.column = column
        looked_at = row <= self.blanks and column <= limits.MAX_CELLS
        taken = _read_cell(cell, blank=looked_at)
        if taken is None:
            return
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise FileRefusedError("file.broken")
        self.budget.spend("values", 1)
        self.budget.spend("text", len(taken.value) + text_length(taken.text or ""))
        self.found.rows.setdefault(row, {})[column] = taken


def _read_cell(cell: Any, *, blank: bool = False) -> SheetCell | None:
    """None for a cell that holds nothing, unless a blank one is asked for."""
    value, formula, text = "", None, None
    for child in cell:
        match local_name(child):
            case "v":
                value = child.text or ""
            case "f":
                formula = child.text or ""
            case "is":
                text = read_text(child)
    if not value and formula is None and not text and not blank:
        return None
    style = cell.get("s", "0")
    number = int(style) if style.isdecimal() and len(style) < 9 else 0
    return SheetCell(cell.get("t", "n"), value, number, text, formula)


def _take_column(found: SheetCells, column: Any) -> None:
    width = column.get("width", "")
    if column.get("hidden") in _ON or width in ("0", "0.0"):
        ends = (column.get("min", ""), column.get("max", ""))
        first, last = (int(one) if _ROW.fullmatch(one) else 0 for one in ends)
        if len(found.hidden_columns) < limits.MAX_LINES:
            found.hidden_columns.append((first, last))


def _take_merged(found: SheetCells, merged: Any) -> None:
    first, _, last = merged.get("ref", "").replace("$", "").partition(":")
    ends = [_PLACE.fullmatch(one) for one in (first, last)]
    if all(ends) and len(found.merged) < limits.MAX_LINES:
        (top, left), (bottom, right) = place_of(first), place_of(last)
        found.merged.append((top, left, bottom, right))


def _take_view(found: SheetCells, view: Any) -> None:
    found.zeros = view.get("showZeros", "1") in _ON


def _take_filter(found: SheetCells, _: Any) -> None:
    found.filtered = True


_ABOUT = {
    "col": _take_column,
    "mergeCell": _take_merged,
    "sheetView": _take_view,
    "filterColumn": _take_filter,
}


def place_of(said: str) -> tuple[int, int]:
    """Row and column of `D12`; (0, 0) for what is no place."""
    found = _PLACE.fullmatch(said)
    return (int(found[2]), column_number(found[1])) if found else (0, 0)


def column_number(letters: str) -> int:
    """1 for A, 16,384 for XFD."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
