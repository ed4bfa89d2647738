"""Documents and dates that an officer's note quotes."""

from __future__ import annotations

import re
from datetime import date

from rapidfuzz.distance import OSA

from conversations.calendar.periods import Period
from conversations.reports.model import OrgUnit

SHORTEST_JUDGED = 4  # letters; shorter abbreviations differ by one letter from real neighbours
LONG_ABBREVIATION = 7  # letters; from here on two slips are still the same name

_CODE = re.compile(
    r"(?<![\w/])\d+(?:\s?/\s?\d{4})?\s?/\s?"  # 72/ or 30/2020/
    r"([^\W\d_][\w&.]*(?:\s?[-‐‑–—]\s?[^\W\d_][\w&.]*)+)"  # KH-SLĐTBXH
)
_DASH = re.compile(r"\s?[-‐‑–—]\s?")
_DATE = re.compile(
    r"(?<![\d/])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)"
    r"|(\d{1,2}) tháng (\d{1,2}) năm (\d{4})(?!\d)",
    re.IGNORECASE,
)


def document_codes(note: str) -> tuple[str, ...]:
    """What stands after the number in every document code of the note: `KH-SLĐTBXH` of
    72/KH-SLĐTBXH, `NĐ-CP` of 30/2020/NĐ-CP. A date is no code."""
    return tuple(_DASH.sub("-", found).rstrip(".") for found in _CODE.findall(note))


def codes_fit(note: str, unit: OrgUnit) -> bool | None:
    """Whether the note's document codes carry the org unit's abbreviation; None without a code.

    A note may rightly quote other agencies (10/CT-UBND, 10/CT-TTg, 01/2023/TT-BLĐTBXH), so only
    a slip of the pen is wrong: an agency that begins with the same letter as our abbreviation
    and is one or two letters away from it, as SLĐTĐBXH is from SLĐTBXH. The first letter tells
    Bộ, Sở and Phòng of one field apart, and a short abbreviation is one letter away from real
    neighbours (STC, STP): neither is judged.
    """
    own = unit.abbreviation.casefold()
    codes = document_codes(note)
    if not codes or not own:
        return None
    return not any(_is_slip(code.casefold(), own) for code in codes)


def _is_slip(code: str, own: str) -> bool:
    # An official letter names its agency first (12/SLĐTBXH-VP), all other kinds name it last.
    first, *others = code.split("-")
    names = {first, "-".join(others), *others}
    return own not in names and any(_is_near(name, own) for name in names)


def _is_near(name: str, own: str) -> bool:
    if len(own) < SHORTEST_JUDGED or name[:1] != own[:1]:
        return False
    slips = 2 if len(own) >= LONG_ABBREVIATION else 1
    return OSA.distance(name, own, score_cutoff=slips) <= slips


def dates_fit(note: str, period: Period) -> bool | None:
    """Whether every date of the note (06/3/2023, 6 tháng 3 năm 2023) lies in the period's data
    window, both ends included; None without a date. A day no calendar has does not fit."""
    dates = [[int(part) for part in found if part] for found in _DATE.findall(note)]
    if not dates:
        return None
    return all(_lies_in(period, *parts) for parts in dates)


def _lies_in(period: Period, day: int, month: int, year: int) -> bool:
    try:
        return period.start <= date(year, month, day) <= period.end
    except ValueError:
        return False
