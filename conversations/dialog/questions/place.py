"""What stands before the officer, in a few words: a question or a refusal does not repeat it."""

from __future__ import annotations

from typing import Any, Protocol

from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol import check_states, preview_states, row_states, session
from conversations.reports.model import Report
from conversations.text.normalize import shorten_text

LABEL = 80  # characters of a row that is named in passing
MOST_NUMBERS = 300  # rows of a list among which the open one is looked for


class NumberedRows(Protocol):
    """What a state shows under numbers."""

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]: ...

    def row_by_number(self, turn: Turn, words: str) -> str | None: ...


def tell_place(turn: Turn, state: NumberedRows) -> dict[str, Any]:
    """`kind` of what the officer is asked now, and the row or the number of lines."""
    focus = turn.session.focus
    found: dict[str, Any] = {"kind": "", "n": 0, "label": "", "count": 0, "example": ""}
    if not turn.report.editable:
        return found
    match focus:
        case row_states.RowQuestion(row=key) | row_states.HelperQuestion(row=key):
            return (
                found
                | _row(turn, key)
                | {"kind": "row", "n": turn.form.counted_at.get(key, -1) + 1}
            )
        case row_states.ListInput(rows=rows):
            key = turn.first_open(rows) or rows[0]
            return found | _row(turn, key) | {"kind": "list", "n": _number(turn, state, key)}
        case preview_states.Preview(lines=lines):
            return found | {"kind": "preview", "count": len(lines)}
        case check_states.FailedCheck() | check_states.CheckExplanations():
            return found | {"kind": "check"}
        case row_states.NoteInput(row=key):
            return found | {"kind": "note", **_row(turn, key)}
        case row_states.ValueChoice(row=key) | row_states.EditConflict(row=key):
            return found | {"kind": "choice", **_row(turn, key)}
        case session.SubmitConfirmation():
            return found | {"kind": "submit"}
        case preview_states.RowChoice() | preview_states.ReadingChoice():
            return found | {"kind": "choose"}
        case row_states.FillRest() | preview_states.FileImport():
            return found | {"kind": "confirm"}
        case _:
            return found


def _row(turn: Turn, key: str) -> dict[str, Any]:
    row = turn.form.row(key)
    return {
        "label": shorten_text(row.title, LABEL),
        "example": row.answer.example if row.answer else "",
    }


def _number(turn: Turn, state: NumberedRows, key: str) -> int:
    """The number under which the list shows the row; 0 when it shows none."""
    numbers = range(1, min(len(state.numbered_rows(turn.form, turn.report)), MOST_NUMBERS) + 1)
    named = (n for n in numbers if state.row_by_number(turn, str(n)) == key)
    return next(named, 0)
