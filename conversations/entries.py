"""Making the entries of a burst."""

from __future__ import annotations

import re
from collections.abc import Iterable

from conversations.burst import Entry
from conversations.form import Form
from conversations.reader import read
from conversations.reading import Refused
from conversations.text import shown

_BRACKETS = re.compile(r"\([^()]*\)")
_SHIELD = dict.fromkeys(map(ord, ",;=:\n"), ".")


def parts(between: re.Pattern[str], text: str) -> list[str]:
    """The text parted where the pattern matches, but not inside brackets."""
    shielded = _BRACKETS.sub(lambda match: match[0].translate(_SHIELD), text)
    found, start = [], 0
    for match in between.finditer(shielded):
        found.append(text[start : match.start()])
        start = match.end()
    return [*found, text[start:]]


def refused(code: str, said: str, example: str = "21") -> Refused:
    return Refused(code=code, data={"read": shown(said), "example": example})


def entry(form: Form, key: str | None, said: str, note: str | None = None) -> Entry:
    """The text read for its row; without a row it says that none was found."""
    if key is None:
        return Entry(row=None, said=said, reading=refused("burst.no_row", said), note=note)
    return Entry(row=key, said=said, reading=read(form.row(key), said), note=note)


def once_each(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """A row that is answered twice alike is answered once; two different answers are none."""
    found: list[Entry] = []
    for one in entries:
        same = [n for n, other in enumerate(found) if one.row is not None and other.row == one.row]
        if not same:
            found.append(one)
        elif found[same[0]].reading != one.reading:
            both = f"{found[same[0]].said} / {one.said}"
            found[same[0]] = Entry(row=one.row, said=both, reading=refused("burst.twice", both))
    return tuple(found)
