"""What is said when a day that was named is a day off: `lấy thứ hai`, `giữ nguyên`, `25/12`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum

from conversations.calendar.dates import WEEKDAYS, leading_day
from conversations.speech.consent import read_consent
from conversations.text.normalize import fold_text

_LEAD = frozenset(
    {"lay", "chon", "doi", "sang", "thi", "ngay", "la", "den", "em", "thoi", "nhac", "vao"}
)
_KEEP = ("giu", "van", "cu de", "cu lay", "cu nhac", "nguyen", "khong doi", "dung ngay")
_FAR = re.compile(r"\b(?:tuan|thang) ")  # `thứ hai tuần sau nữa` may be another one


class DayOffWay(Enum):
    """One of the days that were offered."""

    SOONER = "sooner"
    LATER = "later"
    KEPT = "kept"


def read_day_off(
    text: str, now: datetime, sooner: Sequence[date], later: Sequence[date]
) -> DayOffWay | date | None:
    """The way that the text takes, or another day that it names; None for any other text. Of the
    working days before, `sooner`, there may be none."""
    said = fold_text(text)
    if any(map(str.isdigit, said)) and (day := _day_in(said, now)) is not None:
        return day
    ways = {DayOffWay.SOONER: sooner, DayOffWay.LATER: later}
    named = [way for way, days in ways.items() if any(_weekday(day) in said for day in days)]
    if len(named) == 1 and not _FAR.search(said):
        return named[0]
    if any(f" {word}" in f" {said}" for word in _KEEP):
        return DayOffWay.KEPT
    if read_consent(text):
        return DayOffWay.SOONER if sooner else DayOffWay.LATER
    if (day := _day_in(said, now)) is not None:
        return day
    if " sau" in f" {said}":
        return DayOffWay.LATER
    if " truoc" in f" {said}" and sooner:
        return DayOffWay.SOONER
    return None


def _day_in(said: str, now: datetime) -> date | None:
    words = said.split()
    while words and words[0] in _LEAD:
        words = words[1:]
    found = leading_day(" ".join(words), now)
    return found[0] if found is not None else None


def _weekday(day: date) -> str:
    return fold_text(WEEKDAYS[day.weekday()])
