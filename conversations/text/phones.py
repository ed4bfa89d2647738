"""Telephone numbers as they are written here: 0912 345 678, +84 24.3825.5678, (0237) 3852 246."""

from __future__ import annotations

import re

MOST = 3  # numbers of one office or person
_SIGNS = re.compile(r"[\s.()\-–/]")
_PARTS = re.compile(r"\s*(?:[;,/]|\s-\s|\bhoặc\b|\n)\s*")
_COUNTRY = re.compile(r"^(?:\+|00)84|^84(?=\d{9,10}$)")
_MOBILE = re.compile(r"0[35789]\d{8}")
_FIXED = re.compile(r"02\d{8,9}")
_SERVICE = re.compile(r"1[89]00\d{4,6}")
_EXTENSION = re.compile(r"\s*(?:máy lẻ|may le|nhánh|ext\.?|x)\s*(\d{1,5})$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:đt|sđt|sdt|dt|điện thoại|dien thoai|tel|mobile|di động)\b[\s:.]*", re.I)


def read_phone(text: str) -> str | None:
    """The number as it is kept, `0912 345 678`; None for what is none. A leading zero that a
    spreadsheet took off a mobile number is put back."""
    said = _LEAD.sub("", text.strip())
    extension = _EXTENSION.search(said)
    figures = _COUNTRY.sub("0", _SIGNS.sub("", said[: extension.start()] if extension else said))
    if re.fullmatch(r"[35789]\d{8}|2\d{8,9}", figures):
        figures = f"0{figures}"
    if _SERVICE.fullmatch(figures):
        return f"{figures[:4]} {figures[4:]}"
    if _MOBILE.fullmatch(figures) is None and _FIXED.fullmatch(figures) is None:
        return None
    shown = f"{figures[:4]} {figures[4:7]} {figures[7:]}".strip()
    return f"{shown} (máy lẻ {extension[1]})" if extension else shown


def read_phones(text: str) -> str | None:
    """One or several numbers, parted by `;`; None when one of them is none."""
    whole = read_phone(text)
    if whole is not None:
        return whole
    parts = [one for one in _PARTS.split(text.strip()) if one]
    found = [read_phone(one) for one in parts]
    if not found or len(found) > MOST or None in found:
        return None
    return "; ".join(dict.fromkeys(one for one in found if one is not None))
