"""An answer behind the label of its row, with nothing between them but a blank: `biên chế có mặt
46`, `IV.2.2 46`, `biên chế có mặt không phát sinh`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from conversations.burst import Entry
from conversations.finding import named_row, plain, sure_row
from conversations.form import Form, Row
from conversations.reader import read
from conversations.reading import Reading, ReadState, ReadValue, Refused
from conversations.text import clean
from conversations.values import Coded

MOST_WORDS = 60  # of a label and its answer
_KEY = re.compile(r"[IVXivx]+(?:\.\d{1,2})+")
_SIGNS = " :=-–—|;,"


def labelled(form: Form, text: str, *places: Sequence[str]) -> Entry | None:
    """The answer of the row whose label the text begins with; None when it names none for sure,
    or nothing behind the label can be its answer. `places` are looked through before the form."""
    words = clean(text).split()
    if not 1 < len(words) <= MOST_WORDS or is_label(form, text):
        return None
    for at in range(len(words) - 1, 0, -1):  # the longest label: it may end in a number
        said = " ".join(words[at:]).lstrip(_SIGNS)
        label = " ".join(words[:at]).rstrip(_SIGNS)
        if not said or not (said[0].isdigit() or is_key(label) or is_label(form, label)):
            continue  # words may belong to the label, so they answer only one without slips
        if (found := _answered(form, label, said, places)) is not None:
            return found
    return None


def is_key(text: str) -> bool:
    """Whether the text looks like the key of a row: IV.2.2."""
    return _KEY.fullmatch(text) is not None


def row_of_label(form: Form, label: str, places: Sequence[Sequence[str]] = ()) -> Row | None:
    """The row that a label, or a key like IV.2.2, names beyond doubt."""
    if is_key(label):
        row = named_row(form, label)
        return row if row is not None and row.answer is not None else None
    among = (sure_row(form, label, place) for place in places)
    return next(filter(None, among), None) or sure_row(form, label)


def is_label(form: Form, text: str) -> bool:
    """Whether the text is nothing but a label, or a part of one."""
    wanted = f" {plain(text)} "
    return any(wanted in f" {plain(row.title)} " for row in form.rows)


def _answered(form: Form, label: str, said: str, places: Sequence[Sequence[str]]) -> Entry | None:
    row = row_of_label(form, label, places)
    if row is None:
        return None
    readings = ((text, read(row, text)) for text in _without_measure(row, said))
    for text, reading in readings:
        if not isinstance(reading, Refused) and _is_plain(text, reading):
            return Entry(row=row.key, said=text, reading=reading)
    return None


def _without_measure(row: Row, said: str) -> Iterator[str]:
    """The answer, and what stands behind the measure that was copied with the label."""
    yield said
    size = len(row.measure.split())
    first, rest = said.split()[:size], said.split()[size:]
    if size and rest and plain(" ".join(first)) == plain(row.measure):
        yield " ".join(rest)


def _is_plain(said: str, reading: Reading) -> bool:
    """A number in words is none: its beginning may be taken for the label's end."""
    coded = isinstance(reading, ReadValue) and isinstance(reading.value, Coded)
    return said[0].isdigit() or coded or isinstance(reading, ReadState)
