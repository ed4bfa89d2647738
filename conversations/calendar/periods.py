"""Periods of reporting: how long they are, and which comes before which."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from conversations.frozen import Frozen

DAYS_OF_YEAR, SLACK_DAYS = 365, 20
_ROMAN = ("", "I", "II", "III", "IV")
_MONTH = re.compile(r"Tháng (\d{1,2})/(20\d\d)")
_QUARTER = re.compile(r"\b(IV|I{1,3})\b")


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
    MONTH = "month"
    OTHER = "other"


_DAYS = {
    PeriodKind.QUARTER: range(85, 97),
    PeriodKind.HALF: range(175, 190),
    PeriodKind.NINE_MONTHS: range(265, 281),
    PeriodKind.YEAR: range(355, 372),
    PeriodKind.MONTH: range(28, 32),
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


T = TypeVar("T")


def choose_previous_periods(
    period: Period, known: Mapping[Period, T]
) -> tuple[T | None, T | None, T | None]:
    """Of what is known of earlier periods: the last of the same kind, the same a year before,
    and the last of any kind when that is a later one."""
    before = {one: what for one, what in known.items() if one.end < period.start}
    alike = {one: what for one, what in before.items() if kind_of(one) is kind_of(period)}
    last = max(alike, key=lambda one: one.end, default=None)
    year = next((one for one in alike if is_year_before(one, period)), None)
    latest = max(before, key=lambda one: one.end, default=None)
    if latest is not None and last is not None and latest.end <= last.end:
        latest = None
    found = (before.get(one) if one is not None else None for one in (last, year, latest))
    return next(found), next(found), next(found)


def previous_period(period: Period) -> Period:
    """The period of the same length just before: the quarter before Quý I/2023 is Quý IV/2022.
    Other kinds than quarters and months are those of the year before, whose name says so."""
    if kind_of(period) is PeriodKind.QUARTER and (found := _QUARTER.search(period.name)):
        quarter = _ROMAN.index(found[1]) - 1 or 4
        start = _months_before(period.start, 3)
        year = year_of(period) - (quarter == 4)
        end = period.start - timedelta(days=1)
        return Period(name=f"Quý {_ROMAN[quarter]}/{year}", start=start, end=end)
    if found := _MONTH.fullmatch(period.name):
        month, year = (int(found[1]) - 1 or 12), int(found[2]) - (found[1] == "1")
        end = period.start - timedelta(days=1)
        name = f"Tháng {month}/{year}"
        return Period(name=name, start=_months_before(period.start, 1), end=end)
    year = year_of(period)
    start, end = _months_before(period.start, 12), _months_before(period.end, 12)
    return Period(name=period.name.replace(str(year), str(year - 1)), start=start, end=end)


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month; its last day when it is shorter."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
