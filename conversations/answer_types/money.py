"""An amount of money, kept in the unit of its row."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answer_types.number_limits import MAX_PLACES, decimal_cell, example_within
from conversations.answer_types.summed_number import RoundedNumber
from conversations.parsing.money_unit import MoneyUnit
from conversations.parsing.number_rule import NumberRule
from conversations.text.numbers import print_number

MOST_DONG = Decimal(10**15)  # a thousand trillion, of any unit
_EXAMPLES = {
    MoneyUnit.DONG: ("1.250.000 đồng", Decimal(1_250_000)),
    MoneyUnit.THOUSAND: ("350 nghìn đồng", Decimal(350)),
    MoneyUnit.MILLION: ("350 triệu", Decimal(350)),
    MoneyUnit.BILLION: ("2 tỷ", Decimal(2)),
}


class MoneyType(RoundedNumber):
    """Money in `unit`, with at most `places` decimals of it."""

    type: Literal["money"] = "money"
    unit: MoneyUnit
    places: Annotated[int, Field(ge=0, le=MAX_PLACES)] = 0
    settable: ClassVar[tuple[str, ...]] = ("unit", "places", "min", "max", "negative")

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

    def means_as(self, other: AnswerType) -> bool:
        return not isinstance(other, MoneyType) or other.unit is self.unit

    @property
    def description(self) -> str:
        limits = f"{print_number(self._rule.least)} đến {print_number(self._rule.most)}"
        return f"số tiền, {self.unit}, {limits}"

    @property
    def cell_rule(self) -> CellRule:
        return decimal_cell(self._rule.least, self._rule.most, self.places, f"số {self.unit}")
