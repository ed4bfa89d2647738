"""What stands before the words of a row, in a column of its own or in the label: `I`, `1.2`, `a)`,
`-`; and its place in an order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["part", "roman", "upper", "digit", "letter", "small_roman", "bullet", ""]
_ROMANS = re.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", re.IGNORECASE)
_PARTS = re.compile(
    r"(phần\s+thứ\s+\w+|chương\s+[ivx\d]+)(?:\s*[.):/\-–]\s*|\s+|$)"
    r"|((?:phần|mục\s+tiêu)\s+(?:[ivx]+|\d+|một|hai|ba|bốn|năm))(?:\s*[.):/\-–]\s*|$)",
    re.IGNORECASE,
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("part", _PARTS),
    ("digit", re.compile(r"\(?(\d{1,3}(?:\.\d{1,2}(?!\d))*)\s*[.)/:]\s*(?=\D|$)")),
    ("digit", re.compile(r"(\d{1,2}(?:\.\d{1,2})+)\.?\s+(?=\D)")),
    ("digit", re.compile(r"([IVX]{1,5}(?:\.\d{1,2})+)\.?\s+(?=\D)")),
    ("roman", re.compile(r"([IVXLC]{1,6})\s*[.)/:\-–]\s*(?=\S)")),
    ("roman", re.compile(r"\(?([ivx]{2,5})\s*[.)/]\s*(?=\S)")),
    ("upper", re.compile(r"([A-ZĐ])\s*[.)/:]\s*(?=\S)")),
    ("letter", re.compile(r"\(?([a-zđ])\s*[.)/]\s*(?=\S)")),
    ("bullet", re.compile(r"([-–—+*•▪●○◦►]|o(?=\s))\s*(?=\S)")),
)
_ALONE = re.compile(
    r"\(?\s*([A-ZĐ]|[a-zđ]|[IVXLC]{1,6}|\d{1,3}(?:\.\d{1,2})*|[A-ZIVX]{1,4}(?:\.\d{1,2})+)\s*[.)/:\-]*\s*"
)
_BULLETS = {"–": "-", "—": "-", "▪": "•", "●": "•", "◦": "○"}


@dataclass(frozen=True)
class Marker:
    """`depth` counts the parts of a dotted number; `order` is its place among its like, 0 where
    it has none; `text` stands as on the paper."""

    kind: Kind = ""
    text: str = ""
    sign: str = ""
    depth: int = 1
    order: int = 0


NOTHING = Marker()


def read_marker(label: str, before: Marker = NOTHING) -> tuple[Marker, str]:
    """What stands at the front of a label, and the words behind it. `before` is the marker of the
    row above of the same kind: it tells whether C is a letter or a hundred."""
    for kind, pattern in _PATTERNS:
        found = pattern.match(label)
        if found is not None:
            text = label[: found.end()].strip()
            return _marker(kind, found[1] or text, text, before), label[found.end() :].strip()
    return NOTHING, label


def read_alone(text: str, before: Marker = NOTHING) -> Marker:
    """The marker in a column of its own; NOTHING for other words."""
    plain = text.strip()
    if plain and plain in "-–—+*•▪●○◦":
        return _marker("bullet", plain, plain, before)
    found = _ALONE.fullmatch(plain)
    if found is None:
        return NOTHING
    said = found[1]
    kind: Kind = "digit"
    if said.isalpha():
        large = said.isupper()
        kind = ("roman" if _is_roman(said) else "upper") if large else "letter"
    return _marker(kind, said, plain, before)


def _marker(kind: Kind, said: str, text: str, before: Marker) -> Marker:
    if kind == "part":
        return Marker(kind, text)
    if kind == "bullet":
        return Marker(kind, text, _BULLETS.get(said, said))
    parts = said.split(".")
    last = parts[-1]
    if last.isdecimal():
        return Marker("digit", text, depth=len(parts), order=int(last))
    if kind in ("roman", "upper") and len(said) == 1 and _is_roman(said):
        kind = _letter_or_roman(said, before)
    if kind == "roman" and not _is_roman(said):
        kind = "upper"
    if kind == "letter" and said == "i" and before.order != 9:
        return Marker("small_roman", text, order=1)
    order = _value(said) if kind == "roman" else _place(said)
    if said.islower() and kind == "roman":
        return Marker("small_roman", text, order=order)
    return Marker(kind, text, order=order)


def _letter_or_roman(said: str, before: Marker) -> Kind:
    if before.kind == "upper" and before.order + 1 == _place(said):
        return "upper"
    if before.kind == "roman" and before.order + 1 == _value(said):
        return "roman"
    return "roman" if said in "IiVvXx" else "upper"


def _is_roman(said: str) -> bool:
    return _ROMANS.fullmatch(said) is not None


def _value(said: str) -> int:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for sign, after in zip(said.upper(), [*said.upper()[1:], ""], strict=True):
        one = worth.get(sign, 0)
        total += -one if one < worth.get(after, 0) else one
    return total


def _place(said: str) -> int:
    """The place in the Vietnamese order as forms count: a, b, c, d, đ, e, g, h."""
    letters = "abcdđefghijklmnopqrstuvwxyz"
    found = letters.find(said.lower())
    return found + 1
