"""What amounts of money are counted in."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum


class MoneyUnit(StrEnum):
    """The units that forms print."""

    DONG = "đồng"
    THOUSAND = "nghìn đồng"
    MILLION = "triệu đồng"
    BILLION = "tỷ đồng"

    @property
    def worth(self) -> Decimal:
        """How many đồng one of it is."""
        return _WORTH[self]


_WORTH = {
    MoneyUnit.DONG: Decimal(1),
    MoneyUnit.THOUSAND: Decimal(1_000),
    MoneyUnit.MILLION: Decimal(1_000_000),
    MoneyUnit.BILLION: Decimal(1_000_000_000),
}
