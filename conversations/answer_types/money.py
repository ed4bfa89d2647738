"""An amount of money, kept in the unit of its row."""

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
from conversations.parsing.money_unit import MoneyUnit
from conversations.parsing.number import read_number
from conversations.parsing.number_rule import NumberRule
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow
from conversations.text.numbers import print_number

MOST_DONG = Decimal(10**15)  # a thousand trillion, of any unit
_EXAMPLES = {
    MoneyUnit.DONG: ("1.250.000 đồng", Decimal(1_250_000)),
    MoneyUnit.THOUSAND: ("350 nghìn đồng", Decimal(350)),
    MoneyUnit.MILLION: ("350 triệu", Decimal(350)),
    MoneyUnit.BILLION: ("2 tỷ", Decimal(2)),
}


class MoneyType(NumberLimits, AnswerType):
    """Money in `unit`, with at most `places` decimals of it."""

    type: Literal["money"] = "money"
    unit: MoneyUnit
    places: Annotated[int, Field(ge=0, le=MAX_PLACES)] = 0
    settable: ClassVar[tuple[str, ...]] = ("unit", "places", "min", "max", "negative")
    is_number: ClassVar[bool] = True
    is_shown: ClassVar[bool] = True

    @property
    def example(self) -> str:
        return self._rule.example

    @cached_property
    def _rule(self) -> NumberRule:
        widest = MOST_DONG / self.unit.worth
        least, most = self.least(widest), self.greatest(widest)
        return NumberRule(
            example=example_within(*_EXAMPLES[self.unit], least, most),
            least=least,
            most=most,
            places=self.places,
            negative=least < 0,
            is_open=self.max is None,
            unit=self.unit,
        )

    def read(self, said: str, row: MeasuredRow) -> Reading:
        return read_number(row, said, self._rule)

    def fits(self, value: Value) -> bool:
        rule = self._rule
        return fits_limits(value, rule.least, rule.most, self.places)

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
        limits = f"{print_number(self._rule.least)} đến {print_number(self._rule.most)}"
        return f"số tiền, {self.unit}, {limits}"

    @property
    def cell_rule(self) -> CellRule:
        return decimal_cell(self._rule.least, self._rule.most, self.places, f"số {self.unit}")
