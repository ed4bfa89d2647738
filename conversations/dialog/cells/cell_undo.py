"""Putting back what stood in cells before they were written last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from conversations.calendar.dates import local_day
from conversations.calendar.workdays import Calendar
from conversations.dialog.cells.cell_writer import may_write_part
from conversations.dialog.cells.entries import (
    CellFate,
    CellOutcome,
    EarlierAnswer,
    EarlierReason,
    WrittenCells,
)
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol.messages import Reply
from conversations.protocol.pending_items import fit_to_step
from conversations.protocol.session import Session
from conversations.reports.model import Reason, Report
from conversations.reports.typed_answers import CellPart


def put_back(
    form: Form,
    report: Report,
    answers: Sequence[EarlierAnswer],
    reasons: Sequence[EarlierReason],
    *,
    now: datetime,
    calendar: Calendar = Calendar(),  # noqa: B008 - immutable
) -> WrittenCells:
    """Have the rows say what they said, where nobody has written them since; what is computed
    follows."""
    form = fit_to_step(form, report, Session(), local_day(now))
    turn = Turn(form=form, report=report, session=Session(), now=now, calendar=calendar)
    outcomes = [_outcome(turn, one) for one in answers]
    free = {
        one.key: one.answer
        for one, outcome in zip(answers, outcomes, strict=True)
        if outcome.fate is CellFate.STORED
    }
    turn.write_at_once(free)
    outcomes += [_put_back_reason(turn, reason) for reason in reasons]
    return WrittenCells(turn.form, turn.report, tuple(turn.changes), tuple(outcomes))


def _outcome(turn: Turn, one: EarlierAnswer) -> CellOutcome:
    row = turn.form.row(one.key)
    part = CellPart.NOTE if row.answer is None else CellPart.VALUE
    if turn.report.answer(one.key).revision != one.revision:
        fate, said = CellFate.CONFLICT, Reply(code="cell.changed_since")
        return CellOutcome(one.key, part, fate, said)
    if may_write_part(turn.report, row, part):
        return CellOutcome(one.key, part, CellFate.STORED)
    return CellOutcome(one.key, part, CellFate.LOCKED, Reply(code="cell.locked"))


def _put_back_reason(turn: Turn, one: EarlierReason) -> CellOutcome:
    stands = turn.report.reasons.get(one.check, Reason(text="", operands=""))
    fate = CellFate.STORED if stands.text == one.now.text else CellFate.CONFLICT
    if not turn.report.editable:
        fate = CellFate.LOCKED
    if fate is CellFate.STORED:
        turn.keep(one.check, one.before)
    return CellOutcome(one.check, CellPart.REASON, fate)
