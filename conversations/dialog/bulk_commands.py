"""Commands about many rows at once: how to ask, what to keep, what to settle."""

from __future__ import annotations

from conversations.answers.values import AnswerState
from conversations.dialog import carry_over, fill_rest
from conversations.dialog.readers.sentence import take_kept
from conversations.dialog.row_answers import ask_plainly
from conversations.dialog.states.lookup import current_state
from conversations.dialog.turn import Turn
from conversations.forms.search import named_row
from conversations.protocol.session import AskingMode


def settle_rest(turn: Turn, state: AnswerState) -> None:
    """Ask to answer all that is open of the list or the group with this state."""
    fill_rest.ask_to_settle(turn, fill_rest.rows_left(turn), state)


def settle_later(turn: Turn, argument: str) -> None:
    """The same for want of numbers, with a day to be reminded of."""
    fill_rest.settle_later(turn, fill_rest.rows_left(turn), argument)


_MODE_CODES = {
    AskingMode.ROW: "mode.row",
    AskingMode.GROUP: "mode.group",
    AskingMode.SECTION: "mode.section",
}


def ask_by(turn: Turn, mode: AskingMode) -> None:
    """From now on ask so, beginning with the question that stands open. Where every message counts
    rows are asked in lists, whatever the officer prefers: that is said."""
    if mode is AskingMode.ROW and turn.room.scarce:
        turn.say("mode.row.scarce")
        return
    turn.leave_list()
    turn.session = turn.session.model_copy(update={"mode": mode})
    turn.say(_MODE_CODES[mode])
    key = _first_to_ask(turn, mode)
    if key is not None and turn.report.editable:
        ask_plainly(turn, key)


def _first_to_ask(turn: Turn, mode: AskingMode) -> str | None:
    """The open question, or the next one; of a section the first that is open in it."""
    here = turn.open_row
    key = here if here and turn.is_open(turn.form.row(here)) else turn.next_open(here)
    if key is None or mode is not AskingMode.SECTION:
        return key
    section = turn.form.section_of(here or key).key
    return turn.first_open(turn.form.asked_by_heading[section]) or key


def keep_previous(turn: Turn, argument: str) -> None:
    """Keep last period's answer of the open question; of a list or a heading after a look."""
    named = named_row(turn.form, argument)
    here = (turn.open_row,) if turn.open_row else ()
    of_list = any(turn.form.row(key).holds_names for key in here)
    if named is None and not of_list and take_kept(turn, here, ()):
        return
    if named is not None and named.key in turn.form.asked_by_heading:
        carry_over.offer_many(turn, turn.form.asked_by_heading[named.key])
    else:
        current_state(turn).keep_last(turn)


def keep_all(turn: Turn) -> None:
    """Keep last period's answers wherever they may be, after a look."""
    carry_over.offer_many(turn, turn.form.order)
