"""A number with decimals."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from conversations.answer_types.base import CellRule
from conversations.answer_types.number_limits import MAX_PLACES, decimal_cell, example_within
from conversations.answer_types.summed_number import RoundedNumber
from conversations.parsing.number import MAX_PART
from conversations.parsing.number_rule import NumberRule
from conversations.text.numbers import print_number


class DecimalType(RoundedNumber):
    """A number with at most `places` decimals: 25,3 ha."""

    type: Literal["decimal"] = "decimal"
    places: Annotated[int, Field(ge=0, le=MAX_PLACES)] = 2
    settable: ClassVar[tuple[str, ...]] = ("places", "min", "max", "negative")

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

    @property
    def description(self) -> str:
        rule = self._rule
        limits = f"{print_number(rule.least)} đến {print_number(rule.most)}"
        return f"số có tối đa {self.places} chữ số thập phân, {limits}"

    @property
    def cell_rule(self) -> CellRule:
        rule = self._rule
        return decimal_cell(rule.least, rule.most, self.places, "số")
