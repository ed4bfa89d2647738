"""A period as the lines of a letterhead print it: by its name, its number, its year, its days."""

from __future__ import annotations

import re
from datetime import date

from conversations.calendar.periods import Period, year_of
from templates.documents.safe_text import clean_xml_text

_NUMBERED = re.compile(r"(?P<kind>Quý|Tháng) (?P<number>[IVX]+|\d{1,2})/(?P<year>\d{4})")


def printed_period(period: Period) -> dict[str, str]:
    """`name` is Quý I/2023, `long_name` Quý I năm 2023, `inner_name` the same inside of a sentence;
    `number` is that of a quarter or month, empty for others; `year` is the one it belongs to. Its
    first and last day stand whole (01/4/2026) and in parts."""
    name = clean_xml_text(period.name)
    found = _NUMBERED.fullmatch(name)
    long_name = f"{found['kind']} {found['number']} năm {found['year']}" if found else name
    return {
        "name": name,
        "long_name": long_name,
        "inner_name": long_name[:1].lower() + long_name[1:],
        "number": found["number"] if found else "",
        "year": str(year_of(period)),
        **_printed_day("first", period.start),
        **_printed_day("last", period.end),
    }


def print_month(month: int) -> str:
    """A month as Decree 30/2020 writes it: 1 and 2 get a leading zero."""
    return f"{month:02}" if month < 3 else str(month)


def _printed_day(which: str, day: date) -> dict[str, str]:
    month = print_month(day.month)
    return {
        f"{which}_date": f"{day.day:02}/{month}/{day.year}",
        f"{which}_day": f"{day.day:02}",
        f"{which}_month": month,
        f"{which}_year": str(day.year),
    }
