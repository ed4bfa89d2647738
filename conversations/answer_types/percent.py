"""A percentage, given as it is or as its two numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Literal

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answer_types.number_limits import NumberLimits, example_within
from conversations.answers.figure import Figure, sum_amounts, sum_bases
from conversations.answers.values import Number, Ratio, Value
from conversations.parsing.number import read_number
from conversations.parsing.number_rule import NumberRule
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow
from conversations.text.numbers import print_number

PLACES = 2


class PercentType(NumberLimits, AnswerType):
    """A percentage with at most two decimals, from 0 to `limit` when the form says nothing else."""

    type: Literal["percent"] = "percent"
    limit: Decimal = Decimal(10_000)
    largest: ClassVar[int] = 10**6
    settable: ClassVar[tuple[str, ...]] = ("limit", "min", "max", "negative")
    is_number: ClassVar[bool] = True
    is_shown: ClassVar[bool] = True
    has_parts: ClassVar[bool] = True

    @property
    def example(self) -> str:
        return self._rule.example

    @cached_property
    def _rule(self) -> NumberRule:
        least, most = self.least(self.limit), self.greatest(self.limit)
        return NumberRule(
            example=example_within("33,33", Decimal("33.33"), least, most),
            least=least,
            most=most,
            places=PLACES,
            negative=least < 0,
            percent=True,
        )

    def read(self, said: str, row: MeasuredRow) -> Reading:
        return read_number(row, said, self._rule)

    def fits(self, value: Value) -> bool:
        if not isinstance(value, Number | Ratio):
            return False
        return self.least(self.limit) <= value.amount <= self.greatest(self.limit)

    def total(self, figures: Sequence[Figure]) -> Ratio | None:
        """The sum of the parts over the sum of what they were counted among, of the same units."""
        both = [one for one in figures if one.amount is not None and one.base]
        part, base = sum_amounts(both), sum_bases(both)
        return Ratio(numerator=part, denominator=base) if part is not None and base else None

    def counts(self, figure: Figure) -> bool:
        return bool(figure.base)

    def describe_total(self, *, flow: bool) -> str:
        return "tổng tử số chia tổng mẫu số"

    @property
    def description(self) -> str:
        return f"tỷ lệ %, {print_number(self._rule.least)} đến {print_number(self._rule.most)}"

    @property
    def cell_rule(self) -> CellRule:
        least, most = self._rule.least, self._rule.most
        limits = f"{print_number(least)} đến {print_number(most)}"
        message = f"Điền tỷ lệ phần trăm từ {limits}, ví dụ {self.example}."
        return CellRule(holds="decimal", least=float(least), most=float(most), message=message)

    def print_value(self, value: Value) -> str:
        """`7/21 = 33,33` for two numbers."""
        if not isinstance(value, Ratio):
            return value.printed
        parts = f"{print_number(value.numerator)}/{print_number(value.denominator)}"
        return f"{parts} = {value.printed}"
