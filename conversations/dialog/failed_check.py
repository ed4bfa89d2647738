"""What an officer types while a check that does not hold stands before them."""

from __future__ import annotations

import re

from conversations.commands.report import Command, parse_command
from conversations.dialog import navigation, submission
from conversations.dialog.answering import ask_row
from conversations.dialog.outline import rows_to_mend
from conversations.dialog.turn import Turn
from conversations.forms.model import Row, Severity
from conversations.forms.search import named_row
from conversations.parsing.reason import LONGEST_REASON, is_reason
from conversations.protocol.session import FailedCheck, Summary
from conversations.reports.model import Reason
from conversations.rules import checks
from conversations.text.normalize import fold_text

_NUMBERED = re.compile(r"(?:sua\s+)?(?:dong\s+)?(\d{1,2})\.?")


def handle_check_text(turn: Turn, focus: FailedCheck, text: str) -> None:
    """The number of a row to correct, a row to go to, or the reason to keep the check."""
    mended = _numbered_row(turn, focus, text)
    command = parse_command(text)
    if mended is not None:
        navigation.open_row(turn, mended.key)
    elif (
        command is not None
        and command.command is Command.JUMP
        and named_row(turn.form, command.argument)
    ):
        navigation.jump_to(turn, command.argument)
    elif is_hard(turn, focus):
        turn.say("reason.hard", read=text)
    elif is_reason(text):
        take_reason(turn, focus, text)
    else:
        turn.say("reason.short", read=text)


def _numbered_row(turn: Turn, focus: FailedCheck, text: str) -> Row | None:
    found = _NUMBERED.fullmatch(fold_text(text))
    if found is None:
        return None
    check = turn.form.check(focus.checks[0])
    verdict = checks.judge_check(turn.form, turn.report, check, settled=focus.submitting)
    rows = rows_to_mend(turn.form, verdict.rows)
    number = int(found[1])
    row = rows[number - 1] if 1 <= number <= len(rows) else None
    return row if row is not None and row.computed is None else None


def take_reason(turn: Turn, focus: FailedCheck, text: str) -> None:
    """Keep the soft check before the officer with this reason."""
    if len(text) > LONGEST_REASON:
        turn.say("reason.too_long", read=text, limit=LONGEST_REASON, length=len(text))
        return
    check = turn.form.check(focus.checks[0])
    verdict = checks.judge_check(turn.form, turn.report, check, settled=focus.submitting)
    operands = checks.fingerprint_operands(turn.report, verdict)
    turn.keep(check.id, Reason(text=text, operands=operands))
    turn.say("reason.kept", reason=text)
    next_check(turn, focus)


def is_hard(turn: Turn, focus: FailedCheck) -> bool:
    """Whether the check before the officer must be corrected."""
    return turn.form.check(focus.checks[0]).severity is Severity.HARD


def recheck_report(turn: Turn, focus: FailedCheck) -> None:
    """Go back to the checks that stood open, without those that hold by now."""
    raised = checks.failed_checks(turn.form, turn.report, settled=focus.submitting)
    names = {verdict.check.id for verdict in raised}
    left = tuple(check for check in focus.checks if check in names)
    if left:
        turn.look_at(focus.model_copy(update={"checks": left}))
    elif focus.submitting:
        submission.submit_report(turn)
    else:
        ask_row(turn, focus.back_to or turn.next_open(None))


def next_check(turn: Turn, focus: FailedCheck, *, later: bool = False) -> None:
    """Leave the check before the officer: on to the next, or back to where they were."""
    if len(focus.checks) > 1:
        turn.look_at(focus.model_copy(update={"checks": focus.checks[1:]}))
    elif focus.submitting and later:
        turn.say("submit.stopped")
        turn.look_at(Summary())
    elif focus.submitting:
        submission.submit_report(turn)
    else:
        ask_row(turn, focus.back_to or turn.next_open(None))
