"""A report as the sheet that an officer fills: tables of rows and cells, as they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from conversations.forms.header_grid import HeaderGrid
from conversations.reports.typed_answers import CellPart


class RowFlag(StrEnum):
    """What a row of the sheet can be picked out by."""

    BLANK = "trong"
    WARNED = "canh-bao"
    CHANGED = "thay-doi"
    RETURNED = "tra-lai"
    MINE = "cua-toi"
    WAITING = "cho"  # blank, or returned and as it was


class SheetRowKind(StrEnum):
    """What a row of the sheet is."""

    HEADING = "heading"
    ASKED = "asked"
    ITEM = "item"  # that somebody added to a list
    GROWTH = "growth"  # where the next item is added


@dataclass(frozen=True, slots=True)
class DeskCell:
    """One part of one row. `text` is what would be typed for it, `shown` how it reads, `revision`
    the row's. `last` is the answer of the last period that it may be compared with, `change` the
    difference to it. `because`: why it cannot apply as the answers stand."""

    key: str
    part: CellPart
    text: str
    shown: str
    revision: int
    writable: bool
    state: str = ""
    kind: str = "text"  # number, text, choice, name
    computed: bool = False
    last: str = ""
    change: str = ""
    because: str = ""
    note: str = ""  # beside it, where the table has no column for it
    warned: bool = False
    author: str = ""  # who wrote it last
    options: tuple[str, ...] = ()  # the answers to choose from
    keep: str = ""  # of a blank one: the last period's answer, where it may stand for this one

    @property
    def address(self) -> str:
        """What names it on the page."""
        return f"{self.part.value} {self.key}"


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A check that does not hold and names this row. `reason`: why it is kept all the same; it is
    `open` as long as there is none."""

    id: str
    hard: bool
    message: str
    reason: str
    open: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One printed row. A cell is None where the table is grey. `handed`: who was asked for it;
    `returned`: why the reviewer sent it back."""

    key: str
    kind: SheetRowKind
    level: int
    stt: str
    label: str
    measure: str
    code: str
    cells: tuple[DeskCell | None, ...]
    note: DeskCell | None
    name: DeskCell | None = None
    hint: str = ""
    checks: tuple[RowCheck, ...] = ()
    handed: str = ""
    returned: str = ""
    flags: tuple[RowFlag, ...] = ()

    @property
    def address(self) -> str:
        """What names it on the page: the row where items are added has that of its list."""
        return f"{self.kind.value} {self.key}"

    @property
    def parts(self) -> Iterator[DeskCell]:
        """All cells that there are."""
        return (one for one in (self.name, *self.cells, self.note) if one is not None)


@dataclass(frozen=True, slots=True)
class SheetSection:
    """Rows that fold away under their heading, which is the first of them where there is one."""

    key: str
    heading: SheetRow | None
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class DeskColumn:
    """A column of answers: its head, with the heads above it in `path`."""

    key: str
    label: str
    path: str
    measure: str


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table of the form. A long one has one answer in a row, and the last period beside it; a
    wide one has the heads of its columns in `heads`."""

    key: str
    title: str
    above: str
    wide: bool
    columns: tuple[DeskColumn, ...]
    heads: HeaderGrid | None
    sections: tuple[SheetSection, ...]
    footnotes: tuple[str, ...] = ()
    stubs: int = 0  # printed columns before those of the answers
    has_codes: bool = False
    has_measures: bool = True

    @property
    def rows(self) -> Iterator[SheetRow]:
        for section in self.sections:
            if section.heading is not None:
                yield section.heading
            yield from section.rows


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """How far the report is: rows counted as the chat counts them (one that is computed and stands
    alone is one), and those of them that wait. `hard` and `soft` count checks that are open."""

    asked: int
    filled: int
    waiting: int
    hard: int
    soft: int


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """The whole of it. `last` names the period that it is compared with."""

    tables: tuple[SheetTable, ...]
    counts: SheetCounts
    last: str = ""

    @property
    def rows(self) -> Iterator[SheetRow]:
        for table in self.tables:
            yield from table.rows

    @property
    def cells(self) -> dict[str, DeskCell]:
        """Every cell by its address."""
        return {cell.address: cell for row in self.rows for cell in row.parts}
