"""A percentage, given as it is or as its two numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Literal

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answers.figure import Figure, sum_amounts, sum_bases
from conversations.answers.values import Number, Ratio, Value
from conversations.parsing.number import read_number
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow
from conversations.text.numbers import print_number


class PercentType(AnswerType):
    """A percentage from 0 to `limit` with at most two decimals."""

    type: Literal["percent"] = "percent"
    limit: Decimal = Decimal(10_000)
    largest: ClassVar[int] = 10**6
    is_number: ClassVar[bool] = True
    has_parts: ClassVar[bool] = True

    @property
    def example(self) -> str:
        return "33,33"

    def read(self, said: str, row: MeasuredRow) -> Reading:
        return read_number(row, said, whole=False, limit=self.limit, example=self.example)

    def fits(self, value: Value) -> bool:
        return isinstance(value, Number | Ratio) and 0 <= value.amount <= self.limit

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
        return f"tỷ lệ %, 0 đến {print_number(self.limit)}"

    @property
    def cell_rule(self) -> CellRule:
        message = f"Điền tỷ lệ phần trăm từ 0 đến {print_number(self.limit)}, ví dụ 33,33."
        return CellRule(holds="decimal", most=float(self.limit), message=message)

    def print_value(self, value: Value) -> str:
        """`7/21 = 33,33` for two numbers."""
        if not isinstance(value, Ratio):
            return value.printed
        parts = f"{print_number(value.numerator)}/{print_number(value.denominator)}"
        return f"{parts} = {value.printed}"
