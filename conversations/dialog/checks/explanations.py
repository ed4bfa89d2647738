"""Checks that do not hold, asked about together under numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conversations.dialog.outline import MAX_LIST, rows_to_mend, tell_apart_briefly
from conversations.dialog.overview import row_line
from conversations.dialog.prompts.keyboard import IN_LINE, Buttons, make_button
from conversations.dialog.turn import Turn
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.protocol.check_states import CheckExplanations
from conversations.protocol.events import Choose, PostponeCheck, TickPoint
from conversations.protocol.messages import Button, Reply
from conversations.reports.model import Report
from conversations.rules import checks
from conversations.text.normalize import shorten_text

MOST = 20  # checks that stand before the officer at once
MOST_ROWS = 5  # rows of one of them that are shown


def ask_explanations(
    turn: Turn, names: Sequence[str], *, back_to: str | None = None, submitting: bool = False
) -> None:
    """Put as many of these checks before the officer as one message holds, one at least."""
    said = tuple(reply for reply in turn.replies if isinstance(reply, Reply))
    asked = CheckExplanations(checks=tuple(names), back_to=back_to, submitting=submitting)
    count = min(len(names), MOST)
    while count > 1 and not _fits(turn, said, _first(asked, count)):
        count -= 1
    turn.look_at(_first(asked, count))


def _first(asked: CheckExplanations, count: int) -> CheckExplanations:
    names = asked.checks
    return asked.model_copy(update={"checks": names[:count], "rest": names[count:]})


def _fits(turn: Turn, said: Sequence[Reply], focus: CheckExplanations) -> bool:
    return turn.room.fits((*said, prompt_explanations(turn.form, turn.report, focus))) is not False


def open_points(form: Form, report: Report, focus: CheckExplanations) -> dict[int, str]:
    """The checks of the list that do not hold and have no reason yet, by number."""
    raised = checks.failed_checks(form, report, settled=focus.submitting)
    names = {one.check.id for one in raised}
    return {n: name for n, name in enumerate(focus.checks, 1) if name in names}


def prompt_explanations(form: Form, report: Report, focus: CheckExplanations) -> Reply:
    """What is left of the list, to be answered in one message, or ticked and answered."""
    points = open_points(form, report, focus)
    items = [_item(form, report, n, name, focus) for n, name in points.items()]
    data = {
        "items": items,
        "left": len(focus.rest),
        "soft": [one["n"] for one in items if not one["hard"]],
        "submitting": focus.submitting,
        "ticked": list(focus.ticked),
    }
    return Reply(code="explain", data=data, buttons=_buttons(focus, points))


def describe_points(form: Form, points: dict[int, str]) -> list[dict[str, Any]]:
    """Checks in short: their numbers and what they say."""
    return [
        {"n": n, "message": _short(form, name), "hard": is_hard(form, name)}
        for n, name in points.items()
    ]


def _buttons(focus: CheckExplanations, points: dict[int, str]) -> Buttons:
    numbers = [
        Button(
            code="button.point",
            data={"n": n, "ticked": n in focus.ticked},
            action=TickPoint(check=name),
            typed=False,
        )
        for n, name in points.items()
    ]
    lines = tuple(tuple(numbers[at : at + IN_LINE]) for at in range(0, len(numbers), IN_LINE))
    first = next(iter(points.values()), focus.checks[0])
    ways = (
        make_button("point.each", Choose(index=0)),
        make_button("later", PostponeCheck(check=first)),
    )
    return (*lines, ways)


def _item(
    form: Form, report: Report, number: int, name: str, focus: CheckExplanations
) -> dict[str, Any]:
    verdict = checks.judge_check(form, report, form.check(name), settled=focus.submitting)
    lines = [row_line(row, report) for row in rows_to_mend(form, verdict.rows)]
    labels = tell_apart_briefly(form, [line["key"] for line in lines])
    told = [line for line in lines if not line["heading"] or line["note"]]
    blank = [line for line in told if not (line["value"] or line["note"])]
    if len(told) > MOST_ROWS:  # that they are blank is what the check says
        told = [line for line in told if line not in blank] or told
    return {
        "n": number,
        "message": _short(form, name),
        "hard": is_hard(form, name),
        "rows": [
            {
                "value": line["value"],
                "note": shorten_text(line["note"]),
                "label": labels[line["key"]],
            }
            for line in told[:MAX_LIST]
        ],
    }


def _short(form: Form, name: str) -> str:
    return form.check(name).message.split("; hãy")[0]


def is_hard(form: Form, name: str) -> bool:
    """Whether no reason can keep the check of this name."""
    return form.check(name).severity is Severity.HARD
