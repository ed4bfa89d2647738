"""Before submitting, where every message counts: all checks that do not hold, asked together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conversations.dialog.outline import MAX_LIST, rows_to_mend, tell_apart_briefly
from conversations.dialog.overview import row_line
from conversations.dialog.turn import Turn
from conversations.forms.model import Form, Severity
from conversations.protocol.messages import Reply
from conversations.protocol.session import CheckExplanations
from conversations.reports.model import Report
from conversations.rules import checks
from conversations.text.normalize import shorten_text

MOST = 20  # checks that stand before the officer at once


def ask_explanations(turn: Turn, names: Sequence[str]) -> None:
    """Put as many of these checks before the officer as one message holds, one at least."""
    said = tuple(reply for reply in turn.replies if isinstance(reply, Reply))
    count = min(len(names), MOST)
    while count > 1 and not _fits(turn, said, names, count):
        count -= 1
    turn.look_at(CheckExplanations(checks=tuple(names[:count]), rest=tuple(names[count:])))


def _fits(turn: Turn, said: Sequence[Reply], names: Sequence[str], count: int) -> bool:
    focus = CheckExplanations(checks=tuple(names[:count]), rest=tuple(names[count:]))
    return turn.room.fits((*said, prompt_explanations(turn.form, turn.report, focus))) is not False


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
    labels = tell_apart_briefly(form, [line["key"] for line in lines])
    told = [line for line in lines if not line["heading"] or line["note"]]
    return {
        "n": number,
        "message": check.message.split("; hãy")[0],
        "hard": check.severity is Severity.HARD,
        "rows": [
            {
                "value": line["value"],
                "note": shorten_text(line["note"]),
                "label": labels[line["key"]],
            }
            for line in told[:MAX_LIST]
        ],
    }
