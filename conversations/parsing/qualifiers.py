"""Numbers that are only about so much: khoảng 21, gần 30, không dưới 5, >5."""

from __future__ import annotations

import re

from conversations.parsing.amount import Amount, leading_amount
from conversations.text.normalize import fold_text, same_words
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
        bare = without_about(text) if is_idle_zero(amount) else text
    else:
        bare = without_about(text)
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


def without_about(text: str) -> str:
    """Without the words by which a number is only about so much."""
    if sign := _SIGN.match(text):
        return text[sign.end() :]
    words = text.split()
    for phrase, count in _ABOUT.like(text):
        if same_words(" ".join(words[:count]), phrase):
            return " ".join(words[count:])
    return text


_BEFORE = re.compile(
    r"(?:là|la|có|chỉ|mới|mới chỉ|được|duoc|đc|dc|đạt|dat|hoàn thành|hoan thanh|sl"
    r"|số lượng|so luong|số là|so la"
    r"|số liệu|so lieu|tổng số|tong so|tổng cộng|tong cong|tổng|tong|tất cả|tat ca|cả thảy|ca thay"
    r"|cả|toàn bộ|kết quả|ket qua)(?:\s*[:=]\s*|\s+)",
    re.IGNORECASE,
)
_SAID_TWICE = re.compile(r"(\d[\d.,]*)\s*\((?:bằng chữ\s*:?\s*)?([^()\d]+)\)(?=\s*\S)")


def without_lead(text: str) -> str:
    """Without the words that lead to a number: `tổng số: 21`, `có hai mươi người`."""
    bare = text.removeprefix("+")
    while match := _BEFORE.match(bare):
        bare = bare[match.end() :]
    found, _ = amount_or_about(bare, whole=False)
    said_zero = found is not None and any(m.value == 0 for m in found.meanings)
    is_number = found is not None and (bare[0].isdigit() or not said_zero)
    return bare if is_number else text  # `có không` is no zero


_LABEL = re.compile(r"(.{3,160}?)\s*(?:\b(?:là|la|có|được)\b\s*:?|[:=])\s+(?=\S)", re.IGNORECASE)
_ANY_LABEL = ("tong", "so", "luong", "cua", "cac", "don", "vi")


def without_label(text: str, label: str) -> str:
    """Without words of the row's own label before the number: `số đã hoàn thành là bảy`."""
    match = _LABEL.match(text)
    if match is None:
        return text
    words = fold_text(match[1]).split()
    known = fold_text(label).replace(",", " ").split()
    return text[match.end() :] if len(words) > 1 and {*words} <= {*known, *_ANY_LABEL} else text


def said_once(text: str, *, whole: bool) -> str:
    """`05 (năm) người`, as official letters write it: the words go when they are the number."""
    match = _SAID_TWICE.match(text)
    if match is None:
        return text
    figures, words = (leading_amount(match[i], whole=whole) for i in (1, 2))
    if figures is None or words is None or words.rest or figures.meanings != words.meanings:
        return text
    return f"{match[1]} {text[match.end() :].strip()}"
