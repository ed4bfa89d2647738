"""A period as people and letterheads name it: quý I/2026, q1 2026, 06 tháng đầu năm 2026, quý
trước, tháng 3/2026, từ 1/4 đến 30/6/2026. The one place where the names of periods are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from conversations.calendar.dates import read_date
from conversations.calendar.period_kinds import Window
from conversations.calendar.periods import Period
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import fold_text

MAX_WORDS = 8  # of a period's name: `kỳ báo cáo 6 tháng đầu năm 2026`
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_IN_WORDS = {"mot": "1", "hai": "2", "ba": "3", "tu": "4", "bon": "4", "dau": "1", "cuoi": "4"}
YEAR = re.compile(r"\b(20\d\d)\b")
_TWO_YEARS = re.compile(r"\b20\d\d\s*[-–/]\s*20\d\d\b")  # năm học 2025-2026
_YEARS = re.compile(r"(?:giai doan|\d+ nam|cac nam)\s*(20\d\d)\s*(?:[-–]|den)\s*(20\d\d)")
_ONE_DAY = re.compile(r"ngay .+")
MOST_YEARS = 10
SHORT_YEAR = re.compile(r"(?<=[a-z\d])/(\d\d)$")  # quý 1/26
_QUARTER = re.compile(
    r"\b(?:quy|q)(?:\s*[.:]\s*|\s*)(?:so )?0?(iv|i{1,3}|[1-4]|mot|hai|ba|tu|bon|dau|cuoi)\b"
)
_MONTHS = re.compile(
    r"\b0?([69])\s*(?:thang|t)\b|\b(sau|chin) thang\b|\bnua(?: dau)? nam\b(?: dau)?"
)
_TWELVE = re.compile(r"\b12\s*thang\b|\bca nam\b")
_THREE = re.compile(r"\b0?3\s*thang dau(?: nam)?\b")
_MONTH = re.compile(r"\bthang\s*0?(1[0-2]|[1-9])\b")
_RELATIVE = re.compile(
    r"\b(quy|thang|nam) (nay|truoc|sau|toi|ngoai|vua roi|vua qua|hien tai|hien nay|roi)\b"
)
_STEPS = {"nay": 0, "hien tai": 0, "hien nay": 0, "sau": 1, "toi": 1}  # others go back
_FILLER = re.compile(r"\b(?:nam|ky|bao cao|dau|dinh ky|so lieu|cua)\b|[/,.()–-]")
_DONE_IN = re.compile(r"\b(?:thuc hien|ket qua|uoc|so|trong)\b")
_DAY = r"(?:ngay )?(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)"
_CUSTOM = re.compile(f"tu {_DAY} den {_DAY}")
_SPOKEN_CUSTOM = re.compile(
    r"(?:giai doan )?tu (?P<start>.{3,30}?) (?:den|toi)(?: het)? (?P<end>.{6,30})"
)
_TELLING = re.compile(r"\d|\bq|\bthang|\bnam\b")
_PARTS = re.compile(r"[^\W_]+")
_BESIDE = re.compile(r"^(?:bao cao|phu luc|so lieu|cua|ky|dot)\s+")


class PeriodName(NamedTuple):
    """What a text says of a period: the words for its kind, in one form, and its year, if any;
    the later one of two that follow each other."""

    words: str
    year: int | None
    spans: bool = False


def parse_period(text: str, windows: Sequence[Window], today: date) -> Period | None:
    """The period that an officer's words name: `quý I/2026`, `6 tháng 2026`, or `từ 1/4/2026
    đến 30/6/2026`. Without a year, the period of that name that ended last or ends soonest.
    None for anything else."""
    said = " ".join(fold_text(without_courtesy(text)).split())
    if custom := _read_custom(said, today):
        return custom
    named = _read_name(said, today)
    if named is None or (not named.words and named.year is None):
        return None
    for window in windows:
        if named.words in map(_bare, window.called):
            if window.spans is not named.spans:
                continue
            if named.year is not None:
                return window.period(named.year)
            return None if window.year_needed else _nearest(window, today)
    return None


def parse_any_period(text: str, windows: Sequence[Window], today: date) -> Period | None:
    """The same, or what only a round that is opened may be on: several years, `giai đoạn
    2024-2026`, or one day, `ngày 15/3/2026`. In headings these say something else."""
    found = parse_period(text, windows, today)
    if found is not None:
        return found
    said = " ".join(fold_text(without_courtesy(text)).split()).strip(" ,.")
    if years := _YEARS.fullmatch(said):
        first, last = map(int, years.groups())
        if 0 < last - first < MOST_YEARS:
            name = f"Giai đoạn {first}-{last}"
            return Period(name=name, start=date(first, 1, 1), end=date(last, 12, 31))
    if _ONE_DAY.fullmatch(said) and YEAR.search(said):
        day = read_date(said, today)
        if isinstance(day, date):
            return Period(name=f"Ngày {day:%d/%m/%Y}", start=day, end=day)
    return None


def _read_name(said: str, today: date) -> PeriodName | None:
    said = SHORT_YEAR.sub(r" 20\1", said)
    years = sorted({int(one) for one in YEAR.findall(said)})
    spans = len(years) == 2 and years[1] - years[0] == 1 and _TWO_YEARS.search(said) is not None
    if len(years) > 1 and not spans:
        return None
    year = years[-1] if years else None
    words = YEAR.sub(" ", said)
    relative = [*_RELATIVE.finditer(words)]
    if relative and (len(relative) > 1 or year is not None):
        return None
    if relative:
        words, year = _absolute(words, relative[0], today)
    return PeriodName(_in_one_form(words), year, spans)


def _absolute(words: str, found: re.Match[str], today: date) -> tuple[str, int]:
    """`quý trước` with its number and year, by the calendar: a quarter is reported on when it is
    nearly over, whatever day its data are cut off."""
    step = _STEPS.get(found[2], -1)
    before, behind = words[: found.start()], words[found.end() :]
    if found[1] == "nam":
        return f"{before} nam {behind}", today.year + step
    size = 3 if found[1] == "quy" else 1
    count = 12 // size
    year, place = divmod(today.year * count + (today.month - 1) // size + step, count)
    return f"{before} {found[1]} {place + 1} {behind}", year


def _in_one_form(words: str) -> str:
    """`quý IV`, `quý tư`, `q4` alike; what may be left out is left out."""
    words = _THREE.sub(" quy 1 ", words)
    words = _QUARTER.sub(lambda found: f" quy {_quarter(found[1])} ", words)
    words = _MONTHS.sub(_months, words)
    words = _TWELVE.sub(" ", words)
    words = _MONTH.sub(lambda found: f" thang {found[1]} ", words)
    return " ".join(_FILLER.sub(" ", words).split())


def _quarter(said: str) -> str:
    return _ROMAN.get(said) or _IN_WORDS.get(said) or said


def _months(found: re.Match[str]) -> str:
    return f" {found[1] or {'sau': '6', 'chin': '9'}.get(found[2] or 'sau')} thang "


@lru_cache(maxsize=1_024)
def _bare(name: str) -> str:
    """How people call a window, in the same form."""
    return _in_one_form(name)


def is_name_of(text: str, period: Period) -> bool:
    """Whether a text says nothing but this period: `Quý I/2023`, `Thực hiện quý 1 năm 2023`."""
    named, own = (
        _read_name(" ".join(_DONE_IN.sub(" ", fold_text(one)).split()), period.end)
        for one in (text, period.name)
    )
    if named is None or own is None or not named.words:
        return False
    return named.words == own.words and named.year in (None, own.year)


def named_period(text: str, windows: Sequence[Window]) -> tuple[str, str] | None:
    """The words of a text that name a period, the most there are (at most `MAX_WORDS`), and the
    words around them; None when it names none: `hợp nhất quý I/2026 câu 3`."""
    words = text.split()
    telling = _telling_places(words, windows)
    for size in range(min(MAX_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            if telling.isdisjoint(range(start, start + size)):
                continue
            said = " ".join(words[start : start + size]).strip(" ,.:;")
            if _names_one(said, windows):
                rest = (*words[:start], *words[start + size :])
                return said, " ".join(rest).strip(" ,:;")
    return None


def _telling_places(words: Sequence[str], windows: Sequence[Window]) -> frozenset[int]:
    """Where those words stand without one of which nothing names a period."""
    called = {word for one in windows for name in one.called for word in _bare(name).split()}
    folded = enumerate(map(fold_text, words))
    return frozenset(
        at
        for at, word in folded
        if _TELLING.search(word) or any(part in called for part in _PARTS.findall(word))
    )


def _names_one(said: str, windows: Sequence[Window]) -> bool:
    plain = " ".join(fold_text(said).split())
    if _CUSTOM.search(plain):
        return _CUSTOM.fullmatch(plain) is not None
    some_day = date(2000, 1, 1)
    return parse_period(said, windows, some_day) is not None


def is_named(
    said: str, period: Period, windows: Sequence[Window], today: date | None = None
) -> bool:
    """Whether these words name this period; without a year they name that of any year. Words
    like `quý trước` are counted from `today`."""
    plain = fold_text(said)
    if plain.strip() == fold_text(period.name):
        return True
    if not YEAR.search(plain) and not SHORT_YEAR.search(plain) and not _RELATIVE.search(plain):
        said = f"{said} {period.end.year}"
    found = parse_period(said, windows, today or period.end)
    return found is not None and (found.start, found.end) == (period.start, period.end)


def _read_custom(said: str, today: date) -> Period | None:
    if found := _CUSTOM.search(said):
        start = read_date("/".join(found.groups()[:3]), today)
        end = read_date("/".join(found.groups()[3:]), today)
    elif found := _SPOKEN_CUSTOM.fullmatch(_BESIDE.sub("", said)):
        year = YEAR.search(found["end"])
        if year is None:
            return None
        first = found["start"] if YEAR.search(found["start"]) else f"{found['start']} {year[0]}"
        start, end = read_date(first, today), read_date(found["end"], today)
    else:
        return None
    if not isinstance(start, date) or not isinstance(end, date) or start >= end:
        return None
    return Period(name=f"Từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}", start=start, end=end)


def _nearest(window: Window, today: date) -> Period:
    near = [window.period(year) for year in range(today.year - 1, today.year + 2)]
    return min(near, key=lambda one: abs((one.end - today).days))
