"""A reason that replies to an earlier message with a warning."""

from __future__ import annotations

from conversations.dialog.checks.reasons import keep_reason
from conversations.dialog.outline import rows_to_mend
from conversations.dialog.turn import Turn
from conversations.forms.check import Severity
from conversations.protocol.check_states import FailedCheck, ReasonConfirmation
from conversations.rules import checks
from conversations.speech.reasons import ReasonLikeness, judge_reason, tells_reason


def explain_quoted(turn: Turn, text: str) -> bool:
    """Keep the warning of the message that is quoted for this reason, or ask whether it is one.
    False when the text can be no reason, or the message has no warning that still stands."""
    likeness, reason = judge_reason(text)
    if likeness is ReasonLikeness.NONE:
        return False
    name = _warning_about(turn, turn.quotes or ())
    if name is None:
        if tells_reason(text):
            turn.say("reason.gone", read=text)
            turn.quiet = True
        return tells_reason(text)
    asked = FailedCheck(checks=(name,), back_to=turn.open_row)
    if likeness is ReasonLikeness.DOUBTFUL:
        turn.look_at(ReasonConfirmation(said=reason, asked=asked))
    else:
        keep_reason(turn, asked, reason, named=True)
        turn.quiet = True
    return True


def _warning_about(turn: Turn, rows: tuple[str, ...]) -> str | None:
    """The first soft check without a reason that speaks of these rows and no others."""
    for verdict in checks.failed_checks(turn.form, turn.report, settled=False):
        keys = tuple(row.key for row in rows_to_mend(turn.form, verdict.rows))
        if keys == rows and verdict.check.severity is Severity.SOFT:
            return verdict.check.id
    return None
