"""Files of days: what an installation, or the product, adds to the public holidays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from conversations.calendar.workdays import DaySwap
from conversations.frozen import Frozen
from templates.loading.problems import Problem
from templates.loading.validation import Fields, fit_model
from templates.loading.yaml_reader import read_yaml

_SPAN = re.compile(r"\s*(?:\.\.+|…|→|đến|den|to|\s[-–—]\s)\s*")
_NUMBERS = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DAY_EXAMPLE = "2027-02-05, 5/2/2027, 2027-02-05..2027-02-11"
LONGEST_SPAN = timedelta(days=60)


def _read_days(value: object) -> object:
    """One day, or a span of days: `2027-02-05..2027-02-11`, `5/2/2027 - 11/2/2027`."""
    if not isinstance(value, str):
        return value
    ends = [_read_one_day(one) for one in _SPAN.split(value.strip())]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or first is None or last is None:
        message = f"a day or a span of days: {_DAY_EXAMPLE}"
        raise PydanticCustomError("day", message)
    if not first <= last <= first + LONGEST_SPAN:
        message = f"a span from a day to a later one, at most {LONGEST_SPAN.days} days on"
        raise PydanticCustomError("span", message)
    return (first, last)


def _read_one_day(text: str) -> date | None:
    """`2027-02-05` or `5/2/2027`; a year is never guessed."""
    found = _NUMBERS.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _read_single_day(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _read_one_day(value)
    if found is None:
        raise PydanticCustomError("day", "a day: 2027-02-05, 5/2/2027")
    return found


_Days = Annotated[tuple[date, date], BeforeValidator(_read_days)]
_Day = Annotated[date, BeforeValidator(_read_single_day)]


class AnnouncedSwap(Frozen):
    """A working day that is `off` in exchange for a `worked` day, and where that was announced."""

    off: _Day
    worked: _Day
    source: str = ""


class CalendarDays(Frozen):
    """What is added to the public holidays, or taken from them: exchanges, and days and spans of
    days, each by its first and last; and the years for which no exchange was decided."""

    swaps: tuple[AnnouncedSwap, ...] = ()
    days_off: tuple[_Days, ...] = ()
    worked: tuple[_Days, ...] = ()
    no_swaps: tuple[Annotated[int, Field(ge=2000, le=2100)], ...] = ()

    @property
    def changes(self) -> tuple[DaySwap, ...]:
        """Its exchanges, and its other days as changes of one side alone."""
        return (
            *(DaySwap(off=one.off, worked=one.worked) for one in self.swaps),
            *(DaySwap(off=day) for day in _each_day(self.days_off)),
            *(DaySwap(worked=day) for day in _each_day(self.worked)),
        )

    @property
    def known_years(self) -> frozenset[int]:
        """The years of which it says something."""
        return frozenset(self.no_swaps) | {one.year for one in self.changes}


def _each_day(spans: Iterable[tuple[date, date]]) -> list[date]:
    return [
        first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)
    ]


_FIELDS: Fields = {(): CalendarDays, ("swaps", "*"): AnnouncedSwap}


def read_day_file(raw: bytes, name: str) -> CalendarDays | list[Problem]:
    """The days of a file; or its problems, each with its line."""
    file = read_yaml(raw, name)
    return file.problems or fit_model(CalendarDays, file, _FIELDS)
