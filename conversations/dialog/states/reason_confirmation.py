"""Is what the officer typed the reason to keep a check, or was something else meant?"""

from __future__ import annotations

from conversations.dialog.checks.reasons import keep_reason
from conversations.dialog.prompts.keyboard import CANCEL, make_button
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.states.failed_check import FailedCheckState
from conversations.dialog.turn import Turn
from conversations.protocol.check_states import ReasonConfirmation
from conversations.protocol.events import Confirm, PostponeCheck
from conversations.protocol.messages import Reply


class ReasonConfirmationState(ConsentState[ReasonConfirmation]):
    takes_number = False

    def show_prompt(self, view: View) -> Reply:
        check = view.form.check(self.focus.asked.checks[0])
        yes = make_button("confirm.reason", Confirm())
        later = make_button("later", PostponeCheck(check=check.id))
        data = {"said": self.focus.said, "message": check.message}
        return Reply(code="reason.asked", data=data, buttons=((yes,), (later, CANCEL)))

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        turn.look_at(self.focus.asked)
        keep_reason(turn, self.focus.asked, self.focus.said)
        FailedCheckState(self.focus.asked).go_on(turn, later=False)

    def cancel(self, turn: Turn) -> None:
        """Back to the check, with nothing written."""
        turn.look_at(self.focus.asked)

    def take_text(self, turn: Turn, text: str) -> None:
        turn.look_at(self.focus.asked)
        FailedCheckState(self.focus.asked).take_text(turn, text)

    def skip(self, turn: Turn) -> None:
        turn.look_at(self.focus.asked)
        FailedCheckState(self.focus.asked).skip(turn)

    def postpone(self, turn: Turn) -> None:
        self.skip(turn)
