"""What numbers a row takes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from conversations.parsing.money_unit import MoneyUnit

ZERO = Decimal(0)
THOUSANDS = 3  # figures between two marks of thousands


@dataclass(frozen=True)
class NumberRule:
    """`example` is one of the numbers, as it is typed. `places` are the decimals that are kept;
    what has more is rounded, or with `exact` no answer. `negative`: it may be below zero.
    `is_open`: the row names no limit of its own. `unit` is what money is counted in."""

    example: str
    most: Decimal
    least: Decimal = ZERO
    places: int = 0
    exact: bool = False
    negative: bool = False
    is_open: bool = False
    percent: bool = False
    unit: MoneyUnit | None = None

    @property
    def whole(self) -> bool:
        return self.places == 0

    @property
    def groups(self) -> bool:
        """Whether a full stop before three figures can only part thousands."""
        return self.places < THOUSANDS

    def fit(self, value: Decimal) -> Decimal | None:
        """The value as the row stores it; None when it cannot be one."""
        if not self.least <= value <= self.most:
            return None
        if self.exact:
            return value.to_integral_value() if value == value.to_integral_value() else None
        rounded = value.quantize(Decimal(1).scaleb(-self.places), rounding=ROUND_HALF_UP)
        if value and not rounded and not self.percent:
            return None  # nothing would be left of it
        return value if rounded == value else rounded
