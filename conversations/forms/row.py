"""A printed row of a form, or one cell of a row with several."""

from __future__ import annotations

from enum import StrEnum

from conversations.answer_types.base import AnswerType
from conversations.answer_types.types import AnyAnswerType
from conversations.forms.tables import CellPlace
from conversations.frozen import Frozen
from conversations.parsing.choice import Option


class RowKind(StrEnum):
    """The print role of a row; whether it is asked is told by `Row.answer`."""

    SECTION = "section"
    GROUP = "group"
    INDICATOR = "indicator"


class Basis(StrEnum):
    """What stretch of time a number speaks of."""

    IN_PERIOD = "in_period"
    CUMULATIVE = "cumulative"
    AT_DATE = "at_date"
    YEAR = "year"


class Carry(StrEnum):
    """How last period's answer may help: see domain.md A3."""

    FIXED_IN_YEAR = "fixed_in_year"
    SLOW = "slow"
    HINT = "hint"
    NEVER = "never"


class Helper(Frozen):
    """Two questions off the form from which a percentage is computed.

    Each part is a question to the officer, or a `…_row` of the form that already holds it.
    """

    numerator: str
    denominator: str
    numerator_row: str | None = None
    denominator_row: str | None = None


class Row(Frozen):
    """One printed row, or one cell of a row with several. `key` is its stable name; `stt` and
    `code` are only what is printed."""

    key: str
    kind: RowKind
    level: int
    label: str  # may hold <i>…</i>
    stt: str = ""
    parent: str | None = None
    measure: str = ""
    answer: AnyAnswerType | None = None
    basis: Basis | None = None
    carry: Carry | None = None
    optional: bool = False  # printed "(nếu có)"
    hint: str | None = None
    computed: str | None = None  # expression; the product writes the row, nobody is asked
    proposal: str | None = None  # expression; offered to the officer as the answer
    helper: Helper | None = None
    void_when: str | None = None  # expression; the row cannot apply while it is true
    void_because: str | None = None
    code: str = ""
    cell: CellPlace | None = None  # of a row with several cells
    adds_up: bool = True  # False for a mean or a share: a total leaves it out
    is_added: bool = False  # an item of a list, or a cell of one

    @property
    def answer_type(self) -> AnswerType:
        """The type of a row that takes an answer; ValueError for a heading."""
        if self.answer is None:
            message = f"row {self.key} takes no answer"
            raise ValueError(message)
        return self.answer

    @property
    def options(self) -> tuple[Option, ...]:
        """The codes to choose from; none for most rows."""
        return self.answer.choices if self.answer is not None else ()

    @property
    def codes(self) -> tuple[Option, ...]:
        """The codes that are shown: to choose one, or several."""
        return self.answer.codes if self.answer is not None else ()

    @property
    def holds_number(self) -> bool:
        """Whether a chart can show the row, and a zero can answer it."""
        return self.answer is not None and self.answer.is_number

    @property
    def holds_names(self) -> bool:
        """Whether its answer is the names of the items of a list."""
        return self.answer is not None and self.answer.is_list

    @property
    def is_free_text(self) -> bool:
        """Whether any words can answer the row."""
        return self.answer is not None and self.answer.is_free_text

    @property
    def title(self) -> str:
        """The label to be read in a line: without its italics marks, its printed dash or plus and
        the full stop or colon at its end."""
        text = self.label.replace("<i>", "").replace("</i>", "").removesuffix(":")
        text = text.removeprefix("- ").removeprefix("+ ")
        return text if text.endswith("..") else text.removesuffix(".")

    @property
    def numbered_title(self) -> str:
        """The same behind its printed number, if it has one."""
        return f"{self.stt}. {self.title}" if self.stt else self.title

    @property
    def tag(self) -> str:
        """Its key, where people may know it: that of an item is made of its name."""
        return "" if self.is_added or self.holds_names else self.key

    @property
    def tagged_title(self) -> str:
        """The label behind its key, if people may know it."""
        return f"{self.tag} {self.title}".strip()

    @property
    def is_heading(self) -> bool:
        """Whether it stands above others: a section, a group, or any other row without an
        answer."""
        return self.kind is not RowKind.INDICATOR or self.answer is None
