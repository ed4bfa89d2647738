"""A reason given as a reply to an earlier warning is for that warning."""

from __future__ import annotations

from conversations.dialog.checks.reasons import keep_reason
from conversations.dialog.outline import rows_to_mend
from conversations.dialog.turn import Turn
from conversations.forms.model import Severity
from conversations.protocol.session import CheckExplanations, FailedCheck, ReasonConfirmation
from conversations.rules import checks
from conversations.speech.reasons import ReasonLikeness, judge_reason


def explain_quoted(turn: Turn, rows: tuple[str, ...], text: str) -> bool:
    """Keep the warning that spoke of these rows, and still stands, for the reason that the text
    is; asked about when it could be something else. False when there is no such warning, or when
    the text is no reason."""
    likeness, reason = judge_reason(text)
    name = _warning_of(turn, rows) if likeness is not ReasonLikeness.NONE else None
    if name is None:
        return False
    asked = FailedCheck(checks=(name,), back_to=turn.open_row)
    if likeness is ReasonLikeness.DOUBTFUL:
        turn.look_at(ReasonConfirmation(said=reason, asked=asked))
    else:
        keep_reason(turn, asked, reason)
        _go_on(turn, name)
    return True


def _warning_of(turn: Turn, rows: tuple[str, ...]) -> str | None:
    """The soft check that does not hold and names just these rows: the first without a reason."""
    found = [
        (bool(reason), verdict.check.id)
        for verdict, reason in checks.explained_checks(turn.form, turn.report)
        if verdict.check.severity is Severity.SOFT
        and tuple(row.key for row in rows_to_mend(turn.form, verdict.rows)) == rows
    ]
    return min(found)[1] if found else None


def _go_on(turn: Turn, name: str) -> None:
    """What stood before the officer still does, without the warning that is explained now."""
    focus = turn.session.focus
    if isinstance(focus, FailedCheck | CheckExplanations) and name in focus.checks:
        left = tuple(one for one in focus.checks if one != name)
        if left:
            turn.look_at(focus.model_copy(update={"checks": left}))
            return
    turn.quiet = True
