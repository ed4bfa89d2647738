"""A number that is told as the total of those before it: `1 giám đốc, 3 phó, tổng cộng 4`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from conversations.parsing.amount import Amount, leading_amount

_MARK = re.compile(
    r"[\s,.;:(=]+(?:(?:tổng|tong) (?:cộng|cong|số|so)|tổng|tong|(?:cộng|cong|gộp|gop) (?:lại|lai)"
    r"|cộng|cong|vị chi|vi chi|(?:cả|ca) thảy|(?:cả|ca) thay|tất cả|tat ca|là|la)"
    r"(?:\s+(?:là|la|có|co|được|duoc))?[\s:=]+(?=\S)",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w.,/])[^\W_]+")
LONGEST = 120  # characters of the parts


def find_total(text: str, *, whole: bool) -> tuple[Amount, str] | None:
    """The number, with what is behind it as its rest, and the parts as they were said; None unless
    there are several and they add up to it."""
    for mark in _MARK.finditer(text[: 2 * LONGEST]):
        if mark.start() > LONGEST:
            return None
        amount = leading_amount(text[mark.end() :], whole=whole)
        if amount is None or not amount.meanings:
            continue
        parts = [*_numbers(text[: mark.start()], whole=whole)]
        if len(parts) > 1 and sum(parts) == amount.meanings[0].value:
            return amount, text[: mark.start()].strip(" ,.;:(=")
    return None


def _numbers(text: str, *, whole: bool) -> Iterator[Decimal]:
    """Every number of the text, in figures or in words."""
    at = 0
    while (word := _WORD.search(text, at)) is not None:
        amount = leading_amount(text[word.start() :], whole=whole)
        if amount is None or not amount.meanings:
            at = word.end()
            continue
        yield amount.meanings[0].value
        at = max(word.end(), len(text) - len(amount.rest))
