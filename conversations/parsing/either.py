"""Two numbers between which somebody wavers: `2 hay 3 gì đó`, `hai hoặc ba`."""

from __future__ import annotations

import re

from conversations.parsing.amount import leading_amount

LONGEST = 80  # characters of such words
_EITHER = re.compile(
    r"(?:(?:chắc|chac|khoảng|khoang|tầm|tam|cỡ|co|đâu|dau|là|la)\s+)*(?P<one>\S.*?)[\s,]+"
    r"(?:hay là|hay la|hoặc là|hoac la|hay|hoặc|hoac)\s+(?P<other>\S.*)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:\s+(?:gì|gi|chi|đó|do|đấy|day|ấy|ay|thôi|thoi|không|khong|nhớ|nho|rõ|ro|em|ạ|nha|nhé|á))+"
    r"[\s.!?…]*\Z",
    re.IGNORECASE,
)


def split_either(said: str) -> tuple[str, str] | None:
    """The two numbers, each with what it counts; None for any other text."""
    match = _EITHER.fullmatch(said) if len(said) <= LONGEST else None
    if match is None:
        return None
    one, other = match["one"], _VAGUE.sub("", match["other"])
    first, second = leading_amount(one, whole=False), leading_amount(other, whole=False)
    if first is None or second is None or any(map(str.isdigit, f"{first.rest}{second.rest}")):
        return None
    return one, other
