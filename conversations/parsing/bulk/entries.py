"""Making the entries of a burst."""

from __future__ import annotations

import re
from collections.abc import Iterable

from conversations.forms.model import Form
from conversations.parsing.answer import read
from conversations.parsing.bulk.model import Entry
from conversations.parsing.result import Refused
from conversations.text.normalize import shown

_BRACKETS = re.compile(r"\([^()]*\)")
MAX_BOTH = 200  # characters of two different answers to one row, as they are quoted
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
    place_of: dict[str, int] = {}
    for one in entries:
        place = place_of.get(one.row) if one.row is not None else None
        if place is None:
            if one.row is not None:
                place_of[one.row] = len(found)
            found.append(one)
        elif found[place].reading != one.reading:
            both = shown(f"{found[place].said} / {one.said}", MAX_BOTH)
            found[place] = Entry(row=one.row, said=both, reading=refused("burst.twice", both))
    return tuple(found)
