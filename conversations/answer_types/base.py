"""What every answer type is asked for. A new type is a module beside this one with a class that
has all of it, and a line in `types.py`; mypy names what it lacks."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal, Self

from conversations.answers.figure import Figure
from conversations.answers.values import Number, Value
from conversations.calendar.periods import Period
from conversations.frozen import Frozen
from conversations.parsing.choice import Option
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow


class CellRule(Frozen):
    """What may be typed into the cell of a workbook, and the message about anything else."""

    holds: Literal["integer", "decimal", "length", "date"]
    least: int | float | date = 0
    most: int | float | date
    message: str


class AnswerType(Frozen):
    """What the answer of a row is."""

    type: str
    largest: ClassVar[int] = 0  # `limit` that a form file may set
    settable: ClassVar[tuple[str, ...]] = ()  # what a form file may say of it beside its name
    is_number: ClassVar[bool] = False  # a chart can show it, and many rows get 0 at one go
    is_free_text: ClassVar[bool] = False  # any words can be the answer
    has_parts: ClassVar[bool] = False  # it may be given as two numbers, one a share of the other
    is_dated: ClassVar[bool] = False  # how it is read depends on the period and the day
    is_list: ClassVar[bool] = False  # its answer is the names of rows that are added
    is_shown: ClassVar[bool] = False  # its example is shown wherever another type was asked before

    @property
    def choices(self) -> tuple[Option, ...]:
        """The codes to choose from, of a type that has such."""
        return ()

    @property
    def several(self) -> tuple[Option, ...]:
        """The codes of a type that takes more than one of them."""
        return ()

    @property
    def most_letters(self) -> int:
        """How many characters a long text may have; 0 of any other type, and of a short text."""
        return 0

    @property
    def may_be_negative(self) -> bool:
        """Whether its number may be below zero."""
        return False

    def dated(self, period: Period, today: date) -> Self:
        """The type as it is read in a report on this period, on this day."""
        return self

    @property
    @abstractmethod
    def example(self) -> str:
        """One accepted answer, as it is typed."""

    @abstractmethod
    def read(self, said: str, row: MeasuredRow) -> Reading:
        """What a text that is not empty means. Never raises for any text."""

    @abstractmethod
    def fits(self, value: Value) -> bool:
        """Whether a stored value is one of this type."""

    def means_as(self, other: AnswerType) -> bool:
        """Whether a value that fits both means here what it means there."""
        labels = {one.code: " ".join(one.label.split()).casefold() for one in other.codes}
        return all(
            labels.get(one.code, label) == label
            for one in self.codes
            for label in [" ".join(one.label.split()).casefold()]
        )

    @property
    def codes(self) -> tuple[Option, ...]:
        """The codes that a value can be made of, of a type that has such."""
        return self.choices or self.several

    @abstractmethod
    def total(self, figures: Sequence[Figure]) -> Value | None:
        """What many figures come to; None when they are not added up."""

    def counts(self, figure: Figure) -> bool:
        """Whether a figure that has a value can be in the total."""
        return True

    def make_value(self, number: Decimal) -> Value | None:
        """The value that a number worked out of other rows is; None when it can be none."""
        return Number(amount=number) if number >= 0 else None

    def codes_of(self, figure: Figure) -> tuple[str, ...]:
        """The codes that a figure names."""
        return () if figure.code is None else (figure.code,)

    @abstractmethod
    def describe_total(self, *, flow: bool) -> str:
        """How figures are added up, for people; `flow`: over rounds too."""

    @property
    @abstractmethod
    def description(self) -> str:
        """What may be answered, for people."""

    @property
    def cell_rule(self) -> CellRule | None:
        """The rule of its cell in a workbook; None for a list of the choices."""
        return None

    def label_of(self, code: str) -> str:
        """The words of a code; the code itself when it is none of the choices."""
        return next((one.label for one in self.choices if one.code == code), code)

    def print_value(self, value: Value) -> str:
        """A value in the chat."""
        return value.printed

    def print_cell(self, value: Value) -> str:
        """A value in a document."""
        return value.printed

    @property
    def number_format(self) -> str:
        """How a workbook shows its numbers; empty for as they are."""
        return ""
