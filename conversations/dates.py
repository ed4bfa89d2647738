"""A day as an officer names it: 20/3, ngày 20 tháng 3, mai, thứ sáu."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from conversations.text import fold

VIETNAM = timezone(timedelta(hours=7))  # no daylight saving since 1975
FARTHEST = timedelta(days=366)
_DAY = re.compile(
    r"(\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(\d{1,2})(?:(?:\s*[/.-]\s*|\s+nam\s+)(\d{4}))?"
)
_NEAR = {"hom nay": 0, "nay": 0, "mai": 1, "ngay mai": 1, "mot": 2, "ngay kia": 2, "ngay mot": 2}
_WEEKDAYS = {
    **{f"thu {n}": n - 2 for n in range(2, 8)},
    **{f"t{n}": n - 2 for n in range(2, 8)},
    "thu hai": 0,
    "thu ba": 1,
    "thu tu": 2,
    "thu nam": 3,
    "thu sau": 4,
    "thu bay": 5,
    "chu nhat": 6,
    "cn": 6,
}
_LEAD = re.compile(r"^(?:(?:nhac(?: lai)?|toi|vao|ngay|hen|den|luc)\s+)+(?=\S)")


def local_day(now: datetime) -> date:
    """Today in Vietnam."""
    return now.astimezone(VIETNAM).date()


def read_day(text: str, now: datetime) -> date | None:
    """The day from today on, at most a year ahead, that the text names; None for any other
    text. A day without a year is the next one of that name."""
    said = fold(text).strip(" .!")
    today = local_day(now)
    for words in (said, _LEAD.sub("", said)):
        found = _named(words, today) or _in_figures(words, today)
        if found is not None and today <= found <= today + FARTHEST:
            return found
    return None


def _named(words: str, today: date) -> date | None:
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    weekday = _WEEKDAYS.get(words.removesuffix(" toi").removesuffix(" nay"))
    if weekday is None:
        return None
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _in_figures(words: str, today: date) -> date | None:
    match = _DAY.fullmatch(words)
    if match is None:
        return None
    day, month = int(match[1]), int(match[2])
    years = [int(match[3])] if match[3] else [today.year, today.year + 1]
    found = (_on(day, month, year) for year in years)
    return next((one for one in found if one is not None and one >= today), None)


def _on(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def print_day(moment: date | datetime) -> str:
    """The day as it is read here: 20/03/2026."""
    day = local_day(moment) if isinstance(moment, datetime) else moment
    return f"{day:%d/%m/%Y}"


def print_moment(moment: datetime) -> str:
    """Day and time as they are read here: 20/03/2026 08:15."""
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
