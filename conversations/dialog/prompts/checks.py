"""Prompts about checks that do not hold: one with its rows to correct, or several under numbers."""

from __future__ import annotations

from typing import Any

from conversations.dialog.outline import MAX_LIST, rows_to_mend
from conversations.dialog.overview import row_line
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form, Severity
from conversations.protocol.events import OpenRow, PostponeCheck
from conversations.protocol.messages import Reply
from conversations.protocol.session import CheckExplanations, FailedCheck
from conversations.reports.model import Report
from conversations.reports.previous_lookup import printed_before
from conversations.rules import checks
from conversations.text.normalize import shorten_text

SHORT = 70  # characters of a label beside its value


def prompt_failed_check(form: Form, report: Report, focus: FailedCheck) -> Reply:
    """The first of the checks, with the rows it speaks of."""
    check = form.check(focus.checks[0])
    verdict = checks.judge_check(form, report, check, settled=focus.submitting)
    rows = rows_to_mend(form, verdict.rows)
    compares = any("last" in rule.must or "steady" in rule.must for rule in check.rules)
    data = {
        "message": check.message,
        "check": check.id,
        "rows": [
            row_line(row, report) | {"last": printed_before(report, row) if compares else ""}
            for row in rows
        ],
        "left": len(focus.checks),
        "submitting": focus.submitting,
    }
    fixes = tuple(
        (make_button("fix", OpenRow(row=row.key), label=row.title, n=n),)
        for n, row in enumerate(rows[:MAX_LIST], 1)
        if row.answer is not None and row.computed is None
    )
    later = ((make_button("later", PostponeCheck(check=check.id)),),)
    return Reply(code=f"check.{check.severity.value}", data=data, buttons=(*fixes, *later))


def prompt_explanations(form: Form, report: Report, focus: CheckExplanations) -> Reply:
    """Several checks at once, to be answered line by line."""
    items = [_item(form, report, n, name) for n, name in enumerate(focus.checks, 1)]
    data = {
        "items": items,
        "left": len(focus.rest),
        "soft": next((one["n"] for one in items if not one["hard"]), 0),
    }
    return Reply(code="explain", data=data)


def _item(form: Form, report: Report, number: int, name: str) -> dict[str, Any]:
    check = form.check(name)
    verdict = checks.judge_check(form, report, check, settled=True)
    lines = [row_line(row, report) for row in rows_to_mend(form, verdict.rows)]
    told = [line for line in lines if not line["heading"] or line["note"]]
    return {
        "n": number,
        "message": check.message.split("; hãy")[0],
        "hard": check.severity is Severity.HARD,
        "rows": [
            {
                "value": line["value"],
                "note": shorten_text(line["note"]),
                "label": shorten_text(line["label"], SHORT),
            }
            for line in told[:MAX_LIST]
        ],
    }
