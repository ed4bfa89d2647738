"""What a reminder of pending rows says."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.answers.values import AnswerState
from conversations.dialog.outline import MAX_LIST
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.protocol.events import OpenRow
from conversations.protocol.messages import Reply
from conversations.reports.model import Report
from conversations.tables.printed_rows import gather_cells, tell_cells


def still_pending(report: Report, rows: Sequence[str]) -> tuple[str, ...]:
    """Those of the rows that still have no number; none of a filed report."""
    if not report.editable:
        return ()
    return tuple(
        key for key in rows if report.answer(key).state in (AnswerState.PENDING, AnswerState.BLANK)
    )


def compose_reminder(form: Form, report: Report, rows: Sequence[str]) -> Reply:
    """The rows that were to be settled by today, each with a button that opens it."""
    found = gather_cells(form, rows)[:MAX_LIST]
    names = {keys[0]: tell_cells(form, keys) for keys in found}
    data = {"period": report.period_name, "rows": [*names.values()], "count": len(rows)}
    buttons = tuple(
        (make_button("open", OpenRow(row=key), key=key, label=name),) for key, name in names.items()
    )
    asked = tuple(rows) if len(rows) == 1 else ()  # several have no numbers to be told by
    return Reply(code="reminder", data=data, buttons=buttons, rows=asked)
