"""Before submitting, where every message counts: all checks that do not hold, asked together and
answered line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.bulk.parser import read_burst
from conversations.dialog import preview
from conversations.dialog.prompts.checks import prompt_explanations
from conversations.dialog.turn import Turn
from conversations.forms.model import Severity
from conversations.parsing.reason import is_reason
from conversations.protocol.messages import Reply
from conversations.protocol.session import CheckExplanations
from conversations.reports.model import Reason
from conversations.rules import checks
from conversations.text.normalize import clean_text, shorten_text

MOST = 20  # checks that stand before the officer at once
_LINE = re.compile(r"(?P<numbers>\d{1,2}(?:\s*(?:,|&|và)\s*\d{1,2})*)\s*[:.)=-]\s*(?P<reason>\S.*)")


def ask_explanations(turn: Turn, names: Sequence[str]) -> None:
    """Put as many of these checks before the officer as one message holds, one at least."""
    said = tuple(reply for reply in turn.replies if isinstance(reply, Reply))
    count = min(len(names), MOST)
    while count > 1 and not _fits(turn, said, names, count):
        count -= 1
    turn.look_at(CheckExplanations(checks=tuple(names[:count]), rest=tuple(names[count:])))


def _fits(turn: Turn, said: Sequence[Reply], names: Sequence[str], count: int) -> bool:
    focus = CheckExplanations(checks=tuple(names[:count]), rest=tuple(names[count:]))
    return turn.room.fits((*said, prompt_explanations(turn.form, turn.report, focus))) is not False


def take_explanations(turn: Turn, focus: CheckExplanations, text: str) -> bool:
    """Reasons by number, a reason for the only check, or corrected answers. Whether all that
    was asked is settled."""
    given = _reasons(focus, turn.typed)
    if not given and len(focus.checks) == 1 and is_reason(text):
        given = {focus.checks[0]: text}
    if not given:
        _mend(turn, focus, text)
        return False
    for name, reason in given.items():
        _keep(turn, name, reason)
    return _ask_what_is_left(turn, focus)


def _reasons(focus: CheckExplanations, text: str) -> dict[str, str]:
    """The reason of each check that a line names by number."""
    given: dict[str, str] = {}
    for line in text.splitlines():
        found = _LINE.fullmatch(clean_text(line))
        numbers = re.findall(r"\d+", found["numbers"]) if found else []
        for number in map(int, numbers):
            if found and 1 <= number <= len(focus.checks):
                given[focus.checks[number - 1]] = found["reason"]
    return given


def _keep(turn: Turn, name: str, reason: str) -> None:
    check = turn.form.check(name)
    if check.severity is Severity.HARD:
        turn.say("reason.hard", read=reason)
    elif not is_reason(reason):
        turn.say("reason.short", read=reason)
    else:
        verdict = checks.judge_check(turn.form, turn.report, check, settled=True)
        turn.keep(
            name, Reason(text=reason, operands=checks.fingerprint_operands(turn.report, verdict))
        )


def _ask_what_is_left(turn: Turn, focus: CheckExplanations) -> bool:
    """Ask again what has no reason yet, and what waited; True when nothing has."""
    raised = {one.check.id for one in checks.failed_checks(turn.form, turn.report, settled=True)}
    left = [name for name in (*focus.checks, *focus.rest) if name in raised]
    kept = len(focus.checks) - sum(name in raised for name in focus.checks)
    if kept:
        turn.say("explain.kept", count=kept)
    if left:
        ask_explanations(turn, left)
    return not left


def _mend(turn: Turn, focus: CheckExplanations, text: str) -> None:
    """`biên chế có mặt = 46`: other numbers, previewed; else nothing was understood."""
    bursts = read_burst(turn.form, turn.report, (), turn.typed, listed=False) if "=" in text else ()
    if bursts and any(entry.row for entry in bursts[0].entries):
        preview.preview_readings(turn, bursts, text, ())
    else:
        turn.say("explain.unclear", read=shorten_text(text))
