"""The polite words around an answer, which mean nothing for it: dạ, vâng, ạ, nhé.

They count only with their accents: `da` is more often đã, and `nha` may be nhà.
"""

from __future__ import annotations

import re

_BEFORE = re.compile(r"(?:(?:dạ|vâng|thưa)(?:\s*[,!]\s+|\s+))+", re.IGNORECASE)
_AFTER = re.compile(r"(?:[\s,.!]+(?:ạ|nhé|nhá))+[\s.!]*$", re.IGNORECASE)
LONGEST = 40  # characters of polite words at the end


def without_courtesy(text: str) -> str:
    """The text without polite words at its ends; the whole text when nothing else is in it."""
    before = _BEFORE.match(text)
    bare = text[before.end() :] if before else text
    bare = bare[:-LONGEST] + _AFTER.sub("", bare[-LONGEST:])
    return bare if any(letter.isalnum() for letter in bare) else text
