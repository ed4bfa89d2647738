"""The rows that a member was handed: each is open to whom it was handed, whatever it says, until
it is answered once more."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.answers.values import Answer, AnswerState
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.workflow.partial_form import rows_under
from storage.workflow.assignments import Assignment


def rows_of_member(
    form: Form, handed: Sequence[Assignment], member: int | None
) -> dict[str, Assignment]:
    """The rows that this member is asked for, and by which assignment: the last one counts."""
    mine = [one for one in handed if one.member == member]
    return {key: one for one in mine for key in rows_under(form, one.key)}


def asked_anew(form: Form, report: Report, rows: dict[str, Assignment]) -> frozenset[str]:
    """Those of the rows that had an answer before somebody was asked for them."""
    return frozenset(key for key, one in rows.items() if _is_older(report.answer(key), one))


def _is_older(answer: Answer, one: Assignment) -> bool:
    if answer.state is AnswerState.BLANK:
        return False
    return answer.at is None or answer.at <= one.made_at


def with_asked(
    form: Form, report: Report, handed: Sequence[Assignment], member: int | None
) -> Report:
    """The report as this member is asked for rows of it."""
    rows = rows_of_member(form, handed, member)
    return report.model_copy(update={"asked": asked_anew(form, report, rows)})
