"""The reader: what a typed text means for a row. See docs/reading.md for the whole table."""

from __future__ import annotations

from conversations.forms.model import ChoiceType, CountType, PercentType, Row, TextType
from conversations.parsing.choice import read_choice
from conversations.parsing.number import read_number
from conversations.parsing.result import Reading, ReadValue, RefusedReading
from conversations.parsing.states import read_state, read_unclear_state
from conversations.reports.values import Text
from conversations.text.normalize import clean_text, shorten_text
from conversations.text.phrases import without_courtesy

MAX_READ = 2_000  # characters; a longer text is never an answer to a number


def read_answer(row: Row, text: str) -> Reading:
    """Read a text for a row that takes an answer; ValueError for a heading. Never raises for
    any text."""
    if row.answer is None:
        message = f"row {row.key} takes no answer"
        raise ValueError(message)
    said = clean_text(text)
    if not said:
        return RefusedReading(
            code="refused.empty", data={"read": "", "example": example_answer(row)}
        )
    match row.answer:
        case TextType(limit=limit):
            return _read_text(said, limit, example_answer(row))
        case _ if len(said) > MAX_READ:
            return _too_long(said, MAX_READ, example_answer(row))
        case ChoiceType():
            return read_choice(row.answer, without_courtesy(said), example_answer(row))
        case CountType() | PercentType():
            return read_number(row, row.answer, without_courtesy(said), example_answer(row))


def example_answer(row: Row) -> str:
    """One accepted answer."""
    match row.answer:
        case PercentType():
            return "33,33"
        case ChoiceType(options=options):
            return options[0].label.lower()
        case TextType():
            return "Đã hoàn thành"
        case _:
            return "21"


def _read_text(said: str, limit: int, shows: str) -> Reading:
    state = read_state(without_courtesy(said))
    if state is not None and state.remark is None:
        return state
    if unclear := read_unclear_state(said):
        as_typed = ReadValue(value=Text(text=said))
        return unclear.model_copy(update={"readings": (*unclear.readings, as_typed)})
    if len(said) > limit:
        return _too_long(said, limit, shows)
    return ReadValue(value=Text(text=said))


def _too_long(said: str, limit: int, shows: str) -> RefusedReading:
    data = {"read": shorten_text(said), "example": shows, "length": len(said), "limit": limit}
    return RefusedReading(code="refused.too_long", data=data)
