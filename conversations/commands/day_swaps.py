"""An exchange of working days in words: `ngày làm bù 22/8/2026 thay 31/8/2026`, `nghỉ bù 31/8/2026,
làm bù 22/8/2026`, `hoán đổi thứ sáu 2/1/2026 sang thứ bảy 10/1/2026`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum

from conversations.calendar.day_words import WEEKDAY, read_weekday
from conversations.calendar.workdays import YEARS
from conversations.frozen import Frozen
from conversations.text.normalize import fold_text

MOST_DAYS = 20  # of one message, spans counted day by day
LONGEST_SPAN = timedelta(days=15)


class SwapSide(Enum):
    """On which side of an exchange a day stands."""

    OFF = "off"
    WORKED = "worked"

    @property
    def other(self) -> SwapSide:
        return SwapSide.WORKED if self is SwapSide.OFF else SwapSide.OFF


class SwapWords(Frozen):
    """The days of a text, each side in its order."""

    off: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        return (*self.off, *self.worked)


class NoSwap(Frozen):
    """Why a text names no exchange, as the end of the code `days.…`, and what was read of it."""

    why: str
    said: str = ""
    day: date | None = None


_NAMED = re.sub(r"\((?!\?)", "(?:", WEEKDAY.pattern)  # its groups would be in the way
_WEEKDAY = rf"(?:(?P<weekday>{_NAMED})\b[\s,(]*)?"
_DATE = (
    r"(?:ngay\s+)?(?:(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    r"|(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(?P<month>\d{1,2})"
    r"(?:(?:\s*[/.-]\s*|\s+(?:nam\s+)?)(?P<year>20\d\d))?)"
)
_PIECE = re.compile(
    rf"(?P<date>{_WEEKDAY}{_DATE}(?:\s*\((?:la\s+)?(?P<behind>{_NAMED})\))?)"
    r"|(?P<span>\.\.+|…|–|—|-|\bden(?:\s+het)?\b)"
    r"|(?P<off>\b(?:duoc\s+|de\s+)?nghi(?:\s+(?:bu|hoan doi|le))?\b)"
    r"|(?P<worked>\b(?:di\s+)?lam(?:\s+(?:viec\s+bu|viec|bu))?\b)"
    r"|(?P<turn>\b(?:thay(?:\s+(?:cho|bang|vao))?|doi(?:\s+(?:cho|lay|sang|bang))?|bu(?:\s+cho)?"
    r"|cho|sang|bang|lay)\b)"
    r"|(?P<filler>\b(?:hoan doi|va|cac|tu|vao|la|ngay|nam|em|nhe|nha|a|het|cua)\b|[\s,;:.&+=>()]+)"
)


def read_swap(text: str, side: SwapSide) -> SwapWords | NoSwap:
    """The days off and the days worked that a text names; `side` is that of the first, until a
    word says otherwise. A day without a year is of the year of the next one that has it, or of
    the last; one of them must."""
    said = " ".join(fold_text(text).split())
    found: dict[SwapSide, list[date]] = {SwapSide.OFF: [], SwapSide.WORKED: []}
    years = [int(one) for one in re.findall(r"\b20\d\d\b", said)]
    first: date | None = None
    spans = False
    for piece in _pieces(said):
        if isinstance(piece, str):
            return NoSwap(why="unclear", said=piece)
        match piece.lastgroup:
            case "span":
                spans = bool(found[side])
            case "off" | "worked" | "turn" as word:
                side = side.other if word == "turn" else SwapSide(word)
                spans = False  # a dash before it parts the sides
            case "date":
                day = _day_of(piece, said, years)
                if isinstance(day, NoSwap):
                    return day
                days = _span(first, day) if spans and first is not None else [day]
                if days is None:
                    return NoSwap(why="span", said=piece[0].strip())
                found[side] += days
                first, spans = day, False
    words = SwapWords(off=tuple(found[SwapSide.OFF]), worked=tuple(found[SwapSide.WORKED]))
    return _checked(words)


def _pieces(said: str) -> Iterator[re.Match[str] | str]:
    """The pieces of a text; the rest of it where it is none of them."""
    at = 0
    while at < len(said):
        found = _PIECE.match(said, at)
        if found is None or found.end() == at:
            yield said[at:]
            return
        yield found
        at = found.end()


def _day_of(piece: re.Match[str], said: str, years: list[int]) -> date | NoSwap:
    text = piece["date"].strip()
    if piece["iso"]:
        year, month, number = map(int, piece["iso"].split("-"))
    else:
        own = piece["year"] or _year_near(said, piece.end(), years)
        if own is None:
            return NoSwap(why="no_year", said=text)
        year, month, number = int(own), int(piece["month"]), int(piece["day"])
    try:
        day = date(year, month, number)
    except ValueError:
        return NoSwap(why="no_such_day", said=text)
    if year not in YEARS:
        return NoSwap(why="far", said=text)
    named = filter(None, (piece["weekday"], piece["behind"]))
    if any(read_weekday(one) != day.weekday() for one in named):
        return NoSwap(why="weekday", said=text, day=day)
    return day


def _year_near(said: str, end: int, years: list[int]) -> int | None:
    """The year that is said next, or else last."""
    behind = re.search(r"\b20\d\d\b", said[end:])
    return int(behind[0]) if behind else (years[-1] if years else None)


def _span(first: date, last: date) -> list[date] | None:
    """The days behind the first, up to the last; None for what is no span."""
    if not first < last <= first + LONGEST_SPAN:
        return None
    return [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]


def _checked(words: SwapWords) -> SwapWords | NoSwap:
    if not words.days:
        return NoSwap(why="how")
    if len(words.days) > MOST_DAYS:
        return NoSwap(why="many", said=str(len(words.days)))
    twice = next((day for day in words.days if words.days.count(day) > 1), None)
    if twice is not None:
        return NoSwap(why="twice", day=twice)
    return words


_YEAR_ALONE = re.compile(r"(?:cua\s+|trong\s+|cho\s+)*(?:nam\s+)?(20\d\d)[\s.!]*")
_NONE = re.compile(r"(?:nam\s+)?(20\d\d)\s*[:,]?\s*(?:la\s+)?khong(?:\s+co)?[\s.!]*")


def read_year(text: str) -> int | None:
    """`2027`, `năm 2027`: the year and nothing else."""
    found = _YEAR_ALONE.fullmatch(fold_text(text).strip())
    return int(found[1]) if found else None


def read_year_without(text: str) -> int | None:
    """`2027: không có`: the year for which nothing is exchanged."""
    found = _NONE.fullmatch(fold_text(text).strip())
    return int(found[1]) if found else None
