"""Settling many rows at one go: nothing happened, zero, or no number yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from conversations.answers.values import Answer, AnswerState, Number
from conversations.calendar.dates import read_day
from conversations.dialog.answering import ask_row
from conversations.dialog.effects import newly_raised, stopped_by, tell_consequences
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


def fill_open_rows(turn: Turn, focus: FillRest) -> None:
    """Write the state into every one of the rows that is still open, and go on after them."""
    keys = turn.open_among(focus.rows)
    before = turn.report
    for key in keys:
        turn.write(key, _settled(focus.state, turn.report.answer(key)))
    turn.say("group.done", count=len(keys), state=focus.state.value)
    if focus.day is not None:
        turn.remind(keys, focus.day)
        turn.say("remind.set", day=focus.day, count=len(keys))
    tell_consequences(turn, before)
    broken = newly_raised(turn, before)
    following = turn.next_open(max(focus.rows, key=turn.form.order.index))
    if not stopped_by(turn, broken, following):
        ask_row(turn, following)


def _settled(state: AnswerState, stored: Answer) -> Answer:
    value = Number(amount=Decimal(0)) if state is AnswerState.VALUE else None
    return stored.model_copy(update={"state": state, "value": value})


def settle_later(turn: Turn, rows: Sequence[str], words: str) -> None:
    """No number yet: ask to mark the rows so, and to be reminded on the day the words name."""
    day = read_day(words, turn.now) if words else None
    if words and day is None:
        turn.say("remind.unclear", read=words)
    else:
        ask_to_settle(turn, rows, AnswerState.PENDING, day)


def remind_later(turn: Turn, words: str) -> None:
    """Remind of the open question, or of what is open in the list, which get no number yet;
    else of all that is pending."""
    day = read_day(words, turn.now)
    focus, here = turn.session.focus, turn.open_row
    if day is None:
        turn.say("remind.unclear", read=words)
    elif isinstance(focus, ListInput):
        ask_to_settle(turn, turn.open_among(focus.rows), AnswerState.PENDING, day)
    elif here is not None and turn.is_open(turn.form.row(here)):
        ask_to_settle(turn, (here,), AnswerState.PENDING, day)
    else:
        pending = tuple(
            key for key in turn.form.order if turn.report.answer(key).state is AnswerState.PENDING
        )
        turn.remind(pending, day)
        turn.say("remind.set", day=day, count=len(pending))
