"""Numbers as people read them: 1.234 and 33,33."""

from __future__ import annotations

from decimal import Decimal


def print_number(amount: Decimal) -> str:
    """The number in Vietnamese format: full stops between thousands, a decimal comma, no zeros
    at the end of the fraction."""
    whole, _, fraction = f"{amount:,f}".partition(".")
    fraction = fraction.rstrip("0")
    whole = whole.replace(",", ".")
    return f"{whole},{fraction}" if fraction else whole
