"""How far the cells of a sheet reach and how much they hold, read as a stream: calamine lays a
sheet out as a full rectangle, so one cell far away costs as much as all cells before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from conversations.text.normalize import clean_text, shorten_text
from templates.appendix_import import limits
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.markup import local_name, walk_markup

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of Excel
QUOTED = 30  # characters of a name that is quoted back
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")
_TEXTS = frozenset({"str", "inlineStr"})  # an empty text is a cell all the same


@dataclass
class WorkbookBudget:
    """What all parts of one file may come to together."""

    elements: int = limits.MAX_ELEMENTS
    values: int = limits.MAX_VALUES
    area: int = limits.MAX_AREA
    text: int = limits.MAX_TEXT

    def spend(self, name: str, amount: int) -> None:
        """FileRefusedError when no more of it is left."""
        left = getattr(self, name) - amount
        if left < 0:
            raise FileRefusedError("file.too_many_rows")
        setattr(self, name, left)


@dataclass
class _Extent:
    """The rectangle around the cells that hold something; rows and columns from 1."""

    top: int = LAST_ROW
    bottom: int = 0
    left: int = LAST_COLUMN
    right: int = 0

    def take_in(self, row: int, column: int) -> None:
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def area(self) -> int:
        return max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)


def scan_texts(markup: bytes, budget: WorkbookBudget) -> list[int]:
    """The length of each shared text of a workbook."""
    lengths = []
    for event, element in walk_markup(markup):
        if event == "start":
            budget.spend("elements", 1)
        elif local_name(element) == "si":
            lengths.append(sum(map(len, element.itertext())))
            _release(element)
    return lengths


def scan_styles(markup: bytes, budget: WorkbookBudget) -> None:
    """Only count what a part holds."""
    for event, element in walk_markup(markup):
        if event == "start":
            budget.spend("elements", 1)
        else:
            _release(element)


def scan_sheet(name: str, markup: bytes, texts: list[int], budget: WorkbookBudget) -> None:
    """FileRefusedError when the sheet called `name` reaches too far or holds too much. Cells
    without a value count as elements only, wherever they stand."""
    scan = _SheetScan(name, texts, budget)
    for event, element in walk_markup(markup):
        if event == "start":
            budget.spend("elements", 1)
            if local_name(element) == "row":
                scan.begin_row(element)
        elif local_name(element) == "c":
            scan.take_cell(element)
            _release(element)
        elif local_name(element) == "row":
            _release(element)
    budget.spend("area", scan.extent.area)


@dataclass
class _SheetScan:
    name: str
    texts: list[int]
    budget: WorkbookBudget
    extent: _Extent = field(default_factory=_Extent)
    row: int = 0
    column: int = 0

    def begin_row(self, row: Any) -> None:
        """A row without a number is the next one."""
        said = row.get("r")
        if said is not None and not _ROW.fullmatch(said):
            raise FileRefusedError("file.far_cells", sheet=_shown(self.name), cell=_shown(said))
        self.row, self.column = (int(said) if said is not None else self.row + 1), 0
        if not 1 <= self.row <= LAST_ROW:
            raise FileRefusedError("file.far_cells", sheet=_shown(self.name), cell=str(self.row))

    def take_cell(self, cell: Any) -> None:
        """A cell without a place is the next one of its row."""
        said = cell.get("r")
        row, column = self.row, self.column + 1
        if said is not None:
            row, column = self._place(said)
        self.column = column
        if not _holds(cell):
            return
        self.budget.spend("values", 1)
        self.budget.spend("text", self._length(cell))
        self.extent.take_in(row, column)
        if self.extent.area > self.budget.area:
            place = said or f"{column_letters(column)}{row}"
            raise FileRefusedError("file.far_cells", sheet=_shown(self.name), cell=place)

    def _place(self, said: str) -> tuple[int, int]:
        found = _PLACE.fullmatch(said)
        row, column = (int(found[2]), column_number(found[1])) if found else (0, 0)
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise FileRefusedError("file.far_cells", sheet=_shown(self.name), cell=_shown(said))
        return row, column

    def _length(self, cell: Any) -> int:
        text = "".join(cell.itertext())
        if cell.get("t") == "s" and len(text) < 10 and text.strip().isdecimal():
            number = int(text)
            return self.texts[number] if number < len(self.texts) else 0
        return len(text)


def _holds(cell: Any) -> bool:
    """Whether it may be laid out as more than nothing."""
    for child in cell:
        if local_name(child) == "is" or (local_name(child) == "v" and child.text):
            return True
    return cell.get("t") in _TEXTS and len(cell) > 0


def column_number(letters: str) -> int:
    """1 for A, 16,384 for XFD."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """A for 1, XFD for 16,384."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _shown(text: str) -> str:
    return shorten_text(clean_text(text), QUOTED)


def _release(element: Any) -> None:
    """Forget an element that is done with, and those before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
