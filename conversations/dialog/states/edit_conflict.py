"""Two answers of two people; one must be picked."""

from __future__ import annotations

from conversations.commands.report import Command, RunCommand
from conversations.dialog.answering import go_on
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.parsing.result import as_answer
from conversations.protocol.events import GiveAnswer
from conversations.protocol.messages import Reply
from conversations.protocol.session import EditConflict
from conversations.reports.formatting import print_answer


class EditConflictState(State[EditConflict]):
    def show_prompt(self, view: View) -> Reply:
        row, theirs = view.form.row(self.focus.row), view.report.answer(self.focus.row)
        mine = GiveAnswer(row=row.key, revision=theirs.revision, reading=self.focus.mine)
        data = describe_place(view.form, row) | {
            "theirs": print_answer(row, theirs),
            "author": theirs.author or "",
            "mine": print_answer(row, as_answer(self.focus.mine)),
        }
        cancel = RunCommand(command=Command.CANCEL)
        buttons = (
            (make_button("conflict.mine", mine, text=data["mine"]),),
            (make_button("conflict.theirs", cancel, text=data["theirs"]),),
        )
        return Reply(code="conflict", data=data, buttons=buttons)

    def take_text(self, turn: Turn, text: str) -> None:
        turn.say("conflict.unclear", read=text)

    def cancel(self, turn: Turn) -> None:
        go_on(turn, self.focus.row, self.focus.back_to)
