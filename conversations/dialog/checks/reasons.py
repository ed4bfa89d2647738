"""Keeping a check for a reason."""

from __future__ import annotations

from conversations.dialog.turn import Turn
from conversations.parsing.reason import LONGEST_REASON
from conversations.protocol.session import FailedCheck
from conversations.reports.model import Reason
from conversations.rules import checks
from conversations.text.courtesy import text_without_courtesy


def keep_reason(turn: Turn, asked: FailedCheck, text: str) -> bool:
    """Keep the first of the checks for this reason. False when the reason is too long."""
    if len(text) > LONGEST_REASON:
        turn.say("reason.too_long", read=text, limit=LONGEST_REASON, length=len(text))
        turn.quiet = True
        return False
    text = text_without_courtesy(text)
    check = turn.form.check(asked.checks[0])
    verdict = checks.judge_check(turn.form, turn.report, check, settled=asked.submitting)
    operands = checks.fingerprint_operands(turn.report, verdict)
    turn.keep(check.id, Reason(text=text, operands=operands))
    turn.session = turn.session.model_copy(update={"explained": check.id})
    turn.say("reason.kept", reason=text, message=check.message)
    return True
