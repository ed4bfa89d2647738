"""Names of files as a clerk would choose them, which every system and channel takes."""

from __future__ import annotations

import re

from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.text.normalize import take_letters_apart

_QUARTER = re.compile(r"Quy (IV|III|II|I)\b", re.IGNORECASE)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_LONGEST = 40  # characters of one part


def file_name(
    form: Form, report: Report, ending: str = "docx", *, what: str = "PL", mark: str = ""
) -> str:
    """PL_CCHC_Q1-2023_SLDTBXH.docx: phụ lục, form, period, unit; a `mark` tells a draft, an
    earlier version or another layout."""
    parts = (form.file_code or form.key.upper(), short_period(report.period.name))
    safe = [plain_name(part) for part in (*parts, report.unit.abbreviation, mark)]
    return "_".join([what, *filter(None, safe)]) + f".{ending}"


def plain_name(part: str) -> str:
    """A part of a name in letters without accents, digits and hyphens; not too long."""
    return _ascii(part)[:_LONGEST].strip("-")


def short_period(name: str) -> str:
    """A quarter in short: "Quý I/2023" is Q1-2023; other periods keep their words."""
    plain = _ascii(name).replace("-", " ")
    quarter = _QUARTER.match(plain)
    if quarter is None:
        return plain
    return f"Q{_ROMAN[quarter[1].upper()]}{plain[quarter.end() :]}"


def _ascii(text: str) -> str:
    letters = take_letters_apart(text.replace("Đ", "D").replace("đ", "d"))
    plain = letters.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
