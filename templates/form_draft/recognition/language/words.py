"""Words as they are compared here: small, in one spelling, with their accents. Without these, `giá`
(a price) and `gia` (of a family) are one word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from conversations.text.normalize import clean_text

_SIGNS = re.compile(r"[^\w%]+")
_SHIFTED = {  # the tone on the other vowel, as older keyboards set it
    f"{pair[0]}{late}": f"{early}{pair[1]}"
    for pair, earlies, lates in (
        ("oa", "óòỏõọ", "áàảãạ"),
        ("oe", "óòỏõọ", "éèẻẽẹ"),
        ("uy", "úùủũụ", "ýỳỷỹỵ"),
    )
    for early, late in zip(earlies, lates, strict=True)
}
_LATE = re.compile(rf"(?<![qQ])(?:{'|'.join(_SHIFTED)})\b")
_SPELLINGS = (("tỉ lệ", "tỷ lệ"), ("tỉ đồng", "tỷ đồng"), ("tỉ trọng", "tỷ trọng"))
DOTS = re.compile(r"[.…·_]{3,}|…|\.{2,}|_{2,}")
_LABELLED = re.compile(r":\s*(?:$|[.…_]{2,}|…)")
BLANK = re.compile(r"[\s.…·_\-–—/()\\:;,]*")  # dots and signs in a cell that is to be filled


@lru_cache(maxsize=8_192)
def tell_words(text: str) -> str:
    """The words of a text between single blanks, with a blank at both ends."""
    plain = _SIGNS.sub(" ", clean_text(text).lower().replace("_", " ")).strip()
    plain = _LATE.sub(lambda found: _SHIFTED[found[0]], plain)
    for other, usual in _SPELLINGS:
        plain = plain.replace(other, usual)
    return f" {plain} " if plain else ""


def has_words(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in the text, in whole words."""
    words = tell_words(text)
    return any(f" {phrase} " in words for phrase in phrases)


def begins_with(text: str, phrases: Iterable[str]) -> bool:
    """Whether the text begins with one of the phrases, in whole words."""
    words = tell_words(text)
    return any(words.startswith(f" {phrase} ") for phrase in phrases)


def is_one_of(text: str, phrases: Iterable[str]) -> bool:
    """Whether the text is one of the phrases, but for signs."""
    return tell_words(text).strip() in set(phrases)


def is_blank(text: str) -> bool:
    """Whether nothing but dots and signs stands there."""
    return BLANK.fullmatch(text) is not None


def is_labelled(text: str) -> bool:
    """Whether a value is asked, or stands, behind a colon: `Đơn vị: ……`."""
    return _LABELLED.search(text) is not None


def on_paper(text: str) -> str:
    """A text as it is kept: one blank for any run of blanks, composed letters."""
    return " ".join(clean_text(text.replace("\u00ad", "")).split())


def is_capital(text: str) -> bool:
    """Whether nearly all letters are large."""
    letters = [sign for sign in text if sign.isalpha()]
    large = sum(sign.isupper() for sign in letters)
    return len(letters) > 1 and large * 100 >= len(letters) * 85
