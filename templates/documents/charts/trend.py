"""One row as a small picture: over periods for its officer, by unit for the coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from templates.documents.typst_runner import typeset_source

PIXELS_PER_INCH = 130.0
MOST_PERIODS, MOST_UNITS = 12, 30


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A period or a unit; without a `value` its `text` says why. `mine` stands out."""

    label: str
    value: Decimal | None
    text: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class TrendChart:
    """`under` stands below the title, `foot` below the picture."""

    title: str
    under: str
    points: Sequence[TrendPoint]
    foot: str = ""


def over_periods(chart: TrendChart) -> bytes:
    """A PNG with a line through the periods, the newest last."""
    return _drawn("line", chart, chart.points[-MOST_PERIODS:])


def by_unit(chart: TrendChart) -> bytes:
    """A PNG with a bar for each unit, the longest first; what is left over is told below."""
    ordered = sorted(chart.points, key=lambda one: (one.value is None, -(one.value or 0)))
    left = len(ordered) - MOST_UNITS
    foot = "; ".join(filter(None, (chart.foot, f"và {left} đơn vị nữa" if left > 0 else "")))
    return _drawn("bar", chart, ordered[:MOST_UNITS], foot)


def _drawn(kind: str, chart: TrendChart, points: Sequence[TrendPoint], foot: str = "") -> bytes:
    known = [one.value for one in points if one.value is not None]
    top, bottom = max([Decimal(0), *known]), min([Decimal(0), *known])
    data = {
        "kind": kind,
        "title": chart.title,
        "under": chart.under,
        "foot": foot or chart.foot,
        "top": float(top) if top > bottom else 1.0,
        "bottom": float(bottom),
        "points": [
            asdict(one) | {"value": None if one.value is None else float(one.value)}
            for one in points
        ],
    }
    return typeset_source("charts/trend.typ", data, format="png", ppi=PIXELS_PER_INCH)
