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
    name = asked.checks[0]
    write_reason(turn, name, text, settled=asked.submitting)
    turn.say("reason.kept", reason=text, message=turn.form.check(name).message)
    return True


def write_reason(turn: Turn, name: str, text: str, *, settled: bool) -> None:
    """Store why the check of this name is kept, for the answers as they are now."""
    check = turn.form.check(name)
    verdict = checks.judge_check(turn.form, turn.report, check, settled=settled)
    operands = checks.fingerprint_operands(turn.report, verdict)
    turn.keep(name, Reason(text=text, operands=operands))
    turn.session = turn.session.model_copy(update={"explained": name})
