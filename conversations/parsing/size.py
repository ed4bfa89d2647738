"""Numbers that are more likely something else: a phone number, a date, a slip of the keys."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Literal

SHORTEST_ODD = 8  # figures in a row
UNHEARD_OF = Decimal(100_000_000)  # of a count that names no limit of its own
UNHEARD_OF_PLAIN = Decimal(10_000_000)  # without marks between the thousands
_PHONE = re.compile(r"0\d{8,10}")
_DAY_FIRST = re.compile(r"(\d\d)(\d\d)((?:19|20)\d\d)")
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
Likeness = Literal["phone", "date", "zero", "size"]


def odd_likeness(typed: str, value: Decimal, *, is_open: bool) -> Likeness | None:
    """What a number as it was typed is more likely than a count; `is_open`: the row names no
    limit of its own."""
    if len(typed) < SHORTEST_ODD:
        return None
    figures = re.sub(r"[ .]", "", typed)
    if _PHONE.fullmatch(figures):
        return "phone"
    if _is_date(typed):
        return "date"
    if typed.startswith("0") and typed.isdecimal():
        return "zero"
    most = UNHEARD_OF_PLAIN if typed.isdecimal() else UNHEARD_OF
    return "size" if is_open and value >= most else None


def _is_date(typed: str) -> bool:
    if found := _DAY_FIRST.fullmatch(typed):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = map(int, found.groups())
    else:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
