"""Labels as they are compared: however they are accented, written large or set with signs."""

from __future__ import annotations

import re
from functools import lru_cache

from conversations.text.normalize import fold_text

LONGEST_WORDS = 1_000  # characters that are looked for; no label has more
_SIGNS = re.compile(r"[^\w%]+")


def plain_label(text: str) -> str:
    """For comparing labels: no accents, no capitals, no signs."""
    return _plain(text) if len(text) <= LONGEST_WORDS else _plain.__wrapped__(text)


@lru_cache(maxsize=8_192)
def _plain(text: str) -> str:
    return _SIGNS.sub(" ", fold_text(text)).strip()
