"""Doing what a text was meant to do."""

from __future__ import annotations

from typing import Any, assert_never

from conversations.dialog import corrections, submission
from conversations.dialog.commands import run_command
from conversations.dialog.states.base import State
from conversations.dialog.turn import Turn
from conversations.speech.acts import (
    Act,
    Agreement,
    Awaited,
    Correction,
    Instruction,
    Postponement,
    Retraction,
    SmallTalk,
    Words,
)


def do_act(turn: Turn, state: State[Any], act: Act) -> None:
    """Do the act; of a report that cannot be changed only what changes nothing."""
    match act:
        case Instruction(command=command):
            run_command(turn, command)
        case Words(text=text) if turn.report.editable or not state.hears_acts:
            _take_text(turn, state, text)
        case SmallTalk(talk=talk) if state.hears_acts:
            waits = state.awaited(turn.form) is Awaited.CONSENT
            turn.say(f"talk.{talk.value}", waits=waits)
            turn.quiet = True
        case _ if not turn.report.editable:
            submission.say_locked(turn)
        case _ if not state.hears_acts:
            state.take_text(turn, turn.typed)
        case Agreement(agrees=True):
            state.confirm(turn)
        case Agreement():
            state.cancel(turn)
        case Correction():
            state.correct(turn, act)
        case Retraction():
            corrections.take_back(turn, act, state.row_by_number(turn, act.place))
        case Postponement():
            state.postpone(turn)
        case SmallTalk() | Words():
            raise AssertionError  # handled above
        case _:
            assert_never(act)


def _take_text(turn: Turn, state: State[Any], text: str) -> None:
    if turn.report.editable:
        state.take_text(turn, text)
    else:
        submission.say_locked(turn)
