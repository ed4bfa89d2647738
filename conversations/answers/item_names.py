"""Names of items of a list, as they are typed and printed."""

from __future__ import annotations

import re

from conversations.text.normalize import clean_text

LONGEST_NAME = 200  # characters
_APART = re.compile(r"[;\n]")
_BULLET = re.compile(r"^\s*(?:[-–•*+]\s*|\d{1,3}[.)]\s+)")
_CODE = re.compile(r"0\d")
_AROUND = " \t.,;:–-"


def clean_name(text: str) -> str:
    """The name in one line, without a bullet or a number of a list before it, nor signs at its
    end; empty when there is no letter or digit in it."""
    line = " ".join(clean_text(text).split())
    bare = _BULLET.sub("", line, count=1).strip(_AROUND)
    return bare if any(map(str.isalnum, bare)) else ""


def is_name(text: str) -> bool:
    """Whether it can name an item: words, or a code with a zero in front; a figure cannot."""
    return any(map(str.isalpha, text)) or _CODE.match(text) is not None


def split_names(text: str) -> tuple[str, ...]:
    """The names that stand behind each other, each once: by semicolons or lines."""
    found: dict[str, str] = {}
    for name in filter(None, map(clean_name, _APART.split(text))):
        found.setdefault(compare_name(name), name)
    return tuple(found.values())


def compare_name(name: str) -> str:
    """The name for telling whether two are one: accents count, capitals and blanks do not."""
    return " ".join(clean_name(name).casefold().split())
