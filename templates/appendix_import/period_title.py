"""The period that the heading of an appendix names, with the province's data window."""

from __future__ import annotations

import re
from datetime import date

from conversations.calendar.periods import Period
from conversations.forms.search import plain_label

_ROMAN = ("", "I", "II", "III", "IV")
_QUARTER = re.compile(r"\bquy (iv|i{1,3}|[1-4]) (?:nam )?(20\d\d)\b")
_MONTHS = re.compile(r"\b([69]) thang (?:dau )?(?:nam )?(20\d\d)\b")
_YEAR = re.compile(r"\bnam (20\d\d)\b")


def period_of(titles: tuple[str, ...]) -> Period | None:
    """Decree 09/2019/NĐ-CP, article 12: a quarter is counted from the 15th of the month before
    it to the 14th of its last month, six months, nine months and a year from 15 December. The
    line "Kèm theo …" dates the letter, not the report."""
    text = plain_label(" ".join(heading_lines(titles)))
    if found := _QUARTER.search(text):
        number = (
            ["i", "ii", "iii", "iv"].index(found[1]) + 1 if found[1].isalpha() else int(found[1])
        )
        return quarter_of(number, int(found[2]))
    if found := _MONTHS.search(text):
        months, year = int(found[1]), int(found[2])
        name = f"{months} tháng/{year}"
        return Period(name=name, start=date(year - 1, 12, 15), end=date(year, months, 14))
    if found := _YEAR.search(text):
        year = int(found[1])
        return Period(name=f"Năm {year}", start=date(year - 1, 12, 15), end=date(year, 12, 14))
    return None


def quarter_of(number: int, year: int) -> Period:
    start = date(year - 1, 12, 15) if number == 1 else date(year, number * 3 - 3, 15)
    name = f"Quý {_ROMAN[number]}/{year}"
    return Period(name=name, start=start, end=date(year, number * 3, 14))


def heading_lines(titles: tuple[str, ...]) -> list[str]:
    """The lines that speak of the report itself."""
    return [title for title in titles if not plain_label(title).startswith(("kem theo", "ngay"))]
