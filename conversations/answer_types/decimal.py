"""A number with decimals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answer_types.number_limits import (
    MAX_PLACES,
    NumberLimits,
    decimal_cell,
    describe_sum,
    example_within,
    fits_limits,
    group_format,
    round_number,
    sum_numbers,
)
from conversations.answers.figure import Figure
from conversations.answers.values import Number, Value
from conversations.parsing.number import MAX_PART, read_number
from conversations.parsing.number_rule import NumberRule
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow
from conversations.text.numbers import print_number


class DecimalType(NumberLimits, AnswerType):
    """A number with at most `places` decimals: 25,3 ha."""

    type: Literal["decimal"] = "decimal"
    places: Annotated[int, Field(ge=0, le=MAX_PLACES)] = 2
    settable: ClassVar[tuple[str, ...]] = ("places", "min", "max", "negative")
    is_number: ClassVar[bool] = True
    is_shown: ClassVar[bool] = True

    @property
    def example(self) -> str:
        return self._rule.example

    @cached_property
    def _rule(self) -> NumberRule:
        least, most = self.least(MAX_PART), self.greatest(MAX_PART)
        typed = "25,3" if self.places else "25"
        amount = Decimal(typed.replace(",", "."))
        return NumberRule(
            example=example_within(typed, amount, least, most),
            least=least,
            most=most,
            places=self.places,
            negative=least < 0,
            is_open=most == MAX_PART,
        )

    def read(self, said: str, row: MeasuredRow) -> Reading:
        return read_number(row, said, self._rule)

    def fits(self, value: Value) -> bool:
        return fits_limits(value, self.least(MAX_PART), self.greatest(MAX_PART), self.places)

    def make_value(self, number: Decimal) -> Number | None:
        return round_number(super().make_value(number), self.places)

    def total(self, figures: Sequence[Figure]) -> Number | None:
        return sum_numbers(figures)

    def describe_total(self, *, flow: bool) -> str:
        return describe_sum(flow=flow)

    @property
    def number_format(self) -> str:
        return group_format(self.places, brackets=self.negative == "brackets")

    @property
    def description(self) -> str:
        rule = self._rule
        limits = f"{print_number(rule.least)} đến {print_number(rule.most)}"
        return f"số có tối đa {self.places} chữ số thập phân, {limits}"

    @property
    def cell_rule(self) -> CellRule:
        rule = self._rule
        return decimal_cell(rule.least, rule.most, self.places, "số")
