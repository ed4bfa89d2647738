"""The text had several readings; one must be picked."""

from __future__ import annotations

from conversations.dialog.answering import ask_alone
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import CANCEL, make_button
from conversations.dialog.states.base import State, View
from conversations.dialog.states.row_question import take_answers
from conversations.dialog.turn import Turn
from conversations.parsing.result import as_answer
from conversations.protocol.events import GiveAnswer
from conversations.protocol.messages import Reply
from conversations.protocol.session import ValueChoice
from conversations.reports.formatting import print_answer


class ValueChoiceState(State[ValueChoice]):
    def show_prompt(self, view: View) -> Reply:
        row = view.form.row(self.focus.row)
        lines = tuple(
            (
                make_button(
                    "reading",
                    GiveAnswer(row=row.key, revision=self.focus.revision, reading=reading),
                    text=print_answer(row, as_answer(reading)),
                ),
            )
            for reading in self.focus.readings
        )
        data = describe_place(view.form, row) | self.focus.data
        return Reply(code=self.focus.code, data=data, buttons=(*lines, (CANCEL,)))

    def take_text(self, turn: Turn, text: str) -> None:
        take_answers(turn, self.focus, text)

    def cancel(self, turn: Turn) -> None:
        ask_alone(turn, self.focus.row, self.focus.back_to)
