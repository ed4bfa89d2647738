"""Everything is checked; the officer's consent is awaited."""

from __future__ import annotations

from conversations.commands.report import Command
from conversations.dialog import submission
from conversations.dialog.overview import submit_data
from conversations.dialog.prompts.keyboard import CANCEL, command_button, make_button
from conversations.dialog.row_answers import ask_row
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.turn import Turn
from conversations.protocol.events import Confirm
from conversations.protocol.messages import Reply
from conversations.protocol.session import SubmitConfirmation, Summary


class SubmitConfirmationState(ConsentState[SubmitConfirmation]):
    verbs = ("nộp", "gửi", "nộp báo cáo", "gửi báo cáo")
    takes_number = False

    def show_prompt(self, view: View) -> Reply:
        buttons = (
            (make_button("confirm.submit", Confirm()),),
            (command_button(Command.MISSING), command_button(Command.SUMMARY)),
            (CANCEL,),
        )
        data = submit_data(view.form, view.report)
        return Reply(code="submit.confirm", data=data, buttons=buttons)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        submission.confirm_submission(turn)

    def submit(self, turn: Turn) -> None:
        self.confirm(turn)

    def resume(self, turn: Turn) -> None:
        ask_row(turn, turn.next_open(None))

    def cancel(self, turn: Turn) -> None:
        turn.look_at(Summary())
