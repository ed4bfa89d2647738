"""The sign of a number: -35, âm 35, giảm 35, (35)."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from conversations.parsing.amount import leading_amount
from conversations.text.normalize import fold_text, may_mean

Mark = Literal["minus", "fall", "rise", "brackets", "plain"]
_MINUS = re.compile(r"[-−–—]\s*(?=\d)")
_IN_BRACKETS = re.compile(r"\(\s*(\d[^()]*)\)\s*([^\W\d][^()]*)?")
_BEFORE = re.compile(r"(?:(?:là|la|có|co|đã|da|bị|bi|số|so|tổng|tong)\s*[:=]?\s+)+", re.IGNORECASE)
_SIGN_WORDS = frozenset({"am", "giam", "tang", "tru"})
_FALLS = ("giảm", "trừ")
_RISES = ("tăng",)


class SignedText(NamedTuple):
    """A number without its sign, and what stood for the sign; `plain` is a sign whose accents are
    missing, which may be another word."""

    text: str
    mark: Mark


def take_sign(text: str) -> SignedText | None:
    """The number behind its sign; None for a text that begins with none."""
    text = _bare(text)
    if (minus := _MINUS.match(text)) is not None:
        return SignedText(text[minus.end() :], "minus")
    if (inside := _IN_BRACKETS.fullmatch(text.strip(" .!"))) is not None:
        return SignedText(f"{inside[1].strip()} {inside[2] or ''}".strip(), "brackets")
    word, _, rest = text.partition(" ")
    rest = rest.strip()
    if not word.isalpha() or fold_text(word) not in _SIGN_WORDS:
        return None
    if not rest or leading_amount(rest, whole=True) is None:
        return None
    if may_mean(word, "âm"):
        return SignedText(rest, "plain" if word.casefold() == "am" else "minus")
    if any(may_mean(word, one) for one in _FALLS):
        return SignedText(rest, "fall")
    return SignedText(rest, "rise") if any(may_mean(word, one) for one in _RISES) else None


def _bare(text: str) -> str:
    """Without words that lead to a sign: `là -35`, `số: âm 35`."""
    lead = _BEFORE.match(text)
    if lead is None:
        return text
    rest = text[lead.end() :]
    signed = _MINUS.match(rest) or fold_text(rest.split(" ")[0]) in _SIGN_WORDS
    return rest if signed else text


def counts_change(label: str, way: str) -> bool:
    """Whether a row counts by how much something went one way alone, `giam` or `tang`, so that
    this much is a number above zero."""
    words = {*re.split(r"\W+", fold_text(label))}
    return words & {"giam", "tang"} == {way}
