"""Prompts about one row: its question, a part of it, which answer was meant, whose stands."""

from __future__ import annotations

from typing import Any

from conversations.answers.values import AnswerState
from conversations.commands.report import Command, RunCommand
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import (
    CANCEL,
    answer_buttons,
    make_button,
)
from conversations.forms.model import Form, Row, RowKind
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.protocol.events import GiveAnswer
from conversations.protocol.messages import Reply
from conversations.protocol.session import (
    EditConflict,
    HelperQuestion,
    NoteInput,
    RowQuestion,
    ValueChoice,
)
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.rules import computed
from conversations.text.numbers import print_number


def prompt_question(form: Form, report: Report, focus: RowQuestion) -> Reply:
    """The open question, with what is known of the row."""
    row, answer = form.row(focus.row), report.answer(focus.row)
    because = computed.void_reason(form, report, row.key)
    data = form.derived(_questions)[row.key] | {
        "current": print_answer(row, answer) if answer.state is not AnswerState.BLANK else "",
        "note": answer.note or "",
        "void": because or "",
        "returned": report.returned[row.key].reason if row.key in report.returned else "",
        "handed": report.handed.get(row.key, ""),
    }
    data |= _earlier(report, row)
    return Reply(code="ask", data=data, buttons=answer_buttons(form, report, row, focus))


def _questions(form: Form) -> dict[str, dict[str, Any]]:
    """What is the same whenever a row is asked, by its key."""
    return {
        row.key: describe_place(form, row)
        | {
            "hint": row.hint or "",
            "optional": row.optional,
            "example": row.answer.example if row.answer else "",
            "kind": row.answer.type if row.answer else "",
            "options": [f"{o.code} = {o.label}" for o in row.options],
        }
        for row in form.rows
    }


def _earlier(report: Report, row: Row) -> dict[str, Any]:
    """What the unit answered in the last period, and a year ago when that was another one."""
    past, year = past_of(report, row), report.year_before
    is_other = year is not None and (past is None or year.period.end != past.period.end)
    answered = is_other and year is not None and year.answer(row.key).state is not AnswerState.BLANK
    return {
        "last": printed_before(report, row),
        "last_period": past.period.name if past else "",
        "derived": past is not None and past.derived,
        "last_note": (past.answer(row.key).note or "") if past else "",
        "year": print_answer(row, year.answer(row.key)) if year and answered else "",
        "year_period": year.period.name if year else "",
    }


def prompt_helper(form: Form, report: Report, focus: HelperQuestion) -> Reply:
    """One of the two questions that make a percentage."""
    row = form.row(focus.row)
    assert row.helper is not None  # noqa: S101 - a HelperPart is only made for such a row
    first = focus.part == "numerator"
    data = describe_place(form, row) | {
        "question": row.helper.numerator if first else row.helper.denominator,
        "part": 1 if first else 2,
        "numerator": "" if focus.numerator is None else print_number(focus.numerator),
        "hint": row.hint or "",
    }
    data |= _earlier(report, row)
    asking = RowQuestion(row=focus.row, revision=focus.revision)
    return Reply(code="ask.helper", data=data, buttons=answer_buttons(form, report, row, asking))


def prompt_value_choice(form: Form, focus: ValueChoice) -> Reply:
    """The readings of a text, to pick one."""
    row = form.row(focus.row)
    lines = tuple(
        (
            make_button(
                "reading",
                GiveAnswer(row=row.key, revision=focus.revision, reading=reading),
                text=print_reading(row, reading),
            ),
        )
        for reading in focus.readings
    )
    data = describe_place(form, row) | focus.data
    return Reply(code=focus.code, data=data, buttons=(*lines, (CANCEL,)))


def print_reading(row: Row, reading: ReadValue | ReadState) -> str:
    """A reading as the officer would see it stored."""
    return print_answer(row, as_answer(reading))


def prompt_conflict(form: Form, report: Report, focus: EditConflict) -> Reply:
    """Two answers of two people, to pick one."""
    row, theirs = form.row(focus.row), report.answer(focus.row)
    mine = GiveAnswer(row=row.key, revision=theirs.revision, reading=focus.mine)
    data = describe_place(form, row) | {
        "theirs": print_answer(row, theirs),
        "author": theirs.author or "",
        "mine": print_reading(row, focus.mine),
    }
    buttons = (
        (make_button("conflict.mine", mine, text=data["mine"]),),
        (make_button("conflict.theirs", RunCommand(command=Command.CANCEL), text=data["theirs"]),),
    )
    return Reply(code="conflict", data=data, buttons=buttons)


def prompt_note(form: Form, report: Report, focus: NoteInput) -> Reply:
    """The note of a row or heading is asked for."""
    row = form.row(focus.row)
    data = describe_place(form, row) | {
        "heading": row.kind is not RowKind.INDICATOR and row.answer is None,
        "note": report.answer(row.key).note or "",
    }
    return Reply(code="ask.note", data=data, buttons=((CANCEL,),))
