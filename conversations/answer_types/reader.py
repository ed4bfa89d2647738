"""The reader: what a typed text means for a row. See docs/reading.md for the whole table."""

from __future__ import annotations

from typing import Protocol

from conversations.answer_types.base import AnswerType
from conversations.parsing.appointment import keep_reminder
from conversations.parsing.correction import read_corrected
from conversations.parsing.either import split_either
from conversations.parsing.raw_keys import read_keys
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadValue,
    RefusedReading,
    refuse_long,
)
from conversations.parsing.suffix import MeasuredRow
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import clean_text, shorten_text

MAX_READ = 2_000  # characters; a longer text is never an answer to a number


class AskedRow(MeasuredRow, Protocol):
    """A row that takes an answer."""

    @property
    def answer_type(self) -> AnswerType: ...


def read_answer(row: AskedRow, text: str) -> Reading:
    """Read a text for a row that takes an answer; ValueError for a heading. Never raises for
    any text."""
    kind, said = row.answer_type, clean_text(text).removesuffix("./.")
    if not said:
        return RefusedReading(code="refused.empty", data={"read": "", "example": kind.example})
    if kind.is_free_text:
        return kind.read(said, row)
    if len(said) > MAX_READ:
        return refuse_long(said, MAX_READ, kind.example)
    if said.isdecimal():  # as most answers
        return kind.read(said, row)

    def read(part: str) -> Reading:
        return kind.read(part, row)

    either = split_either(without_courtesy(said))
    if either is not None:
        readings = tuple(one for one in map(read, either) if isinstance(one, ReadValue))
        if len(readings) == len(either) and readings[0] != readings[1]:
            data = {"read": shorten_text(said)}
            return AmbiguousReading(code="which.number", data=data, readings=readings)

    reading = read_keys(said, read_corrected(said, read) or read(said), read)
    return keep_reminder(said, reading, read)
