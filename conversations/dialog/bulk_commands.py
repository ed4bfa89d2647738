"""Commands about many rows at once: how to ask, what to keep, what to settle."""

from __future__ import annotations

from collections.abc import Callable

from conversations.answers.values import AnswerState
from conversations.dialog import carry_over, fill_rest, list_input
from conversations.dialog.answering import ask_plainly
from conversations.dialog.outline import open_rows
from conversations.dialog.turn import Turn
from conversations.forms.search import named_row
from conversations.protocol.events import Command
from conversations.protocol.session import AskingMode, HelperQuestion, ListInput, RowQuestion


def _group_none(turn: Turn, _: str) -> None:
    fill_rest.ask_to_settle(turn, _rest(turn), AnswerState.NONE)


def _group_zero(turn: Turn, _: str) -> None:
    fill_rest.ask_to_settle(turn, _rest(turn), AnswerState.VALUE)


def _group_pending(turn: Turn, argument: str) -> None:
    fill_rest.settle_later(turn, _rest(turn), argument)


def _rest(turn: Turn) -> tuple[str, ...]:
    """What is open of the list before the officer, or of the group of his question."""
    focus, here = turn.session.focus, turn.open_row
    if isinstance(focus, ListInput):
        return turn.open_among(focus.rows)
    return open_rows(turn.form, turn.report, turn.form.group_of(here).key) if here else ()


def _remind(turn: Turn, argument: str) -> None:
    fill_rest.remind_later(turn, argument)


def _by_row(turn: Turn, _: str) -> None:
    _ask_by(turn, AskingMode.ROW)


def _by_group(turn: Turn, _: str) -> None:
    _ask_by(turn, AskingMode.GROUP)


def _by_section(turn: Turn, _: str) -> None:
    _ask_by(turn, AskingMode.SECTION)


_MODE_CODES = {
    AskingMode.ROW: "mode.row",
    AskingMode.GROUP: "mode.group",
    AskingMode.SECTION: "mode.section",
}


def _ask_by(turn: Turn, mode: AskingMode) -> None:
    """From now on ask so, beginning with the question that stands open."""
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


def _keep(turn: Turn, argument: str) -> None:
    """Keep last period's answer of the open question; of a list or a heading after a look."""
    focus = turn.session.focus
    named = named_row(turn.form, argument) if argument else None
    if named is not None and named.key in turn.form.asked_by_heading:
        _keep_many(turn, turn.form.asked_by_heading[named.key])
    elif isinstance(focus, ListInput) and turn.room.scarce:
        list_input.keep_rest(turn, focus)
    elif isinstance(focus, ListInput):
        _keep_many(turn, focus.rows)
    elif isinstance(focus, RowQuestion | HelperQuestion):
        list_input.keep_one(turn, focus)
    else:
        _keep_many(turn, turn.form.order)


def _keep_all(turn: Turn, _: str) -> None:
    _keep_many(turn, turn.form.order)


def _keep_many(turn: Turn, keys: tuple[str, ...]) -> None:
    rows = carry_over.filter_keepable(turn.form, turn.report, keys)
    if rows:
        carry_over.show_carry_over(turn, rows, back_to=turn.open_row)
    elif turn.report.last or turn.report.latest:
        turn.say("keep.nothing")
    else:
        turn.say("keep.no_last")


ACTIONS: dict[Command, Callable[[Turn, str], None]] = {
    Command.GROUP_NONE: _group_none,
    Command.GROUP_ZERO: _group_zero,
    Command.GROUP_PENDING: _group_pending,
    Command.REMIND: _remind,
    Command.BY_ROW: _by_row,
    Command.BY_GROUP: _by_group,
    Command.BY_SECTION: _by_section,
    Command.KEEP: _keep,
    Command.KEEP_ALL: _keep_all,
}
