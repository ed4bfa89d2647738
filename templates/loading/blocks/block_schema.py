"""The shape of a form of blocks (`model: 2`), as its author writes it: docs/forms.md."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StrictBool

from conversations.calendar.period_kinds import FormPeriods
from conversations.forms.model import MAX_ROWS
from conversations.forms.row import Basis, Carry
from conversations.forms.tables import BlockKind, ColumnRole
from conversations.frozen import Frozen
from templates.loading.form_schema import (
    LONGEST_NAME,
    PERIOD_SPECS,
    CheckSpec,
    Expression,
    FormKey,
    FormVersion,
    LayoutSpec,
    OptionSpec,
    Printed,
    Sentence,
)

MAX_COLUMNS = 60  # of a table; the widest form that was found has 45
LONGEST_LABEL = 1_000  # characters of a row's label; one of 900 was found
MAX_HEAD = 6  # lines of a header
MOST_ITEMS = 300  # rows that are added in one place
Head = Annotated[str, Field(max_length=300)]
AnswerSpec = str | dict[str, Any]


class StubSpec(Frozen):
    holds: Literal["stt", "label", "code", "measure"]
    label: Head = ""
    number: Printed = ""


class ShownSpec(Frozen):
    """The column of which a column shows earlier figures: the last period's, or those of the same
    period a year ago."""

    last: Printed | None = None
    last_year: Printed | None = None

    @property
    def given(self) -> dict[str, str]:
        """What is named, by the function that tells it."""
        both = {"last": self.last, "last_year": self.last_year}
        return {name: column for name, column in both.items() if column is not None}


class ColumnSpec(Frozen):
    """One column of answers; its key is the name it stands under."""

    label: Head
    under: Annotated[tuple[Head, ...], Field(max_length=MAX_HEAD - 1)] = ()
    number: Printed | None = None
    was: Printed | None = None  # its key in the version before
    title: Annotated[str, Field(max_length=80)] = ""
    answer: AnswerSpec | None = None
    measure: str = ""
    role: ColumnRole = ColumnRole.ACTUAL
    part_of: Printed | None = None
    sums: tuple[tuple[Printed, ...], ...] = ()
    computed: Expression | None = None
    shows: ShownSpec | None = None
    basis: Basis | None = None
    carry: Carry | None = None


class LineSpec(Frozen):
    """One printed row; its key is the name it stands under."""

    label: Annotated[str, Field(max_length=LONGEST_LABEL)]
    stt: Printed = ""
    code: Printed | None = None
    was: Printed | None = None
    measure: str = ""
    within: Printed | None = None
    heading: StrictBool = False
    grows: StrictBool = False
    answer: AnswerSpec | None = None
    applies: tuple[Printed, ...] | None = None
    splits: Printed | None = None
    of_which: Printed | None = None
    required: Literal["hard", "soft"] | None = None
    computed: Expression | None = None
    proposal: Expression | None = None
    void_when: Expression | None = None
    void_because: Sentence | None = None
    basis: Basis | None = None
    carry: Carry | None = None
    optional: StrictBool = False
    hint: Sentence | None = None


class ItemsSpec(Frozen):
    """What is added to a table: at most so many rows, with names of a catalogue or others. `title`
    is what they are called together, `example` such a name."""

    title: Head = ""
    most: Annotated[int, Field(ge=1, le=MOST_ITEMS)] = 40
    catalogue: Printed | None = None
    free: StrictBool = True
    keep: Literal["last"] | None = None
    required: Literal["hard", "soft"] | None = None
    hint: Sentence | None = None
    example: Head = ""


class BlockSpec(Frozen):
    """One part of the form. `answer`, `measure`, `basis` and `carry` hold for every column and row
    that does not say otherwise."""

    kind: BlockKind = "table"
    was: Printed | None = None
    title: Head = ""
    above: Head = ""
    stubs: Annotated[tuple[StubSpec, ...], Field(max_length=4)] = ()
    columns: Annotated[dict[str, ColumnSpec], Field(max_length=MAX_COLUMNS)] = Field(
        default_factory=dict
    )
    rows: Annotated[dict[str, LineSpec], Field(max_length=MAX_ROWS)] = Field(default_factory=dict)
    answer: AnswerSpec = "count"
    measure: str = ""
    basis: Basis = Basis.IN_PERIOD
    carry: Carry = Carry.NEVER
    note: Head = ""
    footnotes: tuple[Sentence, ...] = ()
    signers: Annotated[tuple[Head, ...], Field(max_length=4)] = ()
    items: ItemsSpec | None = None


class BlockCheckSpec(CheckSpec):
    """A relation; with `each: row` it holds in every row of the block, whose cells it names as
    `[*:2]`, with `each: column` in every column, whose cells it names as `[02:*]`."""

    each: Literal["row", "column"] | None = None
    block: Printed | None = None


class BlockLayoutSpec(LayoutSpec):
    """A form of blocks may be printed by a workbook as well: Word and PDF are laid out then."""

    template: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+\.(docx|xlsx)$")]


class IssueSpec(Frozen):
    code: Printed = ""
    by: str = ""
    sender: str = ""
    receiver: str = ""
    due: str = ""


class BlockFormSpec(Frozen):
    form: FormKey
    model: Literal[2]
    version: FormVersion
    title: Sentence
    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    called: tuple[Printed, ...] = ()
    file_code: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,20}$")] = ""
    trial: StrictBool = True
    issued: IssueSpec = IssueSpec()
    layouts: dict[str, BlockLayoutSpec] = Field(default_factory=dict)
    periods: FormPeriods = FormPeriods()
    choices: dict[str, tuple[OptionSpec, ...]] = Field(default_factory=dict)
    catalogues: dict[str, tuple[Sentence, ...]] = Field(default_factory=dict)
    blocks: Annotated[dict[str, BlockSpec], Field(min_length=1, max_length=40)]
    checks: dict[str, BlockCheckSpec] = Field(default_factory=dict)


BLOCK_SPECS: dict[tuple[str, ...], type[BaseModel]] = {
    (): BlockFormSpec,
    ("issued",): IssueSpec,
    ("layouts", "*"): BlockLayoutSpec,
    **PERIOD_SPECS,
    ("choices", "*", "*"): OptionSpec,
    ("blocks", "*"): BlockSpec,
    ("blocks", "*", "stubs", "*"): StubSpec,
    ("blocks", "*", "items"): ItemsSpec,
    ("blocks", "*", "columns", "*"): ColumnSpec,
    ("blocks", "*", "columns", "*", "shows"): ShownSpec,
    ("blocks", "*", "rows", "*"): LineSpec,
    ("checks", "*"): BlockCheckSpec,
}
"""Which fields are allowed where, for the message about an unknown one."""
