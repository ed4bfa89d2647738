"""Numbers that are only about so much: khoảng 21, gần 30, không dưới 5, >5."""

from __future__ import annotations

import re

from conversations.parsing.amount import Amount, leading_amount
from conversations.text.normalize import same_words
from conversations.text.phrases import Phrases

_PHRASES = (
    *("khoảng", "tầm", "chừng", "cỡ", "độ", "ước", "ước tính", "xấp xỉ", "gần", "hơn"),
    *("trên", "dưới", "ít nhất", "tối thiểu", "tối đa", "không quá", "khoảng chừng", "gần như"),
    *("không dưới", "không đến", "không tới", "không hơn", "không ít hơn"),
    *("chưa đến", "chưa tới", "chưa được", "chưa quá"),
)
_ABOUT = Phrases((phrase, len(phrase.split())) for phrase in _PHRASES)
_SIGN = re.compile(r"[~≈><≥≤]=?\s*(?=\d)")


def amount_or_about(text: str, *, whole: bool) -> tuple[Amount | None, bool]:
    """The number the text begins with, and whether it is only about so much. `tam` is eight,
    before it is `tầm` without its accent; `không dưới 5` begins with no zero."""
    amount = leading_amount(text, whole=whole)
    if amount is not None and leading_amount(amount.rest, whole=whole) is None:
        bare = _without_about(text) if is_idle_zero(amount) else text
    else:
        bare = _without_about(text)
    if bare == text:
        return amount, False
    about = leading_amount(bare, whole=whole)
    return (None if about is not None and _is_zero(about) else about), True


def is_idle_zero(amount: Amount) -> bool:
    """`không biết` begins with the word for zero and is no number."""
    return bool(amount.rest) and _is_zero(amount)


def _is_zero(amount: Amount) -> bool:
    first = amount.text.split()[0]
    return first.isalpha() and all(meaning.value == 0 for meaning in amount.meanings)


def _without_about(text: str) -> str:
    if sign := _SIGN.match(text):
        return text[sign.end() :]
    words = text.split()
    for phrase, count in _ABOUT.like(text):
        if same_words(" ".join(words[:count]), phrase):
            return " ".join(words[count:])
    return text
