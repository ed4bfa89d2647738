"""Reads kinds of period, due rules and days off from their files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from conversations.calendar.period_kinds import DueRule, DueRules, Window
from conversations.calendar.workdays import Calendar
from conversations.frozen import Frozen
from conversations.text.normalize import fold_text
from templates.loading.problems import CatalogError, Problem
from templates.loading.validation import Fields, fit_model
from templates.loading.yaml_reader import read_yaml

YEARS = range(2020, 2051)  # whose public holidays are known


class UnitKind(Frozen):
    """A kind of org unit, by the name people read and those they write."""

    name: str
    called: tuple[str, ...] = ()


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


_SPAN = re.compile(r"\s*(?:\.\.+|…|→|đến|den|to|\s[-–—]\s)\s*")
_NUMBERS = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DAY_EXAMPLE = "2027-02-05, 5/2/2027, 2027-02-05..2027-02-11"
LONGEST_SPAN = timedelta(days=60)
_Days = Annotated[tuple[date, date], BeforeValidator(_read_days)]


class CalendarDays(Frozen):
    """What an installation adds to the public holidays, or takes from them: days and spans of
    days, each by its first and last."""

    days_off: tuple[_Days, ...] = ()
    worked: tuple[_Days, ...] = ()


def _each_day(spans: Iterable[tuple[date, date]]) -> set[date]:
    return {
        first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)
    }


class CalendarRules(Frozen):
    """Kinds of period, kinds of unit, and when a report is due."""

    windows: tuple[Window, ...]
    kinds: dict[str, UnitKind] = Field(default_factory=dict)
    due: DueRules


@lru_cache(maxsize=1_024)
def _bare_kind(words: str) -> str:
    """`xã, phường`, `xã và phường` and `xa phuong` alike."""
    return " ".join(_AND.sub(" ", fold_text(words)).split())


_AND = re.compile(r"[,;/&+]|\bva\b")


@dataclass(frozen=True, slots=True)
class Calendars:
    """Everything that is known about periods, kinds of unit and days."""

    windows: tuple[Window, ...]
    kinds: dict[str, UnitKind]
    due: DueRules
    days: Calendar

    def kind_named(self, words: str) -> str | None:
        """The key of the kind of unit that is called so, accented or not."""
        said = _bare_kind(words)
        for key, kind in self.kinds.items():
            if said in {key, *map(_bare_kind, (kind.name, *kind.called))}:
                return key
        return None

    def kind_name(self, key: str | None) -> str:
        """How people read a kind; empty for none."""
        return self.kinds[key].name if key in self.kinds else key or ""


_FIELDS: Fields = {
    (): CalendarRules,
    ("windows", "*"): Window,
    ("due",): DueRules,
    ("due", "default"): DueRule,
    ("due", "kinds", "*"): DueRule,
    ("kinds", "*"): UnitKind,
}


def load_calendars(own: Path | None = None, own_rules: Path | None = None) -> Calendars:
    """The product's own days, with an installation's file of them when it has one, and the
    product's rules, or an installation's in their place. CatalogError with every problem by
    file and line; OSError when a file cannot be read."""
    folder = files("templates") / "calendars"
    if own_rules is not None:
        rules = read_yaml(own_rules.read_bytes(), own_rules.name)
    else:
        rules = read_yaml((folder / "windows.yaml").read_bytes(), "calendars/windows.yaml")
    found = fit_model(CalendarRules, rules, _FIELDS)
    days = [_days((folder / "vn.yaml").read_bytes(), "calendars/vn.yaml")]
    if own is not None:
        days.append(_days(own.read_bytes(), own.name))
    problems = [*rules.problems, *(found if isinstance(found, list) else ())]
    problems += [one for some in days if isinstance(some, list) for one in some]
    if problems or isinstance(found, list):
        raise CatalogError(problems)
    calendar = _calendar([one for one in days if isinstance(one, CalendarDays)])
    return Calendars(found.windows, found.kinds, found.due, calendar)


def _days(raw: bytes, name: str) -> CalendarDays | list[Problem]:
    file = read_yaml(raw, name)
    return file.problems or fit_model(CalendarDays, file, {(): CalendarDays})


def _calendar(days: Sequence[CalendarDays]) -> Calendar:
    """The public holidays with what is added to them; the last file wins."""
    off, worked = (set(some) for some in _public_holidays())
    for one in days:
        added, taken = _each_day(one.days_off), _each_day(one.worked)
        off = (off - taken) | added
        worked = (worked | taken) - added
    return Calendar(days_off=frozenset(off - worked), worked=frozenset(worked))


@cache
def _public_holidays() -> tuple[frozenset[date], frozenset[date]]:
    """The days off, and the days of weekends on which people work in exchange."""
    from holidays import country_holidays  # a fifth of a second to import

    found = country_holidays("VN", years=YEARS)
    return frozenset(found), frozenset(found.weekend_workdays)
