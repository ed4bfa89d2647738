"""A day as an officer names it: 20/3, ngày 20 tháng 3, mai, thứ sáu."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from conversations.text.normalize import fold_text

VIETNAM = timezone(timedelta(hours=7))  # no daylight saving since 1975
FARTHEST = timedelta(days=366)
NEXT_YEAR = timedelta(days=183)  # a day without a year means next year's only when so near
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
    text. A day without a year is the one that is still to come this year, or soon in the next:
    what lies further ahead is more likely a day gone by, and has to be named with its year."""
    said = fold_text(text).strip(" .!")
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
    if match[3]:
        return _on(day, month, int(match[3]))
    this, following = _on(day, month, today.year), _on(day, month, today.year + 1)
    if this is not None and this >= today:
        return this
    return following if following is not None and following <= today + NEXT_YEAR else None


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
