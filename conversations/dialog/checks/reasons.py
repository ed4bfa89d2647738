"""Keeping a check for a reason."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.commands.prompt_words import strip_reason_word
from conversations.dialog.turn import Turn
from conversations.parsing.reason import LONGEST_REASON
from conversations.protocol.check_states import FailedCheck
from conversations.reports.model import Reason
from conversations.rules import checks
from conversations.text.courtesy import text_without_courtesy
from conversations.text.normalize import shorten_text


def keep_reason(turn: Turn, asked: FailedCheck, text: str, *, named: bool = False) -> bool:
    """Keep the first of the checks for this reason, `named` when it is not the one before the
    officer. False when the reason is too long."""
    if is_too_long(turn, text):
        turn.quiet = True
        return False
    text = strip_reason_word(text_without_courtesy(text))
    name = asked.checks[0]
    write_reason(turn, name, text, settled=asked.submitting)
    turn.say(
        "reason.kept", reason=shorten_text(text), message=turn.form.check(name).message, named=named
    )
    return True


def last_reason(turn: Turn) -> str:
    """The reason that was given last, while it stands; empty for none."""
    kept = turn.report.reasons.get(turn.session.explained or "")
    return kept.text if kept is not None else ""


def is_too_long(turn: Turn, text: str) -> bool:
    """Whether the reason is longer than one may be; then it is said."""
    if len(text) <= LONGEST_REASON:
        return False
    turn.say("reason.too_long", read=text, limit=LONGEST_REASON, length=len(text))
    return True


def write_reasons(turn: Turn, given: Mapping[str, str], *, settled: bool) -> None:
    """Store why each of these checks is kept; all of them can be taken back together."""
    for name, text in given.items():
        write_reason(turn, name, text, settled=settled)
    others = tuple(name for name in given if name != turn.session.explained)
    turn.session = turn.session.model_copy(update={"explained_with": others})


def write_reason(turn: Turn, name: str, text: str, *, settled: bool) -> None:
    """Store why the check of this name is kept, for the answers as they are now."""
    check = turn.form.check(name)
    verdict = checks.judge_check(turn.form, turn.report, check, settled=settled)
    operands = checks.fingerprint_operands(turn.report, verdict)
    turn.keep(name, Reason(text=text, operands=operands))
    turn.session = turn.session.model_copy(update={"explained": name, "explained_with": ()})
