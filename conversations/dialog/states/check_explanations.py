"""All checks that do not hold, answered line by line where every message counts."""

from __future__ import annotations

import re

from conversations.bulk.model import BulkAnswers
from conversations.bulk.parser import read_burst
from conversations.dialog import preview, submission
from conversations.dialog.checks.explanations import ask_explanations, prompt_explanations
from conversations.dialog.checks.reasons import is_too_long, write_reason
from conversations.dialog.sentences import hear_sentence
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Form, Severity
from conversations.parsing.reason import is_reason
from conversations.protocol.messages import Reply
from conversations.protocol.session import CheckExplanations, Summary
from conversations.rules import checks
from conversations.speech.acts import Awaited
from conversations.speech.reasons import ReasonLikeness, judge_reason
from conversations.text.normalize import clean_text, shorten_text

_LINE = re.compile(r"(?P<numbers>\d{1,2}(?:\s*(?:,|&|và)\s*\d{1,2})*)\s*[:.)=-]\s*(?P<reason>\S.*)")


class CheckExplanationsState(State[CheckExplanations]):
    def show_prompt(self, view: View) -> Reply:
        return prompt_explanations(view.form, view.report, self.focus)

    def awaited(self, form: Form) -> Awaited:
        return Awaited.REASON

    def take_text(self, turn: Turn, text: str) -> None:
        """Reasons by number, a reason for the only check, or corrected answers; on to the consent
        when there is a reason for each."""
        focus, given = self.focus, _reasons(self.focus, turn.typed)
        if not given and len(focus.checks) == 1:
            likeness, reason = judge_reason(text)
            given = {focus.checks[0]: reason} if likeness is ReasonLikeness.CLEAR else {}
        if not given:
            _mend(turn, text)
            return
        for name, reason in given.items():
            _keep(turn, name, reason)
        if _ask_what_is_left(turn, focus):
            submission.submit_report(turn)

    def submit(self, turn: Turn) -> None:
        """Asked to submit once more: why that cannot be, and what to do; nothing is repeated."""
        names = (*self.focus.checks, *self.focus.rest)
        hard = all(turn.form.check(name).severity is Severity.HARD for name in names)
        turn.say("submit.still", hard=hard, count=len(names), numbered=True)
        turn.quiet = True

    def skip(self, turn: Turn) -> None:
        turn.say("submit.stopped")
        turn.look_at(Summary())

    def cancel(self, turn: Turn) -> None:
        turn.look_at(Summary())


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
    elif is_too_long(turn, reason):
        pass  # it has said so
    elif not is_reason(reason):
        turn.say("reason.short", read=reason)
    else:
        write_reason(turn, name, reason, settled=True)


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


def _mend(turn: Turn, text: str) -> None:
    """`biên chế có mặt = 46`, `biên chế có mặt là 46 em`: other numbers, previewed; else nothing
    was understood."""
    bursts = read_burst(turn.form, turn.report, (), turn.typed, listed=False) if "=" in text else ()
    if not bursts and any(map(str.isdigit, text)):
        heard = hear_sentence(turn, text)
        bursts = (BulkAnswers(entries=heard),) if heard else ()
    if bursts and any(entry.row for entry in bursts[0].entries):
        preview.preview_readings(turn, bursts, text, ())
    else:
        turn.say("explain.unclear", read=shorten_text(text))
        turn.quiet = True
