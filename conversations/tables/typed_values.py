"""Values that are typed behind the name of a row or a column."""

from __future__ import annotations

import re

BETWEEN = re.compile(r"[\s;]+|,\s+")
BLANK_VALUE = re.compile(r"[_\-–—.…]+")
FIGURE = re.compile(r"[-+]?\d[\d.,/]*%?")
_END = re.compile(r"\s+(?:hết|het|luôn|luon|nhé|nhe|nha|ạ|a|em|đi|di)\s*$", re.IGNORECASE)


def strip_end(said: str) -> str:
    """The text without polite words at its end."""
    while (shorter := _END.sub("", said)) != said:
        said = shorter
    return said.strip()
