"""A number that is told as what others come to: the total of those before it (`1 giám đốc, 3 phó,
tổng cộng 4`), or how much of them is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from conversations.parsing.amount import Amount, leading_amount
from conversations.text.normalize import fold_text

_MARK = re.compile(
    r"[\s,.;:(=]+(?:(?:tổng|tong) (?:cộng|cong|số|so)|tổng|tong|(?:cộng|cong|gộp|gop) (?:lại|lai)"
    r"|cộng|cong|vị chi|vi chi|(?:cả|ca) thảy|(?:cả|ca) thay|tất cả|tat ca|là|la)"
    r"(?:\s+(?:là|la|có|co|được|duoc))?[\s:=]+(?=\S)",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w.,/])[^\W_]+")
_SUMS = re.compile(r"\b(?:con|tong|cong|vi chi|lai|nua|chua|thieu|tat ca|ca thay|het)\b")
HOMOGRAPHS = ("nam", "sau", "tam")  # năm, sáu, tám without accents, and words of their own
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


def is_result(said: str, amounts: Mapping[int, Decimal], at: int) -> bool:
    """Whether the number at this place is said to be what two others come to, or how much the one
    is more."""
    if _SUMS.search(fold_text(said)) is None:
        return False
    others = (amount for place, amount in amounts.items() if place != at)
    return any(amounts[at] in (one + two, abs(one - two)) for one, two in combinations(others, 2))


def _numbers(text: str, *, whole: bool) -> Iterator[Decimal]:
    """Every number of the text, in figures or in words."""
    at = 0
    while (word := _WORD.search(text, at)) is not None:
        amount = leading_amount(text[word.start() :], whole=whole)
        other = word[0].casefold() in HOMOGRAPHS and not text.isascii()  # `2 nam 2 nữ`
        if amount is None or not amount.meanings or other:
            at = word.end()
            continue
        yield amount.meanings[0].value
        at = max(word.end(), len(text) - len(amount.rest))
