"""What is done with a report as a whole from its sheet: each a step of its own, by the rules of the
conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conversations.calendar.dates import local_day
from conversations.dialog import submission
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol.messages import Reply
from conversations.protocol.pending_items import fit_to_step
from conversations.protocol.session import Session, SubmitConfirmation
from conversations.reports.model import Change, Report


class ReportAct(StrEnum):
    """What an officer does with their report."""

    SUBMIT = "nop"
    RECALL = "rut-lai"
    CORRECT = "dinh-chinh"  # open an approved report for a correction, with a reason
    ABANDON = "bo-dinh-chinh"


@dataclass(frozen=True, slots=True)
class ActedReport:
    """The report after the act, the changes, and what is said. Without changes the act could not be
    done: the words say why."""

    report: Report
    changes: tuple[Change, ...]
    said: tuple[Reply, ...]


def act_on_report(
    form: Form, report: Report, act: ReportAct, reason: str, *, now: datetime
) -> ActedReport:
    """Do it, where it can be done: a report with checks that do not hold and are not explained is
    not handed in."""
    form = fit_to_step(form, report, Session(), local_day(now))
    turn = Turn(form=form, report=report, session=Session(), now=now)
    match act:
        case ReportAct.SUBMIT:
            submission.submit_report(turn)
            if isinstance(turn.session.focus, SubmitConfirmation):
                submission.confirm_submission(turn)
        case ReportAct.RECALL:
            submission.recall_report(turn, sure=True)
        case ReportAct.CORRECT:
            submission.correct_report(turn, reason.strip())
        case ReportAct.ABANDON:
            submission.abandon_correction(turn, submission.SURE)
    return ActedReport(turn.report, tuple(turn.changes), _words(turn.replies))


def _words(replies: Sequence[object]) -> tuple[Reply, ...]:
    return tuple(one for one in replies if isinstance(one, Reply))
