"""A whole number."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Literal

from conversations.answer_types.base import CellRule
from conversations.answer_types.number_limits import example_within, group_format
from conversations.answer_types.summed_number import SummedNumber
from conversations.parsing.number import MAX_PART
from conversations.parsing.number_rule import NumberRule
from conversations.text.numbers import print_number


class CountType(SummedNumber):
    """A whole number, from 0 to `limit` when the form says nothing else."""

    type: Literal["count"] = "count"
    limit: Decimal = MAX_PART
    largest: ClassVar[int] = 10**15
    settable: ClassVar[tuple[str, ...]] = ("limit", "min", "max", "negative")

    @cached_property
    def _rule(self) -> NumberRule:
        least, most = self.least(self.limit), self.greatest(self.limit)
        return NumberRule(
            example=example_within("21", Decimal(21), least, most),
            least=least,
            most=most,
            exact=True,
            negative=least < 0,
            is_open=most == MAX_PART,
        )

    @property
    def number_format(self) -> str:
        return group_format(0, brackets=True) if self.negative == "brackets" else ""

    @property
    def description(self) -> str:
        rule = self._rule
        return f"số nguyên, {print_number(rule.least)} đến {print_number(rule.most)}"

    @property
    def cell_rule(self) -> CellRule:
        rule = self._rule
        limits = f"{print_number(rule.least)} đến {print_number(rule.most)}"
        return CellRule(
            holds="integer",
            least=int(rule.least),
            most=int(rule.most),
            message=f"Điền số nguyên từ {limits}.",
        )
