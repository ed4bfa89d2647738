"""From the last answer to the filed report: checks first, then the officer's last word."""

from __future__ import annotations

from conversations import checks
from conversations.answering import ask
from conversations.form import Severity
from conversations.messages import Deliver
from conversations.report import Reason, ReportState
from conversations.session import Raised, Submitting, Summary
from conversations.turn import Turn


def submit(turn: Turn) -> None:
    """Run every check on the settled report; go through those raised, then ask to confirm."""
    if turn.report.state is ReportState.SUBMITTED:
        return
    raised = checks.raised(turn.form, turn.report, settled=True)
    if raised:
        hard = [v.check.id for v in raised if v.check.severity is Severity.HARD]
        soft = [v.check.id for v in raised if v.check.severity is Severity.SOFT]
        turn.say("submit.checks", hard=len(hard), soft=len(soft))
        turn.look_at(Raised(checks=(*hard, *soft), submitting=True))
    else:
        turn.look_at(Submitting())


def confirm(turn: Turn) -> None:
    """File the report and hand back the document."""
    turn.move_to(ReportState.SUBMITTED)
    turn.look_at(Summary())
    turn.say("submitted.now", unit=turn.report.unit.name, period=turn.report.period.name)
    turn.replies.append(Deliver(final=True))


def reopen(turn: Turn) -> None:
    """Take a filed report back for changes."""
    if turn.report.state is ReportState.SUBMITTED:
        turn.move_to(ReportState.DRAFT)
        turn.say("reopened")
        turn.look_at(Summary())


def take_reason(turn: Turn, focus: Raised, text: str) -> None:
    """Keep the soft check before the officer with this reason."""
    check = turn.form.check(focus.checks[0])
    verdict = checks.judge(turn.form, turn.report, check, settled=focus.submitting)
    operands = checks.operands(turn.report, verdict)
    turn.keep(check.id, Reason(text=text, operands=operands))
    turn.say("reason.kept", reason=text)
    next_check(turn, focus)


def is_hard(turn: Turn, focus: Raised) -> bool:
    """Whether the check before the officer must be mended."""
    return turn.form.check(focus.checks[0]).severity is Severity.HARD


def recheck(turn: Turn, focus: Raised) -> None:
    """Go back to the checks that stood open, without those that hold by now."""
    raised = checks.raised(turn.form, turn.report, settled=focus.submitting)
    names = {verdict.check.id for verdict in raised}
    left = tuple(check for check in focus.checks if check in names)
    if left:
        turn.look_at(focus.model_copy(update={"checks": left}))
    elif focus.submitting:
        submit(turn)
    else:
        ask(turn, focus.back_to or turn.next_open(None))


def next_check(turn: Turn, focus: Raised, *, later: bool = False) -> None:
    """Leave the check before the officer: on to the next, or back to where he was."""
    if len(focus.checks) > 1:
        turn.look_at(focus.model_copy(update={"checks": focus.checks[1:]}))
    elif focus.submitting and later:
        turn.say("submit.stopped")
        turn.look_at(Summary())
    elif focus.submitting:
        submit(turn)
    else:
        ask(turn, focus.back_to or turn.next_open(None))
