"""What an indicator's answer is: a typed value, a state, and the officer's words beside it.

Every value tells its `amount` (the number that rules and sums use, if any) and how it is `printed`
under "Số liệu".
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, SkipValidation

from conversations.frozen import Frozen
from conversations.text.numbers import print_number


class AnswerState(StrEnum):
    """The five answer states. They print and add up differently: a blank is never a zero."""

    VALUE = "value"
    NONE = "none"  # không phát sinh
    NOT_APPLICABLE = "not_applicable"  # không thuộc thẩm quyền
    PENDING = "pending"  # chưa có số
    BLANK = "blank"  # chưa trả lời


class Number(Frozen):
    """A count, a decimal, a percentage or an amount of money in its row's unit; exact."""

    kind: Literal["number"] = "number"
    amount: Decimal

    @property
    def printed(self) -> str:
        return print_number(self.amount)


class Ratio(Frozen):
    """A percentage kept as its two parts; the denominator is never zero."""

    kind: Literal["ratio"] = "ratio"
    numerator: Decimal = Field(ge=0)
    denominator: Decimal = Field(gt=0)

    @property
    def amount(self) -> Decimal:
        """The percentage, two decimals, half up: 7 of 21 is 33.33."""
        exact = self.numerator * 100 / self.denominator
        return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    @property
    def printed(self) -> str:
        return print_number(self.amount)


class Coded(Frozen):
    """A choice, stored by its code ("0", "1", …), never by its words or position."""

    kind: Literal["choice"] = "choice"
    code: str

    @property
    def amount(self) -> Decimal | None:
        """The code's number."""
        return Decimal(self.code) if self.code.isdecimal() else None

    @property
    def printed(self) -> str:
        return self.code


class Text(Frozen):
    """Free text."""

    kind: Literal["text"] = "text"
    text: str

    @property
    def amount(self) -> None:
        return None

    @property
    def printed(self) -> str:
        return self.text.strip()


class Codes(Frozen):
    """Several choices, stored by their codes in the order in which the form prints them."""

    kind: Literal["choices"] = "choices"
    codes: tuple[str, ...] = Field(min_length=1)

    @property
    def amount(self) -> None:
        return None

    @property
    def printed(self) -> str:
        return ", ".join(self.codes)


class Day(Frozen):
    """A day."""

    kind: Literal["date"] = "date"
    day: date

    @property
    def amount(self) -> None:
        """A day is no number: nothing adds it up."""
        return None

    @property
    def printed(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class Names(Frozen):
    """The names of the items of a list, in the order in which they stand there; `closed`: there are
    no others."""

    kind: Literal["names"] = "names"
    names: tuple[str, ...] = Field(min_length=1)
    closed: bool = False

    @property
    def amount(self) -> Decimal:
        """How many there are."""
        return Decimal(len(self.names))

    @property
    def printed(self) -> str:
        return f"{len(self.names)} mục: {'; '.join(self.names)}"


Value = Annotated[Number | Ratio | Coded | Text | Codes | Day | Names, Field(discriminator="kind")]


class Answer(Frozen):
    """One row of a report: its state, its value when it has one, and the words beside it.

    `remark` stands in the value cell after the number ("8 (HĐ theo ND 111)"), `note` in the
    Ghi chú column. A heading has no value but may carry a note. `revision` counts the changes
    of the row from 0 (never written); `author` and `at` tell who changed it last, and when.
    """

    state: AnswerState = AnswerState.BLANK
    value: Value | None = None
    remark: str | None = None
    note: str | None = None
    revision: int = 0
    author: Annotated[str, SkipValidation] | None = None  # it may be a `PersonName`
    at: datetime | None = None

    @property
    def amount(self) -> Decimal | None:
        """The number that rules and sums use; a choice counts as its code's number."""
        return self.value.amount if self.value is not None else None

    @property
    def operand(self) -> Decimal | None:
        """What expressions work with: the number, or a day as a count of days."""
        if isinstance(self.value, Day):
            return Decimal(self.value.day.toordinal())
        return self.amount

    @property
    def is_unfinished(self) -> bool:
        """Whether more of it is to come: a list that was begun."""
        return isinstance(self.value, Names) and not self.value.closed

    def says_as(self, other: Answer) -> bool:
        """Whether both say the same, whoever wrote them and when."""
        mine, its = (
            (one.state, one.value, one.remark or None, one.note or None) for one in (self, other)
        )
        return mine == its

    def signed(self, author: str | None, at: datetime | None) -> Answer:
        """The same by this author, at this moment, in a quarter of the memory: a process keeps the
        answers of all who are at work. Nothing is checked anew."""
        value = self.value
        if type(value) is Number:
            value = _number(str(value.amount))
        said = {**self.__dict__, "value": value, "author": author, "at": at}
        return Answer.model_construct(_GIVEN, **said)


BLANK = Answer()
MOST_NUMBERS = 4096  # that answers share
_GIVEN = {*Answer.model_fields}  # of every answer that is kept


@lru_cache(MOST_NUMBERS)
def _number(amount: str) -> Number:
    """The number that all answers share which say it in these figures."""
    return Number(amount=Decimal(amount))
