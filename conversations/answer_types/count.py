"""A whole number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Literal

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answers.figure import Figure, sum_amounts
from conversations.answers.values import Number, Value
from conversations.parsing.number import MAX_PART, read_number
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow
from conversations.text.numbers import print_number


class CountType(AnswerType):
    """A whole number from 0 to `limit`."""

    type: Literal["count"] = "count"
    limit: Decimal = MAX_PART
    largest: ClassVar[int] = 10**15
    is_number: ClassVar[bool] = True

    @property
    def example(self) -> str:
        return "21"

    def read(self, said: str, row: MeasuredRow) -> Reading:
        return read_number(row, said, whole=True, limit=self.limit, example=self.example)

    def fits(self, value: Value) -> bool:
        return (
            isinstance(value, Number)
            and 0 <= value.amount <= self.limit
            and value.amount == value.amount.to_integral_value()
        )

    def total(self, figures: Sequence[Figure]) -> Number | None:
        amount = sum_amounts(figures)
        return Number(amount=amount) if amount is not None else None

    def describe_total(self, *, flow: bool) -> str:
        return f"cộng các đơn vị, {'cộng các kỳ' if flow else 'lấy kỳ cuối'}"

    @property
    def description(self) -> str:
        return f"số nguyên, 0 đến {print_number(self.limit)}"

    @property
    def cell_rule(self) -> CellRule:
        message = f"Điền số nguyên từ 0 đến {print_number(self.limit)}."
        return CellRule(holds="integer", most=int(self.limit), message=message)
