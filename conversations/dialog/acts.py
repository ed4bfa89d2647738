"""Doing what a text was meant to do."""

from __future__ import annotations

from typing import Any, assert_never

from conversations.dialog import corrections, quoted_rows, submission
from conversations.dialog.commands import run_command
from conversations.dialog.questions.answers import answer_question
from conversations.dialog.states.base import State
from conversations.dialog.turn import Turn
from conversations.speech.acts import (
    Act,
    Agreement,
    Awaited,
    Correction,
    Instruction,
    Postponement,
    Question,
    Retraction,
    SmallTalk,
    Words,
)
from conversations.text.normalize import clean_text


def do_act(turn: Turn, state: State[Any], act: Act) -> None:
    """Do the act; of a report that cannot be changed only what changes nothing."""
    match act:
        case Instruction(command=command):
            if not quoted_rows.take_command(turn, command):
                run_command(turn, command)
        case Question():
            answer_question(turn, state, act)
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
        case Agreement(agrees=agrees):
            state.take_consent(turn, clean_text(turn.typed), agrees=agrees)
        case Correction():
            _correct(turn, state, act)
        case Retraction():
            corrections.retract(turn, act, state.row_by_number(turn, act.place))
        case Postponement():
            state.postpone(turn)
        case SmallTalk() | Words():
            raise AssertionError  # handled above
        case _:
            assert_never(act)


def _take_text(turn: Turn, state: State[Any], text: str) -> None:
    if not turn.report.editable:
        submission.say_locked(turn)
    elif not quoted_rows.take_reply(turn, text):
        state.take_text(turn, text)


def _correct(turn: Turn, state: State[Any], act: Correction) -> None:
    """The message that is quoted, what is not written yet, or what was written is corrected."""
    quoted = act.value and not act.place and quoted_rows.take_reply(turn, act.value)
    if not quoted and not state.correct(turn, act):
        corrections.correct_answer(turn, act, state.row_by_number(turn, act.place))
