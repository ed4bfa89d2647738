"""The tables of a file as they are read from it, and what is told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conversations.reports.previous import LeftOutCell
from conversations.text.normalize import shorten_text
from templates.appendix_import.cell_text import Aside

Line = list[str]
QUOTED = 80  # characters of a cell that is quoted back


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


def column_letters(number: int) -> str:
    """A for 1, XFD for 16,384."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
