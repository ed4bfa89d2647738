"""A whole number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Literal

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answer_types.number_limits import (
    NumberLimits,
    describe_sum,
    example_within,
    fits_limits,
    group_format,
    sum_numbers,
)
from conversations.answers.figure import Figure
from conversations.answers.values import Number, Value
from conversations.parsing.number import MAX_PART, read_number
from conversations.parsing.number_rule import NumberRule
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow
from conversations.text.numbers import print_number


class CountType(NumberLimits, AnswerType):
    """A whole number, from 0 to `limit` when the form says nothing else."""

    type: Literal["count"] = "count"
    limit: Decimal = MAX_PART
    largest: ClassVar[int] = 10**15
    settable: ClassVar[tuple[str, ...]] = ("limit", "min", "max", "negative")
    is_number: ClassVar[bool] = True

    @property
    def example(self) -> str:
        return self._rule.example

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

    def read(self, said: str, row: MeasuredRow) -> Reading:
        return read_number(row, said, self._rule)

    def fits(self, value: Value) -> bool:
        return fits_limits(value, self.least(self.limit), self.greatest(self.limit), 0)

    def total(self, figures: Sequence[Figure]) -> Number | None:
        return sum_numbers(figures)

    def describe_total(self, *, flow: bool) -> str:
        return describe_sum(flow=flow)

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
