"""What a change of answers brings with it: computed rows, rows out of place, checks raised."""

from __future__ import annotations

from collections.abc import Iterable

from conversations.answers.values import AnswerState, Number
from conversations.dialog.checks.explanations import ask_explanations
from conversations.dialog.outline import describe_place
from conversations.dialog.turn import Turn
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.protocol.check_states import FailedCheck
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from conversations.rules import checks, computed
from conversations.rules.computed import facts_of
from conversations.rules.dependencies import row_dependencies

_EMPTY = (AnswerState.NONE, AnswerState.NOT_APPLICABLE)
MOST_NAMED = 5  # rows that are named when they go or come back


def tell_consequences(turn: Turn, before: Report) -> None:
    """Say which rows were computed, which can no longer apply and why, which are back."""
    changed = turn.changed_since(before)
    computed_rows = [
        row
        for row in map(turn.form.row, changed)
        if row.computed is not None and turn.report.answer(row.key) != before.answer(row.key)
    ]
    if len(computed_rows) > 1 and all(row.cell is not None for row in computed_rows):
        _tell_cells(turn, computed_rows)
    else:
        for row in computed_rows:
            value = print_answer(row, turn.report.answer(row.key))
            turn.say("computed", **describe_place(turn.form, row), value=value)
    gone, back = _applicability(turn, before, changed)
    most = 0 if turn.room.scarce else MOST_NAMED
    for because, rows in gone.items():
        turn.say("void", because=because, rows=rows[:most], count=len(rows))
    if back:
        turn.say("revived", rows=back[:most], count=len(back))


def _tell_cells(turn: Turn, rows: list[Row]) -> None:
    """Say the cells of a table that were computed in one line."""
    most = 0 if turn.room.scarce else MOST_NAMED
    told = [
        {"label": row.title, "value": print_answer(row, turn.report.answer(row.key))}
        for row in rows[:most]
    ]
    turn.say("computed.cells", cells=told, count=len(rows))


def _applicability(
    turn: Turn, before: Report, changed: Iterable[str]
) -> tuple[dict[str, list[str]], list[str]]:
    """The rows, by title, that no longer apply, by the reason; and those that apply again. A row
    that was just told to be empty is passed over by nobody."""
    gone: dict[str, list[str]] = {}
    back: list[str] = []
    then = facts_of(turn.form, before, settled=False)
    for row in _hanging_on(turn.form, changed):
        was, now = computed.why_void(row, then), computed.why_void(row, turn.facts)
        if now is not None and was is None and not _was_emptied(turn, before, row):
            gone.setdefault(now, []).append(row.title)
        elif was is not None and now is None:
            back.append(row.title)
    return gone, back


def _was_emptied(turn: Turn, before: Report, row: Row) -> bool:
    """Whether this step wrote that nothing is there: `cả báo cáo không phát sinh`, or 0."""
    if row.computed is not None:
        return False
    answer = turn.report.answer(row.key)
    zero = isinstance(answer.value, Number) and not answer.value.amount
    return answer != before.answer(row.key) and (zero or answer.state in _EMPTY)


def _hanging_on(form: Form, keys: Iterable[str]) -> list[Row]:
    """The rows whose being asked hangs on one of these, as printed."""
    known = row_dependencies(form).void
    found = {row.key: row for key in keys for row in known.get(key, ())}
    return sorted(found.values(), key=lambda row: form.printed_at[row.key])


def newly_raised(turn: Turn, before: Report) -> tuple[str, ...]:
    """The checks that speak of the changed rows and do not hold now, hard ones first; says
    which hold again."""
    touched = frozenset(turn.changed_since(before))
    then = facts_of(turn.form, before, settled=False)
    raised, mended = checks.check_outcome(touched, then, turn.facts)
    for check in mended:
        turn.say("check.mended", message=check.message)
    hard_first = sorted(raised, key=lambda verdict: verdict.check.severity is not Severity.HARD)
    return tuple(verdict.check.id for verdict in hard_first)


def stopped_by(
    turn: Turn, checks_: tuple[str, ...], back_to: str | None, *, together: bool = False
) -> bool:
    """Whether these checks, which do not hold any more, stand before the officer now; several that
    came of many answers `together` in one list. Where every message counts they are only told: all
    are asked before they submit."""
    if turn.room.scarce:
        note_checks(turn, checks_)
        return False
    if together and len(checks_) > 1:
        ask_explanations(turn, checks_, back_to=back_to)
    elif checks_:
        turn.look_at(FailedCheck(checks=checks_, back_to=back_to))
    return bool(checks_)


def note_checks(turn: Turn, checks_: tuple[str, ...]) -> None:
    """Only tell of these checks: they are asked before the officer submits."""
    if checks_:
        turn.say("check.noted", messages=[turn.form.check(name).message for name in checks_])
