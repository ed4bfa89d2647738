"""Polite words around what is said: `nộp luôn em ơi` is `nộp`."""

from __future__ import annotations

import re

from conversations.text.normalize import may_mean

_AROUND = (
    *("dạ", "vâng", "ạ", "nhé", "nha", "nhá", "nhe", "nhen", "hen", "ơi", "luôn", "đi", "giúp"),
    *("hộ", "giùm", "dùm", "cho", "với", "em", "anh", "chị", "bạn", "cô", "chú", "bác", "tôi"),
    *("mình", "thưa", "bot", "sếp", "xin", "nào", "ok", "rồi", "vậy", "thôi"),
)
_SIGNS = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]")
_HURRY = re.compile(r"\s+cho (?:lẹ|nhanh|tiện|rồi|xong|gọn|lẹ đi|le)$", re.IGNORECASE)
KEPT = 1  # words that are left in any case


def strip_courtesy(text: str) -> str:
    """The text on one line without polite words, emojis and stops at its ends; all of it when
    nothing else is in it."""
    text = _HURRY.sub("", text.rstrip(" .!"))
    words = _SIGNS.sub(" ", text).replace(",", " ").split()
    first, last = 0, len(words)
    while last - first > KEPT and _is_polite(words[last - 1]):
        last -= 1
    while last - first > KEPT and _is_polite(words[first]):
        first += 1
    return " ".join(words[first:last]).strip(" .!") or text


def _is_polite(word: str) -> bool:
    bare = word.strip(".!~")
    return not bare or any(may_mean(bare, one) for one in _AROUND)
