"""A day as people name it: 20/3, thứ năm tuần tới, mốt, cuối tháng, hai tuần nữa. The one place
where typed days are read; `day_words` holds the grammar."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from conversations.calendar.day_words import OtherWeekday, name_day
from conversations.frozen import Frozen
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import fold_text

VIETNAM = timezone(timedelta(hours=7))  # no daylight saving since 1975
FARTHEST = timedelta(days=366)
LONGEST = 80  # characters of a day in words
MOST_WORDS = 7  # of a day among other words
WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_TIME = re.compile(
    r"\b(?:luc |khoang |tam )?\d{1,2} ?(?:h|gio|g)(?: ?\d{1,2}(?: phut)?)?\b"
    r"|\b(?:buoi )?(?:sang som|sang|trua|chieu toi|chieu|dau gio|cuoi gio)\b"
    r"|\btoi(?= (?:mai|nay)\b)"
)
_LEAD = re.compile(
    r"^(?:(?:nhac(?: lai| nho)?|toi|em|minh|chi|anh|giup|gium|ho|cho|vao|hen|den|luc|thi|qua|sang"
    r"|han(?: nop)?(?: la)?|de|het|truoc het|cu|la|bao lai|hoi lai)\s+)+(?=\S)"
)
_TAIL = re.compile(
    r"[ ,]+(?:roi )?(?:em |bot )?(?:nhac(?: lai| nho)?|hoi lai|bao lai)"
    r"(?: (?:toi|em|minh|chi|anh|giup|gium|ho|cho|voi|nhe|nha|a|lai))*$"
)
_NAMES = re.compile(r"\b(?:chị|anh|cô|chú|bác|bạn|em|bà|ông|thầy|sếp|chi|co)\s+(?:Mai|mai)\b")
_ONE = re.compile(r"\bmột\b", re.IGNORECASE)
_SIXTH = re.compile(r"\btháng sáu\b", re.IGNORECASE)
_NEXT_OR_SIXTH = re.compile(r"\bthang sau$")  # without accents it may be June or the next month
_FARTHER = re.compile(r"\bkìa\b", re.IGNORECASE)
_DAY_AFTER = timedelta(days=1)


class NoDay(Frozen):
    """A text that names no day: why, as the end of the code `date.…`; the day it may stand for."""

    why: str
    day: date | None = None


def local_day(now: datetime) -> date:
    """Today in Vietnam."""
    return now.astimezone(VIETNAM).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


def read_date(text: str, today: date) -> date | NoDay:
    """The day that the text names, gone by or to come; else why it names none."""
    if len(text) > LONGEST:
        return NoDay(why="unclear")
    said = _plain(text)
    if text.isascii() and _NEXT_OR_SIXTH.search(said) and any(map(str.isdigit, said)):
        return NoDay(why="two")
    tries = dict.fromkeys((said, _LEAD.sub("", said)))
    found = [name_day(words, today) for words in tries if words]
    day = next((one for one in found if isinstance(one, date)), None)
    if day is not None:
        return _farther(day, text, today)
    other = next((one.day for one in found if isinstance(one, OtherWeekday)), None)
    if other is not None:
        return NoDay(why="weekday", day=other)
    return NoDay(why=next((one for one in found if isinstance(one, str)), "unclear"))


def _plain(text: str) -> str:
    said = fold_text(_SIXTH.sub("tháng 6", without_courtesy(text))).strip(" .!,")
    said = _TAIL.sub("", said)
    return " ".join(_TIME.sub(" ", said).split()).strip(" ,")


def _farther(day: date, text: str, today: date) -> date | NoDay:
    """`một` is one, not `mốt`; `ngày kìa` lies behind `ngày kia`."""
    distance = (day - today).days
    if distance == 2 and _ONE.search(text) and not re.search(r"\b(?:ngày|nữa|hôm)\b", text.lower()):
        return NoDay(why="unclear")
    if abs(distance) == 2 and _FARTHER.search(text):
        return day + _DAY_AFTER * (1 if distance > 0 else -1)
    return day


def read_day_to_come(text: str, now: datetime) -> date | NoDay:
    """The day from today on, at most a year ahead, that the text names; else why not."""
    today = local_day(now)
    found = read_date(text, today)
    if isinstance(found, NoDay):
        return found
    if found < today:
        return NoDay(why="past", day=found)
    return found if found <= today + FARTHEST else NoDay(why="far", day=found)


def read_day(text: str, now: datetime) -> date | None:
    """The day from today on, at most a year ahead, that the text names; None for any other
    text. A day without a year is the one that is still to come this year, or soon in the next:
    what lies further ahead is more likely a day gone by, and has to be named with its year."""
    found = read_day_to_come(text, now)
    return found if isinstance(found, date) else None


def same_days(text: str, today: date) -> list[date]:
    """The days that the text may mean when it names no year: of this year, or of the last; else
    the one that it names."""
    years = (f"{text} {today.year}", f"{text} {today.year - 1}")
    found = [read_date(words, today) for words in (*years, text)]
    days = [one for one in found if isinstance(one, date)]
    return days[:-1] if len(days) > 1 else days


def leading_day(text: str, now: datetime) -> tuple[date, str] | None:
    """The day to come that the text begins with, and what is behind it."""
    words = text.split()
    for size in range(min(MOST_WORDS, len(words)), 0, -1):
        day = read_day(" ".join(words[:size]).rstrip(" ,;:"), now)
        if day is not None:
            return day, " ".join(words[size:])
    return None


def find_day(text: str, now: datetime) -> date | None:
    """The first day to come that is named among other words: `chiều mai hỏi lại phòng nội vụ`."""
    words = _NAMES.sub(" ", text).split()[:60]
    for start in range(len(words)):
        for size in range(min(MOST_WORDS, len(words) - start), 0, -1):
            said = " ".join(words[start : start + size]).strip(" ,;.()")
            if not _is_day_among(said, first=start == 0):
                continue
            found = read_day_to_come(said, now)
            if isinstance(found, date):
                return found
            if found.why == "weekday":  # which of the two is meant has to be asked
                return None
    return None


def _is_day_among(said: str, *, first: bool) -> bool:
    """Whether words among others may be a day: `3/4` may be a number of something, or a ratio."""
    if not any(map(str.isalpha, said)):
        return first
    alone = " " not in said
    return not alone or said.casefold() in _ALONE


_ALONE = frozenset({"mai", "mốt", "nay", "cn"})


def print_day(moment: date | datetime) -> str:
    """The day as it is read here: 20/03/2026."""
    day = local_day(moment) if isinstance(moment, datetime) else moment
    return f"{day:%d/%m/%Y}"


def print_weekday(moment: date | datetime) -> str:
    """The day with its name, wherever one is confirmed: 20/03/2026 (thứ sáu)."""
    day = local_day(moment) if isinstance(moment, datetime) else moment
    return f"{print_day(day)} ({WEEKDAYS[day.weekday()]})"


def print_weekday_moment(moment: datetime) -> str:
    """Day, its name and the time: 20/03/2026 08:15 (thứ sáu)."""
    return f"{print_moment(moment)} ({WEEKDAYS[local_day(moment).weekday()]})"


def print_time(moment: datetime) -> str:
    """The time of a day: 08:15."""
    return f"{moment.astimezone(VIETNAM):%H:%M}"


def print_moment(moment: datetime) -> str:
    """Day and time as they are read here: 20/03/2026 08:15."""
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
