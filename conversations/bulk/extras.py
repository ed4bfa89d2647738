"""What may stand beside the answers to a list, on lines of its own: notes, and that the rest
stays as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.forms.model import Form
from conversations.forms.search import named_row
from conversations.text.normalize import clean_text, fold_text

_NOTE = re.compile(r"(?:ghi chu|gc)(?P<group> (?:muc|nhom))?(?: (?:dong|cau))? (?P<place>\S.*)")
_KEEP = frozenset({"giu nguyen", "giu", "con lai giu nguyen", "giu nguyen con lai"})
_ENDS = re.compile(r"[.!;,]+$")


@dataclass(frozen=True, slots=True)
class MessageExtras:
    """`answers` is the text without them; `notes` are by the key of a row or of a heading;
    `keep`: what is not answered stays as it was in the last period."""

    answers: str
    notes: dict[str, str]
    keep: bool = False

    def __bool__(self) -> bool:
        return bool(self.notes) or self.keep


def split_extras(form: Form, rows: tuple[str, ...], text: str) -> MessageExtras:
    """The text of an officer who has these rows before them, numbered from 1, in its parts."""
    answers: list[str] = []
    notes: dict[str, str] = {}
    keep = False
    for line in text.splitlines():
        note = _note(form, rows, line)
        if note is not None:
            notes[note[0]] = note[1]
        elif fold_text(_ENDS.sub("", line.strip())) in _KEEP:
            keep = True
        else:
            answers.append(line)
    return MessageExtras("\n".join(answers), notes, keep)


def _note(form: Form, rows: tuple[str, ...], line: str) -> tuple[str, str] | None:
    """`ghi chú 3: …`, `ghi chú I.2: …`, `ghi chú mục 3: …`: whose note, and its words."""
    head, colon, words = line.partition(":")
    found = _NOTE.fullmatch(fold_text(head)) if colon and words.strip() else None
    if found is None:
        return None
    place = found["place"]
    number = int(place) if place.isdecimal() and len(place) <= 3 else 0
    if 1 <= number <= len(rows):
        key = rows[number - 1]
    else:
        named = named_row(form, place)
        if named is None:
            return None
        key = named.key
    return (form.group_of(key).key if found["group"] else key), clean_text(words)
