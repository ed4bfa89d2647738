"""Doing what a text was meant to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never

from conversations.dialog import corrections, quoted_rows, submission
from conversations.dialog.commands import run_command
from conversations.dialog.questions.answers import answer_question
from conversations.dialog.questions.facts import standing_facts
from conversations.dialog.readers.next_place import go_afterwards
from conversations.dialog.readers.several_corrections import take_several
from conversations.dialog.states.base import State
from conversations.dialog.states.lookup import current_state
from conversations.dialog.turn import Turn
from conversations.protocol.session import DialogState, RecallConfirmation, SubmitConfirmation
from conversations.speech.acts import (
    Act,
    Agreement,
    Awaited,
    Correction,
    Instruction,
    OrderAndQuestion,
    Postponement,
    Question,
    Retracted,
    Retraction,
    SmallTalk,
    Words,
)
from conversations.text.normalize import clean_text


def do_act(turn: Turn, state: State[Any], act: Act) -> None:
    """Do the act; of a report that cannot be changed only what changes nothing."""
    match act:
        case Instruction() | Correction() | Words() if turn.report.editable and take_several(
            turn, state
        ):
            pass
        case Instruction(command=command):
            if not quoted_rows.take_command(turn, command):
                run_command(turn, command)
        case Question():
            answer_question(turn, state, _about_quoted(turn, act))
        case OrderAndQuestion():
            _do_both(turn, state, act)
        case Words(text=text) if turn.report.editable or state.acts_while_locked:
            if not quoted_rows.take_reply(turn, text):
                state.take_text(turn, text)
        case SmallTalk(talk=talk) if state.hears_acts:
            waits = state.awaited(turn.form) is Awaited.CONSENT
            turn.say(f"talk.{talk.value}", waits=waits, **standing_facts(turn))
            turn.quiet = True
        case Words() | Correction() | Retraction() | Postponement() if submission.asks_recall(turn):
            submission.recall_report(turn)
        case _ if not turn.report.editable and not state.acts_while_locked:
            submission.say_locked(turn)
        case _ if not state.hears_acts:
            state.take_text(turn, turn.typed)
        case Agreement() if quoted_rows.refuse_elsewhere(turn):
            pass  # it has said so
        case Agreement():
            _agree(turn, state, act)
        case Correction():
            _correct(turn, state, act)
        case Retraction():
            _retract(turn, state, act)
        case Postponement():
            state.postpone(turn)
        case SmallTalk() | Words():
            raise AssertionError  # handled above
        case _:
            assert_never(act)


def _do_both(turn: Turn, state: State[Any], act: OrderAndQuestion) -> None:
    """Carry out the order, and answer the question from what stands then. To what cannot be undone
    nobody agrees who still asks something."""
    before, typed = turn.session.focus, turn.typed
    if not isinstance(before, SubmitConfirmation | RecallConfirmation):
        turn.typed = act.said
        do_act(turn, state, act.order)
        turn.typed = typed
    answer_beside(turn, act.question, before)


def answer_beside(turn: Turn, question: Question, before: DialogState) -> None:
    """Answer what was asked beside something that was done; what stood before the officer then is
    said by its own prompt, where it is another now."""
    quiet, moved = turn.quiet, turn.session.focus != before or bool(turn.changes)
    answer_question(turn, current_state(turn), question, place=not moved or quiet)
    turn.quiet = quiet if moved else turn.quiet


def _agree(turn: Turn, state: State[Any], act: Agreement) -> None:
    """Take the yes or the no; what was to be done after it is done when that is settled."""
    before = turn.session.focus
    state.take_consent(turn, clean_text(turn.typed), agrees=act.agrees)
    if act.then and turn.session.focus != before:
        go_afterwards(turn, act.then)


def _about_quoted(turn: Turn, act: Question) -> Question:
    """A question that names nothing is about the row of the message that it replies to."""
    key = quoted_rows.row_quoted(turn)
    return act if key is None or act.about else replace(act, about=key)


def _correct(turn: Turn, state: State[Any], act: Correction) -> None:
    """The message that is quoted, what is not written yet, or what was written is corrected."""
    if not quoted_rows.correct_quoted(turn, act) and not state.correct(turn, act):
        corrections.correct_answer(turn, act, state.row_by_number(turn, act.place))


def _retract(turn: Turn, state: State[Any], act: Retraction) -> None:
    """What is taken back is the answer of the message that is quoted, or what was said last."""
    last = act.what is Retracted.ANSWER and not act.place
    key = quoted_rows.row_quoted(turn) if last else None
    if key is not None:
        corrections.retract(turn, replace(act, place=key), key)
    elif not (last and quoted_rows.refuse_elsewhere(turn)):
        corrections.retract(turn, act, state.row_by_number(turn, act.place))
