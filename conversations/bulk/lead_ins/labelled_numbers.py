"""Numbers on the screen that are said with what their row is: `3 là số lượng phiếu khảo sát`. They
are no values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.forms.model import Form
from conversations.forms.search import sure_row

LONGEST = 600  # characters of such a message
_NAMED = re.compile(
    r"(?P<number>(?<![^\s,;.])\d{1,3})\s+l[àa]\s+(?P<words>[^\d,;:.\n=]{4,120})(?P<sign>[,:]\s+(?=[^\W\d])|(?=[,;:.\n]|$))",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:c[ảa] (?:hai|ba|b[ốo]n|\d|m[ấa]y)|t[ấa]t c[ảa])(?: d[òo]ng| c[âa]u)? ", re.IGNORECASE
)


def name_numbers(form: Form, text: str, rows: Sequence[str], lines: int) -> str:
    """The text with the number alone, where it is that of its row in the list; with the words alone
    where it is of one of so many lines, or of one that would be next."""
    if len(text) > LONGEST:
        return text
    named: list[str] = []

    def written(found: re.Match[str]) -> str:
        number, words = int(found["number"]), found["words"].strip()
        row = sure_row(form, words)
        if row is not None and [*rows[number - 1 : number]] == [row.key]:
            return f"{number} " if found["sign"] else words
        if row is None or not 0 < number <= lines + len(named) + 1:
            return found[0]
        named.append(words)
        return f"{words}{found['sign']}"

    said = _NAMED.sub(written, text) if lines or rows else text
    if len(named) > 1:  # `3 là …, 4 là …, cả hai chưa có số`
        said = _ALL.sub("", said.replace(", ".join(named) + ", ", " và ".join(named) + " "))
    return said
