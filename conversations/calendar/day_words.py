"""The grammar of a day in people's words, read from a text without accents.

Every way of naming a day is a pattern with what it means, tried on the whole text. A day without
a year is the nearest that makes sense; what names no day of the calendar offices use (a lunar
one, `cuối quý`) is said to be so.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from conversations.parsing.number_words import numbers_in_words

NEXT_YEAR = timedelta(days=183)  # a day without a year means next year's only when so near
FARTHEST_COUNT = 5_000  # days, weeks or months that are counted from today
HALF_A_MONTH = timedelta(days=15)
Problem = Literal["no_such_day", "lunar", "vague", "two"]


class OtherWeekday(NamedTuple):
    """The day that was named is another day of the week than was said."""

    day: date


Named = date | OtherWeekday | Problem | None
Meaning = Callable[[re.Match[str], date], Named]

_NEAR = {
    **dict.fromkeys(("hom nay", "nay", "bua nay", "ngay hom nay", "trong ngay"), 0),
    **dict.fromkeys(("mai", "ngay mai", "bua mai", "hom sau", "ngay hom sau"), 1),
    **dict.fromkeys(("mot", "ngay mot", "bua mot", "ngay kia", "kia"), 2),
    **dict.fromkeys(("hom qua", "bua qua", "ngay hom qua"), -1),
    **dict.fromkeys(("hom kia", "bua kia", "ngay hom kia"), -2),
}
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_MONTHS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
    "muoi hai": 12,
}
_DAYS_OF = {"ngay": 1, "hom": 1, "bua": 1, "tuan": 7}
_AHEAD = {"nay": 0, "sau": 1, "toi": 1, "sau nua": 2, "toi nua": 2, "truoc": -1, "qua": -1}
_OF_YEAR = {"nay": 0, "sau": 1, "toi": 1, "ngoai": -1, "truoc": -1}
WEEKDAY = re.compile(r"(?:thu |t)([2-7])|thu (hai|ba|tu|nam|sau|bay)|(chu nhat|cn)")
_FIRST = re.compile(rf"(?P<weekday>{WEEKDAY.pattern})[ ,]*\(?[ ,]*(?P<rest>\S.*?)\)?")
_LAST = re.compile(rf"(?P<rest>.*\S)[ ,]*[ ,(](?:la )?(?P<weekday>{WEEKDAY.pattern})\)?")
_LUNAR = re.compile(r"\bram\b|\bam lich\b|\btet\b|\bthang (?:gieng|chap)\b|\bal\b")
_SPOKEN_DAY = re.compile(
    r"^(?P<lead>(?:ngay |mong |mung )*)(?P<day>[a-z]+(?: [a-z]+){0,2}) thang\b"
)
_COUNT = r"(?P<n>\d{1,4}|[a-z]+(?: [a-z]+){0,3}?)"
_Y = r"(?P<y>\d{4}|\d{2}|nay|sau|toi|ngoai|truoc)"


def name_day(said: str, today: date) -> Named:
    """The day that a plain text names; why it names none; None when it is no day at all."""
    if _LUNAR.search(said):
        return "lunar"
    said = _SPOKEN_DAY.sub(_day_in_figures, said)
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    for pattern, meaning in _PATTERNS:
        if (match := pattern.fullmatch(said)) and (found := meaning(match, today)) is not None:
            return found
    return _with_weekday(said, today)


def _day_in_figures(match: re.Match[str]) -> str:
    """`ngày hai mươi tháng ba` with the day in figures."""
    day = _number(match["day"])
    return match[0] if day is None else f"{match['lead']}{day} thang"


def _with_weekday(said: str, today: date) -> Named:
    """`thứ hai ngày 6 tháng 2`: a day that is checked against its name."""
    for pattern in (_FIRST, _LAST):
        if match := pattern.fullmatch(said):
            day = name_day(match["rest"], today)
            if isinstance(day, date):
                same = day.weekday() == read_weekday(match["weekday"])
                return day if same else OtherWeekday(day)
            if day is not None:
                return day
    return None


def read_weekday(said: str) -> int:
    """The day of the week that a plain text is, which `WEEKDAY` matches: Monday is 0."""
    found = WEEKDAY.fullmatch(said)
    assert found is not None  # noqa: S101 - it was matched before
    if found[1]:
        return int(found[1]) - 2
    return _WEEKDAYS[found[2]] if found[2] else 6


def _on(day: int, month: int, year: int) -> date | Problem:
    try:
        return date(year, month, day)
    except ValueError:
        return "no_such_day"


def _dated(match: re.Match[str], today: date) -> Named:
    """`20/3`, `20 tháng ba năm nay`, `mồng 3 tháng 3`, `3/3/17`."""
    day, month = int(match["d"]), _month(match["m"])
    if year := match["y"] or match["of_year"]:
        return _on(day, month, _year(year, today))
    this, following = _on(day, month, today.year), _on(day, month, today.year + 1)
    if isinstance(this, date) and this >= today:
        return this
    near = isinstance(following, date) and following <= today + NEXT_YEAR
    return following if near else this


def _month(said: str) -> int:
    return int(said) if said.isdecimal() else _MONTHS[said]


def _year(said: str, today: date) -> int:
    if said in _OF_YEAR:
        return today.year + _OF_YEAR[said]
    return int(said) if len(said) == 4 else 2000 + int(said)


def _month_start(today: date, ahead: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    return date(year, month + 1, 1)


def _of_month(match: re.Match[str], today: date) -> Named:
    """`ngày 15`: the next one; `ngày 15 tháng sau`."""
    day, which = int(match["d"]), match["which"]
    if which:
        start = _month_start(today, _AHEAD[which])
        return _on(day, start.month, start.year)
    starts = (_month_start(today, ahead) for ahead in range(2))
    found = (_on(day, start.month, start.year) for start in starts)
    ahead = (one for one in found if isinstance(one, date) and one >= today)
    return next(ahead, "no_such_day")


def _day_or_months(match: re.Match[str], today: date) -> Named:
    """`15 tháng sau` is the 15th of the next month; `3 tháng sau` may also be three months on."""
    if int(match["d"]) <= 12:
        return "two"
    start = _month_start(today, 1)
    return _on(int(match["d"]), start.month, start.year)


def _next_weekday(match: re.Match[str], today: date) -> Named:
    """`thứ sáu`: the next one; with `tuần sau` that of the next week."""
    weekday, week = read_weekday(match["weekday"]), match["week"]
    if week is None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return _monday(today, _AHEAD[week]) + timedelta(days=weekday)


def _monday(today: date, weeks: int) -> date:
    return today + timedelta(days=7 * weeks - today.weekday())


def _counted(match: re.Match[str], today: date) -> Named:
    """`hai tuần nữa`, `3 ngày trước`."""
    count = _number(match["n"])
    if count is None or count > FARTHEST_COUNT:
        return None
    if match["back"] or match["ago"]:
        count = -count
    if match["unit"] in _DAYS_OF:
        return today + timedelta(days=count * _DAYS_OF[match["unit"]])
    return _months_on(today, count * (12 if match["unit"] == "nam" else 1))


def _number(said: str) -> int | None:
    if said.isdecimal():
        return int(said)
    words = said.split()
    told = numbers_in_words(words).get(len(words), ())
    return int(told[0].value) if told and told[0].value % 1 == 0 else None


def _months_on(today: date, count: int) -> Named:
    if abs(count) > 600:
        return None
    start = _month_start(today, count)
    return start.replace(day=min(today.day, monthrange(start.year, start.month)[1]))


def _part_of_week(match: re.Match[str], today: date) -> Named:
    """The beginning is Monday, the middle Wednesday, the end Friday, the last day of work."""
    day = {"dau": 0, "giua": 2, "cuoi": 4}[match["part"]]
    if match["which"]:
        return _monday(today, _AHEAD[match["which"]]) + timedelta(days=day)
    found = _monday(today, 0) + timedelta(days=day)
    return found if found >= today else found + timedelta(days=7)


def _part_of_month(match: re.Match[str], today: date) -> Named:
    start = _month_start(today, _AHEAD[match["which"] or "nay"])
    found = _part(match["part"], start)
    late = not match["which"] and found < today
    return _part(match["part"], _month_start(today, 1)) if late else found


def _part_of_named_month(match: re.Match[str], today: date) -> Named:
    month = _month(match["m"])
    if not 1 <= month <= 12:
        return "no_such_day"
    if match["y"]:
        return _part(match["part"], date(_year(match["y"], today), month, 1))
    this, following = (_part(match["part"], date(today.year + n, month, 1)) for n in (0, 1))
    return this if this >= today else following


def _part(part: str, start: date) -> date:
    last = monthrange(start.year, start.month)[1]
    return start.replace(day={"dau": 1, "giua": 15, "cuoi": last}[part])


def _end_of_year(match: re.Match[str], today: date) -> Named:
    year = _year(match["y"], today) if match["y"] else today.year
    if match["part"] == "cuoi":
        return date(year, 12, 31)
    return date(year if match["y"] else year + 1, 1, 1)


_M = rf"(?P<m>\d{{1,2}}|{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_UNIT = r"(?P<unit>ngay|hom|bua|tuan|thang|nam)(?: le)?"
_MEANINGS: tuple[tuple[str, Meaning], ...] = (
    (r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?P<of_year>)", _dated),
    (r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>20\d{2})(?P<of_year>)", _dated),
    (
        r"(?:ngay |mong |mung )+(?P<d>\d{1,2})(?: tay| duong lich)?"
        r"(?: thang (?P<which>nay|sau|toi|truoc)| nay)?",
        _of_month,
    ),
    (r"(?P<d>\d{1,2}) thang (?P<which>nay)", _of_month),
    (r"(?P<d>\d{1,2}) thang (?:sau|toi)", _day_or_months),
    (
        r"(?:ngay |mong |mung )*(?P<d>\d{1,2})(?: ?[/.-] ?(?=\d)|[ ,/-]+thang |[ ,]+th )"
        rf"{_M}(?:(?: ?[/.-] ?|[ ,]+nam |, ?| )(?P<y>\d{{4}}|\d{{2}})"
        r"|[ ,]+nam (?P<of_year>nay|sau|toi|ngoai|truoc)|[ ,]+(?:nay|toi|sap toi))?",
        _dated,
    ),
    (
        rf"(?P<weekday>{WEEKDAY.pattern})"
        r"(?: tuan (?P<week>sau nua|toi nua|sau|toi|nay|truoc|qua)| toi| nay| sap toi)?",
        _next_weekday,
    ),
    (
        rf"(?:sau |trong |con |khoang )?{_COUNT} {_UNIT} (?:nua|toi|(?P<back>truoc)(?: day)?)"
        r"(?P<ago>)",
        _counted,
    ),
    (rf"(?:sau|trong|(?P<ago>cach day)) {_COUNT} {_UNIT}(?P<back>)", _counted),
    (rf"{_COUNT} (?P<unit>ngay|hom|bua|tuan) sau(?P<back>)(?P<ago>)", _counted),
    (r"nua thang (?:nua|sau)", lambda _, today: today + HALF_A_MONTH),
    (r"(?P<part>dau|giua|cuoi) tuan(?: (?P<which>nay|sau|toi))?", _part_of_week),
    (r"(?P<part>dau|giua|cuoi) thang(?: (?P<which>nay|sau|toi))?", _part_of_month),
    (rf"(?P<part>dau|giua|cuoi) thang {_M}(?:(?: ?/ ?| nam ){_Y})?", _part_of_named_month),
    (rf"(?P<part>dau|cuoi) nam(?: {_Y})?", _end_of_year),
    (r"(?:trong )?tuan (?:sau|toi)", lambda _, today: _monday(today, 1)),
    (r"(?:trong )?tuan (?:sau|toi) nua", lambda _, today: _monday(today, 2)),
    (r"(?:trong )?(?:tuan nay|(?:thang|quy|nam) (?:nay|sau|toi))", lambda *_: "vague"),
    (r"(?:dau|giua|cuoi) (?:quy|ky)\b.*", lambda *_: "vague"),
    (r"som|(?:may|vai|it) (?:ngay|hom|bua|tuan).*", lambda *_: "vague"),
    (r"(?:hom|bua|ngay) (?:khac|nao)|lat nua|chut nua|khi nao ranh", lambda *_: "vague"),
)
_PATTERNS = tuple((re.compile(pattern), meaning) for pattern, meaning in _MEANINGS)
