"""From the last answer to the filed report: checks first, then the officer's consent."""

from __future__ import annotations

import re

from conversations.answers.values import BLANK
from conversations.calendar.dates import local_day
from conversations.commands.report import Command, RunCommand
from conversations.dialog.checks.explanations import ask_explanations
from conversations.dialog.prompts.keyboard import command_button, make_button
from conversations.dialog.turn import Turn
from conversations.forms.check import Severity
from conversations.narrative.report_text import text_of
from conversations.parsing.reason import LONGEST_REASON, SHORTEST_REASON
from conversations.protocol.check_states import FailedCheck
from conversations.protocol.messages import SendFile
from conversations.protocol.session import RecallConfirmation, SubmitConfirmation, Summary
from conversations.reports import derivation
from conversations.reports.model import ReportState
from conversations.rules import checks
from conversations.tables.printed_rows import gather_cells, name_cells
from conversations.text.normalize import fold_text

MOST_RECALL = 10  # words
_RECALLS = re.compile(r"\b(?:rut lai|thu hoi|mo lai)\b(?!.*\b(?:khong|chua|nua)$)")
SURE = "sure"  # what follows a command that was asked about and confirmed
MOST_APART = 5  # rows that differ from the quarters and are named


def submit_report(turn: Turn) -> None:
    """Run every check on the settled report; go through those raised, then ask to confirm."""
    if not turn.report.editable:
        return
    if turn.report.in_force is not None and not turn.report.corrected:
        turn.say("correct.same", ((command_button(Command.ABANDON),),))
        return
    raised = checks.failed_checks(turn.form, turn.report, settled=True)
    if raised:
        hard = [v.check.id for v in raised if v.check.severity is Severity.HARD]
        soft = [v.check.id for v in raised if v.check.severity is Severity.SOFT]
        turn.say("submit.checks", hard=len(hard), soft=len(soft))
        if turn.room.scarce or len(raised) > 1:
            ask_explanations(turn, (*hard, *soft), submitting=True)
        else:
            turn.look_at(FailedCheck(checks=(*hard, *soft), submitting=True))
    else:
        if turn.report.due is not None and is_late(turn):
            turn.say("submit.late", due=local_day(turn.report.due))
        if rows := derivation.rows_apart(turn.form, turn.report):
            turn.say("submit.apart", rows=rows[:MOST_APART], count=len(rows))
        turn.look_at(SubmitConfirmation())


def confirm_submission(turn: Turn) -> None:
    """File the report and hand back the document."""
    late = is_late(turn)
    turn.move_to(ReportState.SUBMITTED, text=text_of(turn.form, turn.report))
    turn.look_at(Summary())
    unit, period = turn.report.unit.name, turn.report.period_name
    words = bool(turn.form.words_asked)
    turn.say("submitted.now", unit=unit, period=period, late=late, words=words)
    turn.replies.append(SendFile(final=True))


def is_late(turn: Turn) -> bool:
    """Whether what is submitted now comes after its due date. What was sent back, or is being
    corrected, came in before."""
    report = turn.report
    return report.due is not None and turn.now > report.due and not report.version


def asks_recall(turn: Turn) -> bool:
    """Whether what was typed while the report waits for its reviewer asks to have it back: `ủa nộp
    nhầm rồi, rút lại giúp em`."""
    waits = turn.report.state is ReportState.SUBMITTED and not turn.report.closed
    said = fold_text(turn.typed)
    short = len(said.split()) <= MOST_RECALL and "?" not in said
    guest = turn.report.only is not None
    return waits and not guest and short and _RECALLS.search(said) is not None


def recall_report(turn: Turn, *, sure: bool = False) -> None:
    """Take a submitted report back for changes, before anybody has reviewed it, once the officer
    is sure: asked for once more is."""
    report, asked = turn.report, isinstance(turn.session.focus, RecallConfirmation)
    if report.editable and report.in_force is not None:
        abandon_correction(turn, "")
    elif report.editable:
        turn.say("reopen.draft")
    elif report.closed or report.state is ReportState.APPROVED:
        turn.say("locked.closed" if report.closed else "locked.approved")
        turn.quiet = isinstance(turn.session.focus, Summary)
    elif not (sure or asked):
        turn.look_at(RecallConfirmation())
        return
    else:
        turn.move_to(report.recalled)
        turn.say("reopened")
        turn.look_at(Summary())
    if asked:
        turn.look_at(Summary())


def correct_report(turn: Turn, reason: str) -> None:
    """Open an approved report for a correction; the approved version stands until the next one
    is approved. A document that was issued wrong is replaced, not changed: Decree 30/2020,
    article 18."""
    if turn.report.state is not ReportState.APPROVED:
        turn.say("correct.not_approved")
        turn.quiet = isinstance(turn.session.focus, Summary)
    elif turn.report.closed:
        turn.say("locked.closed")
    elif len(reason) < SHORTEST_REASON:
        turn.say("correct.how")
    else:
        turn.move_to(ReportState.CORRECTING, reason[:LONGEST_REASON])
        turn.say("correct.open", reason=reason[:LONGEST_REASON])
        turn.look_at(Summary())


def abandon_correction(turn: Turn, argument: str) -> None:
    """Give an open correction up, once the officer is sure: every row says again what the
    approved version says."""
    report = turn.report
    if report.in_force is None:
        turn.say("correct.none")
    elif report.closed:
        turn.say("locked.closed")
    elif argument != SURE:
        changed = [turn.form.row(key) for key in report.corrected]
        keys = [row.key for row in changed if row.computed is None]
        labels = [name_cells(turn.form, some) for some in gather_cells(turn.form, keys)]
        sure = ((make_button("abandon.sure", RunCommand(command=Command.ABANDON, argument=SURE)),),)
        turn.say("correct.abandon", sure, rows=labels[:MOST_APART], count=len(labels))
    else:
        for key in report.corrected:
            turn.put_back(key, report.in_force.get(key, BLANK))
        turn.move_to(ReportState.APPROVED)
        turn.report = turn.report.model_copy(update={"in_force": None, "returned": {}})
        turn.say("correct.abandoned")
        turn.look_at(Summary())


def say_locked(turn: Turn) -> None:
    """Why nothing can be changed now, and what can be done; the summary is not repeated."""
    turn.quiet = isinstance(turn.session.focus, Summary)
    if turn.report.only is not None:
        turn.say("locked.guest")
    elif turn.report.closed:
        turn.say("locked.closed")
    elif turn.report.state is ReportState.APPROVED:
        turn.say("locked.approved")
    else:
        turn.say("locked")
