"""Reads kinds of period, due rules and days off from their files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import Field

from conversations.calendar.period_kinds import DueRule, DueRules, Window
from conversations.calendar.workdays import YEARS, Calendar, DaySwap
from conversations.frozen import Frozen
from conversations.text.normalize import fold_text
from templates.loading.day_files import CalendarDays, read_day_file
from templates.loading.problems import CatalogError
from templates.loading.validation import Fields, fit_model
from templates.loading.yaml_reader import read_yaml


class UnitKind(Frozen):
    """A kind of org unit, by the name people read and those they write."""

    name: str
    called: tuple[str, ...] = ()


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


@dataclass(slots=True)
class Calendars:
    """Everything that is known about periods, kinds of unit and days. `shipped` are the days of
    the library and the files, and `shipped_years` those whose exchanges these tell; what is
    entered in the chat comes to them while the product runs (`enter`), seen up to `mark`."""

    windows: tuple[Window, ...]
    kinds: dict[str, UnitKind]
    due: DueRules
    shipped: Calendar
    shipped_years: frozenset[int] = frozenset()
    days: Calendar = field(init=False)
    known_years: frozenset[int] = field(init=False)
    mark: object = None

    def __post_init__(self) -> None:
        self.enter((), frozenset(), self.mark)

    def enter(self, changes: Iterable[DaySwap], years: Iterable[int], mark: object) -> None:
        """From now on the days are those that were shipped with these changes, the last one
        winning, and the exchanges of these years are known too."""
        self.days = self.shipped.with_changes(changes)
        self.known_years = self.shipped_years.union(years)
        self.mark = mark

    def missing_year(self, today: date) -> tuple[int, date] | None:
        """The first year, this one or the next, whose exchanges are not known, and the day from
        which they should be: the first of December before it."""
        years = (year for year in (today.year, today.year + 1) if year not in self.known_years)
        return next(((year, date(year - 1, 12, 1)) for year in years), None)

    def fixed(self) -> Calendars:
        """The same as it is now, to which other days may be entered."""
        return Calendars(self.windows, self.kinds, self.due, self.days, self.known_years)

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
    days = [read_day_file((folder / "vn.yaml").read_bytes(), "calendars/vn.yaml")]
    if own is not None:
        days.append(read_day_file(own.read_bytes(), own.name))
    problems = [*rules.problems, *(found if isinstance(found, list) else ())]
    problems += [one for some in days if isinstance(some, list) for one in some]
    if problems or isinstance(found, list):
        raise CatalogError(problems)
    read = [one for one in days if isinstance(one, CalendarDays)]
    return Calendars(found.windows, found.kinds, found.due, _calendar(read), _known_years(read))


def _calendar(files: Sequence[CalendarDays]) -> Calendar:
    """The public holidays with what the files add to them; the last file wins."""
    off, worked = _public_holidays()
    calendar = Calendar(days_off=off - worked, worked=worked)
    return calendar.with_changes(one for file in files for one in file.changes)


def _known_years(files: Sequence[CalendarDays]) -> frozenset[int]:
    """The years whose exchanges are known: there is one, or it is said that there is none."""
    _, worked = _public_holidays()
    return frozenset({day.year for day in worked}.union(*(file.known_years for file in files)))


@cache
def _public_holidays() -> tuple[frozenset[date], frozenset[date]]:
    """The days off, and the days of weekends on which people work in exchange."""
    from holidays import country_holidays  # a fifth of a second to import

    found = country_holidays("VN", years=YEARS)
    return frozenset(found), frozenset(found.weekend_workdays)
