"""Which earlier report speaks to a row of this one."""

from __future__ import annotations

from conversations.answers.values import AnswerState
from conversations.forms.row import Basis, Carry, Row
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from conversations.reports.printed_answers import print_answer


def past_of(report: Report, row: Row) -> PreviousReport | None:
    """A number that grows over its period can only be compared with a period of the same kind;
    what is counted at a date, or for a year, against the latest report of any kind. Where the
    period is put together from quarters, against that."""
    if report.last is not None and report.last.derived:
        return report.last
    flows = row.basis is Basis.IN_PERIOD and row.carry in (None, Carry.NEVER, Carry.HINT)
    return report.last if flows or report.latest is None else report.latest


def printed_before(report: Report, row: Row) -> str:
    """The row's answer in that report; empty when there was none."""
    past = past_of(report, row)
    if past is None or past.answer(row.key).state is AnswerState.BLANK:
        return ""
    return print_answer(row, past.answer(row.key))
