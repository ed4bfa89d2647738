"""The blocks of a form in printed order: tables of rows and columns, facts, prose, signatures."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Literal

from conversations.answer_types.types import AnyAnswerType
from conversations.frozen import Frozen

MOST_AT_ONCE = 8  # cells of a row that are asked together; of more, those under one head
MARK = "⟦mục⟧"  # stands for the name of an item in a pattern
NAMES = "ds"  # stands for a column in the key of the row of names: danh sách
MOST_OF_HEAD = 12  # cells under one head that are asked together; of more, those of the heads below


class CellPlace(Frozen):
    """Where an asked cell stands: its table, its printed row, its column. `title` is what the
    column is called beside the row."""

    table: str
    row: str
    column: str
    title: str


class ColumnRole(StrEnum):
    """What the figures of a column are."""

    ACTUAL = "actual"
    TOTAL = "total"
    PART = "part"
    PLAN = "plan"
    RATIO = "ratio"
    PRIOR = "prior"
    SAME_LAST_YEAR = "same_last_year"
    CUMULATIVE = "cumulative"
    TEXT = "text"


class Stub(Frozen):
    """A printed column that is not asked: the number, label, code or measure of a row."""

    holds: Literal["stt", "label", "code", "measure"]
    label: str = ""
    number: str = ""


class Column(Frozen):
    """A column of answers. `under` are the header lines above its own, from the top; `number` is
    printed in the line of numbers; `title` tells it from the other columns of its table."""

    key: str
    label: str
    under: tuple[str, ...] = ()
    number: str = ""
    title: str = ""
    answer: AnyAnswerType
    measure: str = ""
    role: ColumnRole = ColumnRole.ACTUAL
    part_of: str | None = None
    is_computed: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The header above its cells, from the top line down."""
        return (*self.under, self.label)

    @property
    def printed_number(self) -> str:
        """The number by which people call it: of `1=(2+3+4)` the 1."""
        return self.number.partition("=")[0].strip(" ()")


class Line(Frozen):
    """A printed row of a table; `cells` are the keys of its answers, by column: a column without
    one is grey there. `is_item`: somebody added it, and its label is theirs."""

    key: str
    cells: dict[str, str]
    is_heading: bool = False
    is_item: bool = False


class Growth(Frozen):
    """Where rows are added to a table: below the row `place`, or at the end of the block of that
    key."""

    place: str
    table: str

    @property
    def names(self) -> str:
        """The key of the row whose answer is the names of what was added."""
        return f"{self.place}:{NAMES}"

    @property
    def pattern(self) -> str:
        """The key of the row that stands for each of them in the form as it was written."""
        return f"{self.place}.0"


BlockKind = Literal["table", "list", "facts", "narrative", "signatures"]


class Block(Frozen):
    """A part of the form as printed. Only a table has several columns; facts and narratives have
    one; `signers` sign below each other's names. `note` is the head of the column of notes, where
    the table has one; `footnotes` stand below it."""

    key: str
    kind: BlockKind = "table"
    title: str = ""
    above: str = ""  # printed at the right above the table, as `Đơn vị tính: Người`
    stubs: tuple[Stub, ...] = ()
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    note: str = ""
    footnotes: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether its rows have several answers."""
        return len(self.columns) > 1

    @property
    def is_table(self) -> bool:
        return self.kind in ("table", "list", "facts")

    def cells_of(self, row: str) -> tuple[str, ...]:
        """The cells of a printed row, from the left; KeyError when it is none of this block."""
        return self._cells[row]

    @cached_property
    def _cells(self) -> dict[str, tuple[str, ...]]:
        return {line.key: tuple(line.cells.values()) for line in self.lines}

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}


class Issue(Frozen):
    """Who issued the form, by which document, from whom to whom the report goes, and by when, as
    the form prints it."""

    code: str = ""
    by: str = ""
    sender: str = ""
    receiver: str = ""
    due: str = ""
