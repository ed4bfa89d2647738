"""What the types of numbers share: their limits, their sign, their total, their cell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from conversations.answer_types.base import CellRule
from conversations.answers.figure import Figure, sum_amounts
from conversations.answers.values import Number, Value
from conversations.frozen import Frozen
from conversations.text.numbers import print_number

ZERO = Decimal(0)
MAX_PLACES = 4  # decimals that a form may ask for


class NumberLimits(Frozen):
    """`min` and `max` are the least and the greatest number; `negative` lets it be below zero, and
    tells how that is printed: with a minus, or in brackets as accountants do."""

    min: Decimal | None = None
    max: Decimal | None = None
    negative: bool | Literal["brackets"] = False

    def least(self, widest: Decimal) -> Decimal:
        """The least number, where no number is further from zero than `widest`."""
        if self.min is not None:
            return self.min
        return -widest if self.negative else ZERO

    def greatest(self, widest: Decimal) -> Decimal:
        """The greatest number, where none is greater than `widest`."""
        return widest if self.max is None else self.max

    @property
    def may_be_negative(self) -> bool:
        return bool(self.negative) or (self.min is not None and self.min < 0)

    def make_value(self, number: Decimal) -> Number | None:
        """The value that a number worked out of other rows is; None for one below zero, where
        none may be."""
        return Number(amount=number) if number >= 0 or self.may_be_negative else None

    def print_cell(self, value: Value) -> str:
        """A number in a document: -35, or (35)."""
        amount = value.amount
        if self.negative != "brackets" or amount is None or amount >= 0:
            return value.printed
        return f"({print_number(-amount)})"


def round_number(value: Number | None, places: int) -> Number | None:
    """A number with as many decimals as its row keeps."""
    if value is None:
        return None
    kept = value.amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return value if kept == value.amount else Number(amount=kept)


def group_format(places: int, *, brackets: bool) -> str:
    """How a workbook shows a number with its thousands apart."""
    shown = "#,##0" + (".0" + "#" * (places - 1) if places else "")
    return f"{shown};({shown})" if brackets else shown


def fits_limits(value: Value, least: Decimal, most: Decimal, places: int) -> bool:
    """Whether a stored value is a number within these limits, with no more decimals."""
    if not isinstance(value, Number):
        return False
    amount = value.amount
    return least <= amount <= most and amount == round(amount, places)


def sum_numbers(figures: Sequence[Figure]) -> Number | None:
    """The sum of the figures that have an amount."""
    amount = sum_amounts(figures)
    return Number(amount=amount) if amount is not None else None


def describe_sum(*, flow: bool) -> str:
    """How numbers are added up, for people."""
    return f"cộng các đơn vị, {'cộng các kỳ' if flow else 'lấy kỳ cuối'}"


def decimal_cell(least: Decimal, most: Decimal, places: int, what: str) -> CellRule:
    """The cell of a number with decimals in a workbook."""
    decimals = f", nhiều nhất {places} chữ số thập phân" if places else ""
    message = f"Điền {what} từ {print_number(least)} đến {print_number(most)}{decimals}."
    return CellRule(holds="decimal", least=float(least), most=float(most), message=message)


def example_within(typed: str, amount: Decimal, least: Decimal, most: Decimal) -> str:
    """An example as it is typed, when it lies within the limits; else the limit next to it."""
    return typed if least <= amount <= most else print_number(max(least, min(most, amount)))
