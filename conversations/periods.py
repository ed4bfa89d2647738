"""Periods of reporting: how long they are, and which comes before which."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from conversations.values import Frozen

DAYS_OF_YEAR, SLACK_DAYS = 365, 20


class Period(Frozen):
    """What is reported on. `start` and `end` are the first and last day of the data window."""

    name: str  # Quý I/2023
    start: date
    end: date


class PeriodKind(StrEnum):
    """Periods that may be compared with each other."""

    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    OTHER = "other"


_DAYS = {
    PeriodKind.QUARTER: range(85, 97),
    PeriodKind.HALF: range(175, 190),
    PeriodKind.NINE_MONTHS: range(265, 281),
    PeriodKind.YEAR: range(355, 372),
}


def kind_of(period: Period) -> PeriodKind:
    """The kind of a period, told by its length: data windows are shifted against the calendar
    (15/12 to 14/3 for the first quarter), their length is not."""
    days = (period.end - period.start).days + 1
    return next((kind for kind, range_ in _DAYS.items() if days in range_), PeriodKind.OTHER)


def year_of(period: Period) -> int:
    """The year a period belongs to: that of its last day."""
    return period.end.year


def is_year_before(earlier: Period, period: Period) -> bool:
    """Whether `earlier` is the same period of the year before; windows may shift by some days."""
    return abs((period.end - earlier.end).days - DAYS_OF_YEAR) <= SLACK_DAYS
