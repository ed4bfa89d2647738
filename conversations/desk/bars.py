"""Bars and lines of small charts, in the whole units of a drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 1_000  # of the whole drawing, for the longest bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from `start`, so `long`; `text` says what it stands for."""

    label: str
    text: str
    start: int
    long: int


def scale_bars(values: Iterable[tuple[str, str, Decimal | None]]) -> tuple[Bar, ...]:
    """A bar for each label, text and amount that has one, all on one scale with its zero; none
    where nothing can be told from them: fewer than two, or all zero."""
    known = [(label, text, amount) for label, text, amount in values if amount is not None]
    top = max((amount for _, _, amount in known), default=Decimal(0))
    bottom = min((amount for _, _, amount in known), default=Decimal(0))
    top, bottom = max(top, Decimal(0)), min(bottom, Decimal(0))
    if len(known) < 2 or top == bottom:
        return ()
    scale = WIDTH / (top - bottom)
    return tuple(
        Bar(
            label,
            text,
            round((min(amount, Decimal(0)) - bottom) * scale),
            max(1, round(abs(amount) * scale)) if amount else 0,
        )
        for label, text, amount in known
    )
