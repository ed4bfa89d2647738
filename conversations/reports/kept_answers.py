"""Which of the last period's answers may simply stand for this one."""

from __future__ import annotations

from conversations.answers.values import Answer, AnswerState
from conversations.calendar.periods import year_of
from conversations.forms.row import Carry, Row
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of

SETTLED = frozenset({AnswerState.VALUE, AnswerState.NONE, AnswerState.NOT_APPLICABLE})


def may_keep(report: Report, row: Row) -> bool:
    """Whether last period's answer of this row may stand for this one: of a row that changes
    slowly, and of one fixed for a year within that year. A flow's never, unless it is
    the sum of this period's own quarters; and none that this row cannot take, as a day of the
    last period where the days of this one are asked."""
    past = past_of(report, row)
    if past is None or past.answer(row.key).state not in SETTLED or row.computed is not None:
        return False
    if row.answer is not None and row.answer.is_dated:
        value = past.answer(row.key).value
        if value is not None and not row.answer.fits(value):
            return False
    if past.derived:
        return True
    if row.carry is Carry.FIXED_IN_YEAR:
        return year_of(past.period) == year_of(report.period)
    return row.carry is Carry.SLOW


def carried_answer(report: Report, row: Row) -> Answer | None:
    """Last period's answer, when it may stand for this one: its value and its remark. The note
    stays behind: it speaks of papers of that time."""
    past = past_of(report, row)
    if past is None or not may_keep(report, row):
        return None
    answer = past.answer(row.key)
    return Answer(state=answer.state, value=answer.value, remark=answer.remark)
