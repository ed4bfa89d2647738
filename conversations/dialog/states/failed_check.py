"""A check that does not hold: its rows to correct, or the reason to keep it."""

from __future__ import annotations

import re

from conversations.commands.report import Command, parse_command
from conversations.dialog import navigation, submission
from conversations.dialog.answering import ask_row
from conversations.dialog.outline import MAX_LIST, rows_to_mend
from conversations.dialog.overview import row_line
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Check, Form, Row, Severity
from conversations.forms.search import named_row
from conversations.parsing.reason import LONGEST_REASON, is_reason
from conversations.protocol.events import OpenRow, PostponeCheck
from conversations.protocol.messages import Reply
from conversations.protocol.session import FailedCheck, Summary
from conversations.reports.model import Reason, Report
from conversations.reports.previous_lookup import printed_before
from conversations.rules import checks
from conversations.text.normalize import fold_text

_NUMBERED = re.compile(r"(?:sua\s+)?(?:dong\s+)?(\d{1,2})\.?")


class FailedCheckState(State[FailedCheck]):
    def show_prompt(self, view: View) -> Reply:
        """The first of the checks, with the rows it speaks of."""
        form, report, check = view.form, view.report, self._check(view.form)
        rows = rows_to_mend(form, self._judge(form, report).rows)
        compares = any("last" in rule.must or "steady" in rule.must for rule in check.rules)
        data = {
            "message": check.message,
            "check": check.id,
            "rows": [
                row_line(row, report) | {"last": printed_before(report, row) if compares else ""}
                for row in rows
            ],
            "left": len(self.focus.checks),
            "submitting": self.focus.submitting,
        }
        fixes = tuple(
            (make_button("fix", OpenRow(row=row.key), label=row.title, n=n),)
            for n, row in enumerate(rows[:MAX_LIST], 1)
            if row.answer is not None and row.computed is None
        )
        later = ((make_button("later", PostponeCheck(check=check.id)),),)
        return Reply(code=f"check.{check.severity.value}", data=data, buttons=(*fixes, *later))

    def _check(self, form: Form) -> Check:
        return form.check(self.focus.checks[0])

    def _judge(self, form: Form, report: Report) -> checks.Verdict:
        return checks.judge_check(form, report, self._check(form), settled=self.focus.submitting)

    def awaits_words(self, form: Form) -> bool:
        return True

    def take_text(self, turn: Turn, text: str) -> None:
        """The number of a row to correct, a row to go to, or the reason to keep the check."""
        mended = self._numbered_row(turn, text)
        command = parse_command(text)
        if mended is not None:
            navigation.open_row(turn, mended.key)
        elif (
            command is not None
            and command.command is Command.JUMP
            and named_row(turn.form, command.argument)
        ):
            navigation.jump_to(turn, command.argument)
        elif self._check(turn.form).severity is Severity.HARD:
            turn.say("reason.hard", read=text)
        elif is_reason(text):
            self._take_reason(turn, text)
        else:
            turn.say("reason.short", read=text)

    def _numbered_row(self, turn: Turn, text: str) -> Row | None:
        found = _NUMBERED.fullmatch(fold_text(text))
        if found is None:
            return None
        rows = rows_to_mend(turn.form, self._judge(turn.form, turn.report).rows)
        number = int(found[1])
        row = rows[number - 1] if 1 <= number <= len(rows) else None
        return row if row is not None and row.computed is None else None

    def _take_reason(self, turn: Turn, text: str) -> None:
        if len(text) > LONGEST_REASON:
            turn.say("reason.too_long", read=text, limit=LONGEST_REASON, length=len(text))
            return
        verdict = self._judge(turn.form, turn.report)
        operands = checks.fingerprint_operands(turn.report, verdict)
        turn.keep(self.focus.checks[0], Reason(text=text, operands=operands))
        turn.say("reason.kept", reason=text)
        self._next(turn, later=False)

    def skip(self, turn: Turn) -> None:
        self._next(turn, later=True)

    def _next(self, turn: Turn, *, later: bool) -> None:
        """Leave the check: on to the next, or back to where the officer was."""
        if len(self.focus.checks) > 1:
            turn.look_at(self.focus.model_copy(update={"checks": self.focus.checks[1:]}))
        elif self.focus.submitting and later:
            turn.say("submit.stopped")
            turn.look_at(Summary())
        else:
            self._finish(turn)

    def _finish(self, turn: Turn) -> None:
        if self.focus.submitting:
            submission.submit_report(turn)
        else:
            ask_row(turn, self.focus.back_to or turn.next_open(None))

    def return_from_edit(self, turn: Turn) -> None:
        """Back to the checks, without those that hold by now."""
        raised = checks.failed_checks(turn.form, turn.report, settled=self.focus.submitting)
        names = {verdict.check.id for verdict in raised}
        left = tuple(check for check in self.focus.checks if check in names)
        if left:
            turn.look_at(self.focus.model_copy(update={"checks": left}))
        else:
            self._finish(turn)
