"""Taking back what the last answer to a list has written, all of it or one row."""

from __future__ import annotations

from typing import Any

from conversations.answers.values import Answer, AnswerState
from conversations.dialog.effects import newly_raised, note_checks, tell_consequences
from conversations.dialog.outline import tell_apart
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.protocol.row_states import WrittenAnswer
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from conversations.text.normalize import shorten_text

Earlier = tuple[WrittenAnswer, ...]
ECHO = 34  # characters of a label in an echo
MOST_NAMED = 8  # rows that are named, and that have a button


def find_written(turn: Turn) -> Earlier:
    """What the officer wrote last and can still be taken back: nobody has written it since."""
    return tuple(
        one
        for one in turn.session.written
        if _is_latest(turn.report.answer(one.row), one.before)
        and turn.report.may_write(one.row)
        and _may_be_put_back(turn.form.row(one.row))
    )


def _may_be_put_back(row: Row) -> bool:
    """Whether it is more than a note on a heading; the note on an item goes and comes with it."""
    return row.answer is not None or row.is_added


def _is_latest(now: Answer, before: Answer) -> bool:
    """Whether the row was written once since; or twice, its note by itself."""
    times = now.revision - before.revision
    return times == 1 or (times == 2 and now.note != before.note)


def take_back_rows(turn: Turn, written: Earlier) -> None:
    """Put the earlier answers back, and say what follows from it."""
    before = turn.report
    for one in written:
        turn.write(one.row, one.before)
    turn.undone = True
    tell_consequences(turn, before)
    note_checks(turn, newly_raised(turn, before))


def take_back_told(turn: Turn, rows: tuple[str, ...], written: Earlier) -> None:
    """The same, and say which rows of the list they are."""
    lines = describe_written(turn.form, turn.report, rows, written)
    turn.say("list.undone", count=len(written), lines=lines[:MOST_NAMED])
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
            if one.before.state is AnswerState.BLANK
            else print_answer(form.row(one.row), one.before),
        }
        for one in written
    ]
