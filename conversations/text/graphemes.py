"""Where a text may be cut without splitting what a reader sees as one character."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_FLAG = range(0x1F1E6, 0x1F200)  # regional indicators: two of them are one flag
_SKIN = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
MOST_FLAGS = 1_000  # adjacent flag letters, an even number
_MARKS = frozenset({"Mn", "Me", "Mc"})


def may_cut(text: str, at: int) -> bool:
    """Whether a cut before the character at `at` leaves every letter with its marks, and every
    emoji with what belongs to it (skin, variant, joined people, both halves of a flag), whole."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if after == _JOINER or before == _JOINER or _extends(after):
        return False
    return not (ord(after) in _FLAG and _flags_before(text, at) % 2)


def _extends(sign: str) -> bool:
    """Combining marks, among them the variant selectors and the keycap; skin tones; tags."""
    return unicodedata.category(sign) in _MARKS or ord(sign) in _SKIN or ord(sign) in _TAGS


def _flags_before(text: str, at: int) -> int:
    """How many flag letters stand before the place, of which `MOST_FLAGS` are looked at."""
    count = 0
    while count < min(at, MOST_FLAGS) and ord(text[at - 1 - count]) in _FLAG:
        count += 1
    return count
