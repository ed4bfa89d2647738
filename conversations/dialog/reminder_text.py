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


def still_pending(report: Report, rows: Sequence[str]) -> tuple[str, ...]:
    """Those of the rows that still have no number; none of a filed report."""
    if not report.editable:
        return ()
    return tuple(
        key for key in rows if report.answer(key).state in (AnswerState.PENDING, AnswerState.BLANK)
    )


def compose_reminder(form: Form, report: Report, rows: Sequence[str]) -> Reply:
    """The rows that were to be settled by today, each with a button that opens it."""
    found = [form.row(key) for key in rows]
    data = {
        "period": report.period_name,
        "rows": [row.title for row in found[:MAX_LIST]],
        "count": len(found),
    }
    buttons = tuple(
        (make_button("open", OpenRow(row=row.key), key=row.key, label=row.title),)
        for row in found[:MAX_LIST]
    )
    asked = (found[0].key,) if len(found) == 1 else ()  # several have no numbers to be told by
    return Reply(code="reminder", data=data, buttons=buttons, rows=asked)
