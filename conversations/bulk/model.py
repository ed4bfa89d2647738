"""Several answers in one message, as they were read: nothing of it is stored yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import not_
from typing import Annotated

from pydantic import Field

from conversations.answer_types.reader import read_answer
from conversations.forms.model import Form
from conversations.frozen import Frozen
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue, RefusedReading
from conversations.text.normalize import shorten_text

MAX_ENTRIES = 200  # rows that one message may answer
MAX_TEXT = 20_000  # characters of such a message
MAX_CELLS = 12  # cells in a line of a pasted table, counted over all of its lines


class BulkEntry(Frozen):
    """One piece of the message. `row` is the key of the row it was read for; None when no row
    was found for it, then `reading` is a refusal that says why. `said` is the officer's text for
    this row alone; `note` what stood in a column of notes beside it."""

    row: str | None
    said: str
    reading: Annotated[
        ReadValue | ReadState | AmbiguousReading | RefusedReading, Field(discriminator="outcome")
    ]
    note: str | None = None

    @property
    def is_placed(self) -> bool:
        """Whether a row was found for it that takes it, perhaps in one of several readings."""
        return self.row is not None and not isinstance(self.reading, RefusedReading)

    @property
    def is_sure(self) -> bool:
        """Whether a row was found for it, and one reading."""
        return self.row is not None and isinstance(self.reading, ReadValue | ReadState)

    @property
    def remark(self) -> str | None:
        """The words beside the one reading."""
        return self.reading.remark if isinstance(self.reading, ReadValue | ReadState) else None


class BulkAnswers(Frozen):
    """One way to read a message. `words` tell this way from another, as `1.234 · 5`; they are
    empty when there is only one. `warnings` are wording codes about the whole. `notes` stood
    beside rows without an answer, by the key of a row or of a heading. `column` is which of
    several columns of numbers was read, from 1; 0 where there is no choice. `heard`: some rows
    were found by words of a sentence, so that the officer has to look. `by_place`: the cells were
    told by their places in a table, with words that are no label's."""

    entries: tuple[BulkEntry, ...]
    words: str = ""
    notes: dict[str, str] = Field(default_factory=dict, exclude_if=not_)
    column: int = Field(default=0, exclude_if=not_)
    heard: bool = Field(default=False, exclude_if=not_)
    by_place: bool = Field(default=False, exclude_if=not_)
    warnings: tuple[str, ...] = ()


BRACKETS = re.compile(r"\([^()]*\)")
MAX_BOTH = 200  # characters of two different answers to one row, as they are quoted
_SHIELD = dict.fromkeys(map(ord, ",;=:\n"), ".")


def hide_brackets(text: str) -> str:
    """The text with a sign that parts nothing for all that stands in brackets."""
    return BRACKETS.sub(lambda match: "_" * len(match[0]), text)


def split_outside_brackets(between: re.Pattern[str], text: str) -> list[str]:
    """The text parted where the pattern matches, but not inside brackets."""
    shielded = BRACKETS.sub(lambda match: match[0].translate(_SHIELD), text)
    found, start = [], 0
    for match in between.finditer(shielded):
        found.append(text[start : match.start()])
        start = match.end()
    return [*found, text[start:]]


def refuse_entry(code: str, said: str, example: str = "21") -> RefusedReading:
    return RefusedReading(code=code, data={"read": shorten_text(said), "example": example})


def surplus_entry(said: str, words: str = "") -> BulkEntry:
    """A value for which there is no row or cell left; `words` are what was said with it."""
    reading = refuse_entry("burst.too_many", said)
    return BulkEntry(row=None, said=words or said, reading=reading)


def read_entry(form: Form, key: str | None, said: str, note: str | None = None) -> BulkEntry:
    """The text read for its row; without a row it says that none was found, and of a heading that
    it takes no answer."""
    if key is None:
        return BulkEntry(row=None, said=said, reading=refuse_entry("burst.no_row", said), note=note)
    row = form.row(key)
    heading = row.answer is None
    reading = refuse_entry("burst.heading", said) if heading else read_answer(row, said)
    return BulkEntry(row=key, said=said, reading=reading, note=note)


def put_in_doubt(entry: BulkEntry) -> BulkEntry:
    """The answer to be asked about, where it is one."""
    if not isinstance(entry.reading, ReadValue | ReadState):
        return entry
    data = {"read": shorten_text(entry.said)}
    doubt = AmbiguousReading(code="which.sentence", data=data, readings=(entry.reading,))
    return entry.model_copy(update={"reading": doubt})


def once_each(entries: Iterable[BulkEntry]) -> tuple[BulkEntry, ...]:
    """A row that is answered twice alike is answered once; two different answers are none."""
    found: list[BulkEntry] = []
    place_of: dict[str, int] = {}
    for one in entries:
        place = place_of.get(one.row) if one.row is not None else None
        if place is None:
            if one.row is not None:
                place_of[one.row] = len(found)
            found.append(one)
        elif found[place].reading != one.reading:
            both = shorten_text(f"{found[place].said} / {one.said}", MAX_BOTH)
            found[place] = BulkEntry(
                row=one.row, said=both, reading=refuse_entry("burst.twice", both)
            )
    return tuple(found)
