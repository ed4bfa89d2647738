"""A day as the answer of a row: one without a year is of the period that is reported on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.answers.values import AnswerState, Day
from conversations.calendar.dates import NoDay, print_day, read_date
from conversations.calendar.periods import Period
from conversations.parsing.appointment import read_appointment
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
)
from conversations.parsing.states import (
    read_begun_state,
    read_state,
    read_unclear_state,
    read_waiting,
)
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import fold_text, shorten_text

_SOME_YEAR = "2026"  # to see whether a text has a year of its own
_REMARK = re.compile(
    r"(?P<day>[^()]*\S)\s*\((?P<inside>[^()]+)\)|(?P<head>.*?\S)[,;]\s+(?P<behind>[^\W\d].*)"
)
_LEAD = re.compile(r"(?:(?:là|la|vào|vao|từ|tu|đúng|lúc|luc|hôm(?= \d))\s+)+(?=\S)", re.IGNORECASE)
_DAY_ALONE = re.compile(r"(?:ngay |mong |mung |hom )*(\d{1,2})")
_NEXT_MONTH = re.compile(r"\b(?:tháng|thang) sau\b", re.IGNORECASE)  # no `tháng sáu`
_WEEKDAY_ALONE = re.compile(r"(?:thu |t)(?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|cn")
_PART_ALONE = re.compile(r"(?:dau|giua|cuoi) (?:thang|nam)")
_EITHER = re.compile(r"(\S.*?)\s+(?:hay|hoặc|hoac)(?: là| la)?\s+(\S.*)", re.IGNORECASE)
_ABOUT = re.compile(r"(?:khoảng|khoang|tầm|tam|chừng|chung|cỡ|độ)\s+(\S.*)", re.IGNORECASE)
_DAY = re.compile(r"(?<![/.\d-])\d{1,2}[/.-]\d{1,2}(?![/.-]\d{1,2}[/.-])")
_WHY = {
    "no_such_day": "refused.no_such_day",
    "no_year": "refused.no_year",
    "lunar": "refused.lunar_day",
    "two": "refused.either_day",
    "vague": "refused.vague_day",
}
_WEEK = timedelta(days=7)
_MOST_OFFERED = 4  # days of a question


@dataclass(frozen=True)
class DayRule:
    """What days the row of this label takes, and one of them to show. Without `period` a day needs
    its year, and without `today` nothing is counted from it."""

    example: str
    first: date
    last: date
    period: Period | None = None
    today: date | None = None
    label: str = ""


def read_answered_day(said: str, rule: DayRule) -> Reading:
    """What the text means where a day is asked for."""
    bare = without_courtesy(said)
    state = read_state(bare) or read_appointment(bare)
    if state is not None:
        return state
    reading = _read(bare, rule) or _either(bare, rule) or _about(bare, rule)
    if reading is None and (behind := _behind_label(bare, rule.label)):
        bare, reading = behind, _read(behind, rule)
    if reading is not None:
        return reading
    if unclear := read_waiting(bare) or read_unclear_state(bare) or read_begun_state(bare):
        return unclear
    if (match := _REMARK.fullmatch(bare)) is not None:
        day = _read(match["day"] or match["head"], rule)
        if day is not None:
            return _remarked(bare, day, (match["inside"] or match["behind"]).strip(), rule)
    return _refused(bare, rule)


def _behind_label(said: str, label: str) -> str:
    """What stands behind words of the row's own label: `khảo sát bắt đầu 20/12`."""
    known, words = {*re.split(r"\W+", fold_text(label))}, said.split()
    count = 0
    while count < len(words) and fold_text(words[count].strip(",:")) in known:
        count += 1
    return " ".join(words[count:]) if 1 < count < len(words) else ""


def _either(said: str, rule: DayRule) -> Reading | None:
    """`20/1 hay 21/1`."""
    match = _EITHER.fullmatch(said)
    days = [_read(one, rule) for one in match.groups()] if match else []
    values = [one for one in days if isinstance(one, ReadValue)]
    return _which(said, "which.day", values) if len(values) > 1 else None


def _about(said: str, rule: DayRule) -> Reading | None:
    """`khoảng 20/1`."""
    match = _ABOUT.fullmatch(said)
    day = _read(match[1], rule) if match else None
    if not isinstance(day, ReadValue):
        return day
    return _which(said, "which.about", (day, ReadState(state=AnswerState.PENDING)))


def _remarked(said: str, day: Reading, remark: str, rule: DayRule) -> Reading:
    """A day with words beside it; another day beside it is a second answer."""
    other = _read(remark, rule)
    if isinstance(other, ReadValue):
        same = isinstance(day, ReadValue) and other.value == day.value
        return day if same else _refuse("refused.two_days", said, rule)
    if isinstance(day, ReadValue):
        if (state := read_state(remark)) is not None:
            return _which(said, "which.state", (day, state))
        return day.model_copy(update={"remark": remark})
    return day


