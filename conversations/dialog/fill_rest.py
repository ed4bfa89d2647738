"""Settling many rows at one go: nothing happened, zero, or no number yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conversations.answers.values import AnswerState
from conversations.calendar.dates import read_day
from conversations.dialog.appointments import say_appointment, say_no_day
from conversations.dialog.turn import Turn
from conversations.protocol.session import FillRest, ListInput


def ask_to_settle(
    turn: Turn, rows: Sequence[str], state: AnswerState, day: date | None = None
) -> None:
    """Ask whether these open rows may all get this state; the number 0 for `VALUE`, which only
    rows that hold a number can get."""
    wanted = tuple(
        key for key in rows if state is not AnswerState.VALUE or turn.form.row(key).holds_number
    )
    if wanted:
        turn.look_at(FillRest(rows=wanted, state=state, day=day, back_to=turn.open_row))
    else:
        turn.say("group.full")


def settle_later(turn: Turn, rows: Sequence[str], words: str) -> None:
    """No number yet: ask to mark the rows so, and to be reminded on the day the words name."""
    day = read_day(words, turn.now) if words else None
    if words and day is None:
        say_no_day(turn, words)
    else:
        ask_to_settle(turn, rows, AnswerState.PENDING, day)


def remind_later(turn: Turn, words: str) -> None:
    """Remind of the open question, or of what is open in the list, which get no number yet;
    else of all that is pending."""
    day = read_day(words, turn.now)
    focus, here = turn.session.focus, turn.open_row
    if day is None:
        say_no_day(turn, words)
    elif isinstance(focus, ListInput):
        ask_to_settle(turn, turn.open_among(focus.rows), AnswerState.PENDING, day)
    elif here is not None and turn.is_open(turn.form.row(here)):
        ask_to_settle(turn, (here,), AnswerState.PENDING, day)
    else:
        pending = tuple(
            key for key in turn.form.order if turn.report.answer(key).state is AnswerState.PENDING
        )
        turn.remind(pending, day)
        say_appointment(turn, day, len(pending))
