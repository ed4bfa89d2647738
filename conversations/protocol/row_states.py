"""States of the dialog about one row, or about rows that are asked together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from operator import not_
from typing import Any, Literal

from pydantic import Field

from conversations.answers.values import Answer, AnswerState
from conversations.frozen import Frozen
from conversations.parsing.result import ReadState, ReadValue


class RowQuestion(Frozen):
    """The row's question stands open. `back_to` is the row to return to after a detour."""

    at: Literal["asking"] = "asking"
    row: str
    revision: int
    back_to: str | None = None


class HelperQuestion(Frozen):
    """One of the two helper questions of a percentage stands open."""

    at: Literal["helper"] = "helper"
    row: str
    revision: int
    part: Literal["numerator", "denominator"]
    numerator: Decimal | None = None
    back_to: str | None = None


class ValueChoice(Frozen):
    """The officer's text had several readings; one must be picked."""

    at: Literal["picking"] = "picking"
    row: str
    revision: int
    code: str
    data: dict[str, Any]
    readings: tuple[ReadValue | ReadState, ...]
    back_to: str | None = None


class EditConflict(Frozen):
    """Somebody else wrote the row meanwhile; whose answer stands must be picked."""

    at: Literal["conflicting"] = "conflicting"
    row: str
    mine: ReadValue | ReadState = Field(discriminator="outcome")
    back_to: str | None = None


class NoteInput(Frozen):
    """The next text is the note of this row or heading; afterwards `back_to` is asked."""

    at: Literal["noting"] = "noting"
    row: str
    back_to: str | None = None


class ListInput(Frozen):
    """These rows stand before the officer as a numbered list, to be answered at one go."""

    at: Literal["listing"] = "listing"
    rows: tuple[str, ...]


class WrittenAnswer(Frozen):
    """A row that the officer answered, and what stood there before."""

    row: str
    before: Answer


class UndoOffer(Frozen):
    """The officer went back from a list that they have just answered: these rows of it, `rows`,
    were written. Shall it be undone, or one of them be another?"""

    at: Literal["undoing"] = "undoing"
    rows: tuple[str, ...]
    written: tuple[WrittenAnswer, ...]
    back_to: str | None = None


class FillRest(Frozen):
    """May all these rows, none of them answered, get this state, or the number 0 (`VALUE`)?
    `day` is when to remind of what is pending. `either`: the words may mean each of these states,
    the likeliest first; one must be picked."""

    at: Literal["settling"] = "settling"
    rows: tuple[str, ...]
    state: AnswerState
    day: date | None = None
    either: tuple[AnswerState, ...] = Field(default=(), exclude_if=not_)
    back_to: str | None = None