def _read(said: str, rule: DayRule) -> Reading | None:
    """The day, a question which one, or why it cannot be; None for a text that names none."""
    words = _LEAD.sub("", said.strip(" .!,"), count=1) or said
    plain = fold_text(words)
    if (alone := _DAY_ALONE.fullmatch(plain)) is not None:
        return _day_of_month(said, int(alone[1]), rule)
    days = _named(words, plain, rule)
    if isinstance(days, NoDay):
        return None if days.why == "unclear" else _why_not(said, days, rule)
    return _settled(said, days, rule)


def _settled(said: str, days: Iterable[date], rule: DayRule) -> Reading | None:
    """The only one of the days that the row takes; if it takes none of them, why."""
    found = tuple(dict.fromkeys(days))
    fit = [one for one in found if rule.first <= one <= rule.last]
    if len(fit) == 1 and len(found) == 1:
        return ReadValue(value=Day(day=fit[0]))
    if fit:
        return _which(said, "which.day", [ReadValue(value=Day(day=one)) for one in fit])
    if not found:
        return None
    late = all(one > rule.last for one in found)
    limit = print_day(rule.last if late else rule.first)
    return _refuse("refused.after" if late else "refused.before", said, rule, limit=limit)


def _named(words: str, plain: str, rule: DayRule) -> tuple[date, ...] | NoDay:
    """The days that the words may mean."""
    period, today = rule.period, rule.today
    if _has_no_year(words):
        return _in_period(words, period) if period is not None else NoDay(why="no_year")
    some_day = today or date(2026, 1, 1)
    found = read_date(words, some_day)
    if isinstance(found, NoDay):
        return found
    if today is None and read_date(words, date(2020, 6, 15)) != found:
        return NoDay(why="no_year")  # counted from a day that is not known
    if _WEEKDAY_ALONE.fullmatch(plain):
        return (found - _WEEK, found)
    if _PART_ALONE.fullmatch(plain):
        return _parts(words, found, some_day)
    return (found,)


def _has_no_year(words: str) -> bool:
    """Whether the words name a day of the calendar and leave its year out."""
    if _NEXT_MONTH.search(words):
        return False
    found = read_date(f"{words} năm {_SOME_YEAR}", date(2026, 1, 1))
    return isinstance(found, date) or found.why == "no_such_day"


def _parts(words: str, found: date, today: date) -> tuple[date, ...]:
    """`cuối tháng` may be the end of this month, or of the last."""
    before = read_date(words, today.replace(day=1) - timedelta(days=1))
    return (before, found) if isinstance(before, date) and before != found else (found,)


def _in_period(words: str, period: Period) -> tuple[date, ...] | NoDay:
    """The day in the years of the period: the one inside it, else that of its last year."""
    years = range(period.start.year, period.end.year + 1)
    found = [read_date(f"{words} năm {year}", period.end) for year in years]
    days = [one for one in found if isinstance(one, date)]
    inside = [one for one in days if period.start <= one <= period.end]
    if inside or days:
        return tuple(inside or days[-1:])
    return next(one for one in reversed(found) if isinstance(one, NoDay))


def _day_of_month(said: str, day: int, rule: DayRule) -> Reading | None:
    """`ngày 15`: which month is known when the period has only one."""
    if rule.period is None:
        return None
    found: list[date] = []
    start = rule.period.start.replace(day=1)
    while start <= rule.period.end:
        following = (start + timedelta(days=32)).replace(day=1)
        if 1 <= day <= (following - timedelta(days=1)).day:
            found.append(start.replace(day=day))
        start = following
    inside = [one for one in found if rule.period.start <= one <= rule.period.end]
    if not inside or len(inside) > _MOST_OFFERED:
        return _refuse("refused.no_month", said, rule)
    return _settled(said, inside, rule)


def _why_not(said: str, found: NoDay, rule: DayRule) -> Reading:
    if found.why == "weekday" and found.day is not None:
        return _which(said, "which.weekday", (ReadValue(value=Day(day=found.day)),))
    return _refuse(_WHY[found.why], said, rule)


def _refused(said: str, rule: DayRule) -> RefusedReading:
    several = len(_DAY.findall(said)) > 1
    return _refuse("refused.two_days" if several else "refused.day", said, rule)


def _refuse(code: str, said: str, rule: DayRule, **data: object) -> RefusedReading:
    words = {"read": shorten_text(said), "example": rule.example}
    return RefusedReading(code=code, data=words | data)


def _which(said: str, code: str, readings: Iterable[ReadValue | ReadState]) -> AmbiguousReading:
    return AmbiguousReading(code=code, data={"read": shorten_text(said)}, readings=tuple(readings))
