"""Taking back what the last answer to a list has written, all of it or one row."""

from __future__ import annotations

from typing import Any

from conversations.answers.values import AnswerState
from conversations.dialog.effects import newly_raised, note_checks, tell_consequences
from conversations.dialog.outline import tell_apart
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol.session import EarlierAnswer
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report
from conversations.text.normalize import shorten_text

Earlier = tuple[EarlierAnswer, ...]
ECHO = 46  # characters of a label in an echo
MOST_NAMED = 8  # rows that are named, and that have a button


def remember_written(turn: Turn, rows: tuple[str, ...], before: Report) -> None:
    """Keep what the rows of the list in hand said before they were written in this step."""
    keys = [key for key in turn.changed_since(before) if key in rows]
    if not keys or rows != turn.session.listed:
        return
    written = tuple(
        EarlierAnswer(row=key, revision=turn.report.answer(key).revision, answer=before.answer(key))
        for key in sorted(keys, key=rows.index)
        if turn.form.row(key).computed is None
    )
    turn.session = turn.session.model_copy(update={"written": written})


def find_written(turn: Turn) -> Earlier:
    """What can still be taken back: nobody has written those rows since."""
    return tuple(
        one
        for one in turn.session.written
        if turn.report.answer(one.row).revision == one.revision and turn.report.may_write(one.row)
    )


def take_back_rows(turn: Turn, written: Earlier) -> None:
    """Put the earlier answers back, and say what follows from it."""
    before = turn.report
    for one in written:
        turn.write(one.row, one.answer)
    turn.session = turn.session.model_copy(update={"written": ()})
    tell_consequences(turn, before)
    note_checks(turn, newly_raised(turn, before))


def take_back_told(turn: Turn, rows: tuple[str, ...], written: Earlier) -> None:
    """The same, and say which rows of the list they are."""
    lines = describe_written(turn.form, turn.report, rows, written)
    turn.say("undo.done", count=len(written), lines=lines[:MOST_NAMED])
    take_back_rows(turn, written)


def describe_written(
    form: Form, report: Report, rows: tuple[str, ...], written: Earlier
) -> list[dict[str, Any]]:
    """Number, label, value and the earlier one of each row that was written."""
    labels = tell_apart(form, rows)
    return [
        {
            "n": rows.index(one.row) + 1,
            "label": shorten_text(labels[one.row], ECHO),
            "value": print_answer(form.row(one.row), report.answer(one.row)),
            "old": ""
            if one.answer.state is AnswerState.BLANK
            else print_answer(form.row(one.row), one.answer),
        }
        for one in written
    ]
