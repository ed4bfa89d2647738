"""What a change of answers brings with it: computed rows, rows out of place, checks raised."""

from __future__ import annotations

from conversations import applying, checks
from conversations.form import Form, Severity
from conversations.placing import place
from conversations.printing import print_answer
from conversations.report import Report
from conversations.session import Raised
from conversations.turn import Turn

MOST_NAMED = 5  # rows that are named when they go or come back


def changed_rows(form: Form, before: Report, after: Report) -> tuple[str, ...]:
    """The rows whose answer is another one now, in form order."""
    return tuple(
        row.key for row in form.rows if after.answer(row.key) is not before.answer(row.key)
    )


def tell_consequences(turn: Turn, before: Report) -> None:
    """Say which rows were computed, which can no longer apply and why, which are back."""
    for row in turn.form.rows:
        if row.computed is not None and turn.report.answer(row.key) != before.answer(row.key):
            value = print_answer(row, turn.report.answer(row.key))
            turn.say("computed", **place(turn.form, row), value=value)
    gone, back = _applicability(turn.form, before, turn.report)
    most = 0 if turn.room.scarce else MOST_NAMED
    for because, rows in gone.items():
        turn.say("void", because=because, rows=rows[:most], count=len(rows))
    if back:
        turn.say("revived", rows=back[:most], count=len(back))


def _applicability(
    form: Form, before: Report, after: Report
) -> tuple[dict[str, list[str]], list[str]]:
    gone: dict[str, list[str]] = {}
    back: list[str] = []
    for row in form.rows:
        if row.void_when is None:
            continue
        was = applying.void_reason(form, before, row.key)
        now = applying.void_reason(form, after, row.key)
        if now is not None and was is None:
            gone.setdefault(now, []).append(row.title)
        elif was is not None and now is None:
            back.append(row.title)
    return gone, back


def newly_raised(turn: Turn, before: Report) -> tuple[str, ...]:
    """The checks that speak of the changed rows and do not hold now, hard ones first; says
    which hold again."""
    touched = frozenset(changed_rows(turn.form, before, turn.report))
    now = checks.raised(turn.form, turn.report, settled=False, touching=touched)
    broken = {verdict.check.id: verdict.check.severity for verdict in now}
    then = checks.raised(turn.form, before, settled=False, touching=touched)
    mended = {verdict.check.id: verdict.check.message for verdict in then}
    for check_id, message in mended.items():
        if check_id not in broken:
            turn.say("check.mended", message=message)
    return tuple(sorted(broken, key=lambda name: broken[name] is not Severity.HARD))


def stopped_by(turn: Turn, checks_: tuple[str, ...], back_to: str | None) -> bool:
    """Whether these checks, which do not hold any more, stand before the officer now. Where
    every message counts they are only told: all are asked together before he submits."""
    if checks_ and turn.room.scarce:
        turn.say("check.noted", messages=[turn.form.check(name).message for name in checks_])
        return False
    if checks_:
        turn.look_at(Raised(checks=checks_, back_to=back_to))
    return bool(checks_)
