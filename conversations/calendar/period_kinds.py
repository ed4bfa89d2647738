"""Kinds of period by name, with the windows their data come from, and the due days they bring.

Decree 09/2019, article 12, lets a quarter run from the 15th of the month before it to the 14th of
its last month; a province may add others. So windows are data, and these classes their shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from conversations.calendar.periods import Period, PeriodKind, kind_of
from conversations.calendar.workdays import Calendar
from conversations.frozen import Frozen


class DayOfYear(Frozen):
    """A day of a period's year, or of one before it (`year` -1)."""

    day: int = Field(ge=1, le=31)
    month: int = Field(ge=1, le=12)
    year: int = Field(default=0, ge=-1, le=1)

    def of(self, year: int) -> date:
        return date(year + self.year, self.month, self.day)


class Window(Frozen):
    """One kind of period: its name with `{year}`, its first and last day, and how people call
    it, without accents. `year_needed`: its name alone, without a year, may mean something else.
    One whose name has `{before}` too, the year before, is named by both: `năm học 2025-2026`."""

    key: str
    name: str
    start: DayOfYear
    end: DayOfYear
    called: tuple[str, ...]
    year_needed: bool = False

    @property
    def spans(self) -> bool:
        """Whether it is named by two years."""
        return "{before}" in self.name

    def period(self, year: int) -> Period:
        name = self.name.format(year=year, before=year - 1)
        return Period(name=name, start=self.start.of(year), end=self.end.of(year))


class DueRule(Frozen):
    """When a report is due: on a `day` of the last month of its period (the ministry's letter
    581/BNV-CCHC: the 20th); without one, or when the data are cut off later than that, so many
    `working_days` after the cut-off. A due day on a weekend or holiday is moved `before` it,
    `after` it (Civil Code, article 148.5), or kept."""

    day: int | None = Field(default=None, ge=1, le=28)
    working_days: int = Field(default=4, ge=1, le=60)
    weekend: Literal["before", "after", "keep"] = "before"


class DueRules(Frozen):
    """The rule of each kind of unit, and the one for all others."""

    default: DueRule
    kinds: Mapping[str, DueRule] = Field(default_factory=dict)


class FormPeriods(Frozen):
    """What periods a form is reported on: those of these `kinds`, of any where none is said, and
    those of its own `windows`; and when it is due, where its ministry says so."""

    kinds: tuple[PeriodKind, ...] = ()
    windows: tuple[Window, ...] = ()
    due: DueRules | None = None

    def takes(self, period: Period) -> bool:
        """Whether the form is reported on this period."""
        if not self.kinds or kind_of(period) in self.kinds:
            return True
        return any(one.period(period.end.year) == period for one in self.windows)


def due_day(rule: DueRule, period: Period, calendar: Calendar) -> date:
    """The last day to hand in. It leaves at least one working day after the cut-off: Decree
    09/2019, article 8.5."""
    if rule.day is not None:
        due = _moved(rule, period.end.replace(day=rule.day), calendar)
        if leaves_a_day(period, due, calendar):
            return due
    return _moved(rule, calendar.shift(period.end, rule.working_days), calendar)


def _moved(rule: DueRule, due: date, calendar: Calendar) -> date:
    match rule.weekend:
        case "before":
            return calendar.last_working(due)
        case "after":
            return calendar.next_working(due)
        case "keep":
            return due


def leaves_a_day(period: Period, due: date, calendar: Calendar) -> bool:
    """Whether a due day leaves at least one working day after the data are cut off."""
    return calendar.between(period.end, due) >= 1
