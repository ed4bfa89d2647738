"""What numbers that are added up over units have in common; each names its rule."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from conversations.answer_types.base import AnswerType
from conversations.answer_types.number_limits import (
    MAX_PLACES,
    NumberLimits,
    describe_sum,
    fits_limits,
    group_format,
    round_number,
    sum_numbers,
)
from conversations.answers.figure import Figure
from conversations.answers.values import Number, Value
from conversations.parsing.number import read_number
from conversations.parsing.number_rule import NumberRule
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow


class SummedNumber(NumberLimits, AnswerType):
    """A number whose total is the sum."""

    is_number: ClassVar[bool] = True

    @property
    @abstractmethod
    def _rule(self) -> NumberRule:
        """How it is read."""

    @property
    def example(self) -> str:
        return self._rule.example

    def read(self, said: str, row: MeasuredRow) -> Reading:
        return read_number(row, said, self._rule)

    def fits(self, value: Value) -> bool:
        rule = self._rule
        return fits_limits(value, rule.least, rule.most, rule.places)

    def total(self, figures: Sequence[Figure]) -> Number | None:
        return sum_numbers(figures)

    def describe_total(self, *, flow: bool) -> str:
        return describe_sum(flow=flow)


class RoundedNumber(SummedNumber):
    """One with at most `places` decimals, to which a computed number is rounded."""

    places: Annotated[int, Field(ge=0, le=MAX_PLACES)]
    is_shown: ClassVar[bool] = True

    def make_value(self, number: Decimal) -> Number | None:
        return round_number(super().make_value(number), self.places)

    @property
    def number_format(self) -> str:
        return group_format(self.places, brackets=self.negative == "brackets")
