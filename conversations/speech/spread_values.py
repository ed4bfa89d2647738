"""Values said one after the other of rows named before them: `câu 1, 2, 3 lần lượt 5, 6 và 7`,
`câu 1 với câu 2 sửa thành 40 và 32`. Each is written beside its row."""

from __future__ import annotations

import re

from conversations.bulk.row_words import SET, expand_set

LONGEST = 300  # characters of such a message
_IN_TURN = r"l[ầa]n\s+l[ưu][ợo]t|theo\s+th[ứu]\s+t[ựu]"
_LINK = (
    r"(?:\s+(?:s[ửu]a|[đd][ổo]i|ch[ỉi]nh|l[ạa]i|l[àa]|th[àa]nh|ghi|[đd][ưu][ợo]c|b[ằa]ng|c[óo]"
    rf"|th[ìi]|{_IN_TURN}))*(?:\s*[:=]\s*|\s+)"
)
_FIGURE = r"\d+(?:[.,]\d+)*\s?%?"
_AND = r"(?:\s*;\s*|\s*,\s+|\s*,\s*(?:v[àa]|v[ớo]i)\s+|\s+(?:v[àa]|v[ớo]i|c[ùu]ng)\s+|\s+)"
_BEFORE = r"(?:(?:s[ửu]a|[đd][ổo]i|ch[ỉi]nh|ghi|d[ạa]|em|gi[úu]p|cho|ch[ịi]|anh|l[ạa]i)[\s,]+)*"
_BEHIND = (
    r"(?:[\s,.!]+(?:nh[éeáa]|nha|nghen|[ạa]|em|gi[úu]p|ch[ịi]|anh|lu[ôo]n|[ơo]i|[đd]i|h[ếe]t))*"
    r"[\s.!]*"
)
_SPREAD = re.compile(
    rf"{_BEFORE}(?P<rows>{SET})(?P<link>{_LINK})(?P<values>{_FIGURE}(?:{_AND}{_FIGURE})+){_BEHIND}",
    re.IGNORECASE,
)
_PARTED = re.compile(_AND, re.IGNORECASE)


def spread_values(text: str) -> str:
    """The text as `1=5; 2=6; 3=7`; unchanged where it is anything else, or has not as many values
    as rows."""
    found = _SPREAD.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None or not found["link"].strip():
        return text
    numbers = expand_set(found["rows"])
    values = [one for one in _PARTED.split(found["values"]) if one]
    if len(numbers) < 2 or len(numbers) != len(values):
        return text
    return "; ".join(f"{number}={value}" for number, value in zip(numbers, values, strict=True))
