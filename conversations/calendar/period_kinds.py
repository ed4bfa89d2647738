"""Kinds of period by name, with the windows their data come from, and the due days they bring.

Decree 09/2019, article 12, lets a quarter run from the 15th of the month before it to the 14th of
its last month; a province may add others. So windows are data, and these classes their shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from pydantic import Field

from conversations.calendar.periods import Period
from conversations.calendar.workdays import Calendar
from conversations.frozen import Frozen
from conversations.text.normalize import fold_text

_YEAR = re.compile(r"\b(20\d\d)\b")
_DAY = r"(?:ngay )?(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)"
_CUSTOM = re.compile(f"tu {_DAY} den {_DAY}")
MAX_WORDS = 8  # of a period's name: `kỳ báo cáo 6 tháng đầu năm 2026`
_FILLER = re.compile(r"\b(?:nam|ky|bao cao|dau|dinh ky|ca)\b|[/,.]")


class DayOfYear(Frozen):
    """A day of a period's year, or of one before it (`year` -1)."""

    day: int = Field(ge=1, le=31)
    month: int = Field(ge=1, le=12)
    year: int = Field(default=0, ge=-1, le=1)

    def of(self, year: int) -> date:
        return date(year + self.year, self.month, self.day)


class Window(Frozen):
    """One kind of period: its name with `{year}`, its first and last day, and how people call
    it, without accents."""

    key: str
    name: str
    start: DayOfYear
    end: DayOfYear
    called: tuple[str, ...]

    def period(self, year: int) -> Period:
        name = self.name.format(year=year)
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


def parse_period(text: str, windows: Sequence[Window], today: date) -> Period | None:
    """The period that an officer's words name: `quý I/2026`, `6 tháng 2026`, or `từ 1/4/2026
    đến 30/6/2026`. Without a year, the period of that name that ended last or ends soonest.
    None for anything else."""
    said = " ".join(fold_text(text).split())
    if custom := _CUSTOM.search(said):
        return _custom(custom)
    year = int(found[1]) if (found := _YEAR.search(said)) else None
    words = " ".join(_FILLER.sub(" ", _YEAR.sub(" ", said)).split())
    if not words and year is None:
        return None
    for window in windows:
        if words in map(_bare, window.called):
            return window.period(year) if year is not None else _nearest(window, today)
    return None


@lru_cache(maxsize=1_024)
def _bare(name: str) -> str:
    """How people call a window, without the words that may be left out."""
    return " ".join(_FILLER.sub(" ", name).split())


def named_period(text: str, windows: Sequence[Window]) -> tuple[str, str] | None:
    """The words of a text that name a period, the most there are (at most `MAX_WORDS`), and the
    words around them; None when it names none: `hợp nhất quý I/2026 câu 3`."""
    words = text.split()
    for size in range(min(MAX_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            said = " ".join(words[start : start + size]).strip(" ,.:;")
            if _names_one(said, windows):
                rest = (*words[:start], *words[start + size :])
                return said, " ".join(rest).strip(" ,:;")
    return None


def _names_one(said: str, windows: Sequence[Window]) -> bool:
    plain = " ".join(fold_text(said).split())
    if _CUSTOM.search(plain):
        return _CUSTOM.fullmatch(plain) is not None
    some_day = date(2000, 1, 1)
    return parse_period(said, windows, some_day) is not None


def is_named(said: str, period: Period, windows: Sequence[Window]) -> bool:
    """Whether these words name this period; without a year they name that of any year."""
    if not _YEAR.search(said):
        said = f"{said} {period.end.year}"
    found = parse_period(said, windows, period.end)
    return found is not None and (found.start, found.end) == (period.start, period.end)


def _custom(found: re.Match[str]) -> Period | None:
    numbers = [int(one) for one in found.groups()]
    try:
        start = date(numbers[2], numbers[1], numbers[0])
        end = date(numbers[5], numbers[4], numbers[3])
    except ValueError:
        return None
    name = f"Từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}"
    return Period(name=name, start=start, end=end) if start < end else None


def _nearest(window: Window, today: date) -> Period:
    near = [window.period(year) for year in range(today.year - 1, today.year + 2)]
    return min(near, key=lambda one: abs((one.end - today).days))
