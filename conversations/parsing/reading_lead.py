"""What people write before a number: a sign, words that lead to it, the number said twice."""

from __future__ import annotations

import re

from conversations.parsing.amount import leading_amount
from conversations.parsing.qualifiers import amount_or_about
from conversations.text.normalize import may_mean

_BEFORE = re.compile(
    r"(?:là|la|có|chỉ|được|duoc|đạt|dat|hoàn thành|hoan thanh|sl|số lượng|so luong|số là|so la"
    r"|số liệu|so lieu|tổng số|tong so|tổng cộng|tong cong|tổng|tong|tất cả|tat ca|cả thảy|ca thay"
    r"|cả|toàn bộ|kết quả|ket qua)(?:\s*[:=]\s*|\s+)",
    re.IGNORECASE,
)
_SAID_TWICE = re.compile(r"(\d[\d.,]*)\s*\((?:bằng chữ\s*:?\s*)?([^()\d]+)\)(?=\s*\S)")
_MINUS = re.compile(r"[-−–—]\s*(?=\d)")


def is_negative(text: str) -> bool:
    """Whether a minus sign or `âm` stands before the number."""
    first = text.split(maxsplit=1)
    said = len(first) == 2 and may_mean(first[0], "âm") and first[0].casefold() != "am"
    return bool(_MINUS.match(text)) or (said and leading_amount(first[1], whole=True) is not None)


def without_lead(text: str) -> str:
    """Without the words that lead to a number: `tổng số: 21`, `có hai mươi người`."""
    bare = text.removeprefix("+")
    while match := _BEFORE.match(bare):
        bare = bare[match.end() :]
    found, _ = amount_or_about(bare, whole=False)
    said_zero = found is not None and any(m.value == 0 for m in found.meanings)
    is_number = found is not None and (bare[0].isdigit() or not said_zero)
    return bare if is_number else text  # `có không` is no zero


def said_once(text: str, *, whole: bool) -> str:
    """`05 (năm) người`, as official letters write it: the words go when they are the number."""
    match = _SAID_TWICE.match(text)
    if match is None:
        return text
    figures, words = (leading_amount(match[i], whole=whole) for i in (1, 2))
    if figures is None or words is None or words.rest or figures.meanings != words.meanings:
        return text
    return f"{match[1]} {text[match.end() :].strip()}"
