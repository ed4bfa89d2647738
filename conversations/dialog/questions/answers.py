"""Answers to officers' questions, from what is known. Nothing is written, and what stands before
the officer stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conversations.dialog.questions import facts
from conversations.dialog.questions.place import NumberedRows, tell_place
from conversations.dialog.questions.unknown_text import say_not_understood
from conversations.dialog.turn import Turn
from conversations.forms.glossary import term_of
from conversations.forms.row import Row
from conversations.protocol.session import Pause, Start
from conversations.speech.acts import Question
from conversations.speech.question_topics import QuestionTopic as Topic
from conversations.text.normalize import shorten_text

_Facts = dict[str, Any]
_NOWHERE: _Facts = {"kind": ""}


def answer_question(
    turn: Turn, state: NumberedRows, question: Question, *, place: bool = True
) -> None:
    """Answer in a line or two, and tell how to go on from here, `place`, where no prompt does."""
    turn.quiet = not isinstance(turn.session.focus, Start | Pause)
    if question.topic is Topic.UNKNOWN:
        say_not_understood(turn, state, question.about)
        return
    *others, last = (question, *question.more)
    for one in others:
        _answer(turn, state, one, _NOWHERE)
    _answer(turn, state, last, tell_place(turn, state) if place else _NOWHERE)


def _answer(turn: Turn, state: NumberedRows, question: Question, here: _Facts) -> None:
    code, data = f"question.{question.topic.value}", facts.report_facts(turn)
    if question.topic is Topic.TERM:
        code, more = _explain_term(turn, question.about)
    elif question.topic is Topic.ROW:
        code, more = _explain_row(turn, state, question.about)
    elif question.topic is Topic.SAVED and (noted := facts.noted_facts(turn)) is not None:
        code, more = "question.noted", noted
    elif question.topic is Topic.SAVED:
        row = facts.row_meant(turn, state, question.about) if question.about else None
        more = facts.saved_facts(turn, row)
    elif question.topic is Topic.LEFT:
        more = facts.left_facts(turn, question.about)
    elif question.topic in (Topic.LAST_PERIOD, Topic.AUTHOR, Topic.PERIOD):
        row = facts.row_meant(turn, state, question.about)
        more = _OF_ROWS[question.topic](turn, row)
    else:
        more = _MORE[question.topic](turn) if question.topic in _MORE else {}
    turn.say(code, **data, **more, here=here)


_MORE: dict[Topic, Callable[[Turn], _Facts]] = {
    Topic.COMPUTED: facts.computed_facts,
    Topic.FILL_ALL: facts.progress_facts,
    Topic.HOLDER: facts.progress_facts,
    Topic.NEXT: facts.progress_facts,
    Topic.SUBMIT: facts.progress_facts,
    Topic.WARNING: facts.warning_facts,
    Topic.WORDS: facts.words_facts,
}


def _author(turn: Turn, row: Row | None) -> _Facts:
    if row is None:
        return {"label": "", "value": "", "by": "", "day": ""}
    data = facts.row_facts(turn, row)
    return {name: data[name] for name in ("label", "value", "by", "day")}


def _period(turn: Turn, row: Row | None) -> _Facts:
    basis = row.basis.value if row is not None and row.basis and row.answer else ""
    return {"label": row.title if row is not None else "", "basis": basis}


_OF_ROWS: dict[Topic, Callable[[Turn, Row | None], _Facts]] = {
    Topic.LAST_PERIOD: facts.earlier_facts,
    Topic.AUTHOR: _author,
    Topic.PERIOD: _period,
}


def _explain_term(turn: Turn, about: str) -> tuple[str, _Facts]:
    term = term_of(turn.form, about)
    if term is None:
        return "question.term.unknown", {"read": shorten_text(about)}
    return "question.term", {"name": term.name, "meaning": term.meaning}


def _explain_row(turn: Turn, state: NumberedRows, about: str) -> tuple[str, _Facts]:
    row = facts.row_meant(turn, state, about)
    if row is None:
        alike = [one.title for one in facts.rows_alike(turn, about)]
        return "question.row.which", {"read": shorten_text(about), "alike": alike}
    return "question.row", facts.row_facts(turn, row)
