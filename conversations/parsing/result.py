"""What a typed text means for one row. Never a guess: two readings are a question."""

from __future__ import annotations

from typing import Any, Literal

from conversations.answers.values import Answer, AnswerState, Value
from conversations.frozen import Frozen
from conversations.text.normalize import shorten_text


class ReadValue(Frozen):
    """The text is this value; `remark` is what stood beside the number, `heard` the number as it
    was said, where that was in another unit."""

    outcome: Literal["value"] = "value"
    value: Value
    remark: str | None = None
    heard: str | None = None


class ReadState(Frozen):
    """The text names an answer state; `remark` is what the officer added to it."""

    outcome: Literal["state"] = "state"
    state: AnswerState
    remark: str | None = None


class AmbiguousReading(Frozen):
    """The text has two or more readings; store nothing until the officer picks one.

    `code` is a wording code, `data` its words; `readings` are offered as buttons.
    """

    outcome: Literal["ask"] = "ask"
    code: str
    data: dict[str, Any]
    readings: tuple[ReadValue | ReadState, ...]


class RefusedReading(Frozen):
    """The text cannot be this row's answer. `code` is a wording code, `data` its words:
    always `read` (what was read) and `example` (one accepted answer)."""

    outcome: Literal["refuse"] = "refuse"
    code: str
    data: dict[str, Any]


Reading = ReadValue | ReadState | AmbiguousReading | RefusedReading


def refuse_long(said: str, limit: int, example: str) -> RefusedReading:
    """The text has more characters than may be read."""
    data = {"read": shorten_text(said), "example": example, "length": len(said), "limit": limit}
    return RefusedReading(code="refused.too_long", data=data)


def as_answer(reading: ReadValue | ReadState, note: str | None = None) -> Answer:
    """The answer that a settled reading is, beside this note."""
    if isinstance(reading, ReadValue):
        return Answer(
            state=AnswerState.VALUE, value=reading.value, remark=reading.remark, note=note
        )
    return Answer(state=reading.state, remark=reading.remark, note=note)


def as_reading(answer: Answer) -> ReadValue | ReadState:
    """The settled reading that gives this answer; ValueError for a blank one."""
    if answer.value is not None:
        return ReadValue(value=answer.value, remark=answer.remark)
    if answer.state is AnswerState.BLANK:
        message = "a blank answer was never read"
        raise ValueError(message)
    return ReadState(state=answer.state, remark=answer.remark)
