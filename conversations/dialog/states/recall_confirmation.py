"""A report that was handed in: shall it really be taken back?"""

from __future__ import annotations

import re
from typing import ClassVar

from conversations.dialog import submission
from conversations.dialog.prompts.keyboard import CANCEL, make_button
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.turn import Turn
from conversations.protocol.events import Confirm
from conversations.protocol.messages import Reply
from conversations.protocol.session import RecallConfirmation, Summary
from conversations.text.normalize import fold_text

_LEAVES_IT = re.compile(r"(?:da |thoi |cu |khoi )*(?:thoi|khoi|de vay|de nguyen|giu nguyen)\b")


class RecallConfirmationState(ConsentState[RecallConfirmation]):
    acts_while_locked: ClassVar[bool] = True
    verbs = ("mở lại", "rút lại", "thu hồi", "mở", "rút")
    takes_number = False

    def show_prompt(self, view: View) -> Reply:
        report = view.report
        data = {"unit": report.unit.short_name, "period": report.period_name}
        buttons = ((make_button("recall.sure", Confirm()), CANCEL),)
        return Reply(code="recall.confirm", data=data, buttons=buttons)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        submission.recall_report(turn, sure=True)

    def cancel(self, turn: Turn) -> None:
        turn.say("recall.kept")
        turn.look_at(Summary())
        turn.quiet = True

    def take_other(self, turn: Turn, text: str) -> None:
        if _LEAVES_IT.match(fold_text(text)):  # `thôi để vậy em`
            self.cancel(turn)
        else:
            super().take_other(turn, text)

    def postpone(self, turn: Turn) -> None:
        self.cancel(turn)
