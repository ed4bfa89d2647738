"""Several rows match the officer's words; one must be picked."""

from __future__ import annotations

from conversations.dialog.answering import take_text
from conversations.dialog.navigation import open_row, return_to_row
from conversations.dialog.overview import row_line
from conversations.dialog.prompts.keyboard import CANCEL, make_button
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol.events import Choose
from conversations.protocol.messages import Reply
from conversations.protocol.session import RowChoice
from conversations.speech.acts import Awaited
from conversations.text.normalize import short_number


class RowChoiceState(State[RowChoice]):
    def show_prompt(self, view: View) -> Reply:
        rows = [view.form.row(key) for key in self.focus.rows]
        buttons = tuple(
            (make_button("open", Choose(index=n), key=row.key, label=row.title),)
            for n, row in enumerate(rows)
        )
        lines = [row_line(row, view.report) for row in rows]
        data = {"words": self.focus.words, "rows": lines, "value": self.focus.value}
        return Reply(code="choose.row", data=data, buttons=(*buttons, (CANCEL,)))

    def awaited(self, form: Form) -> Awaited:
        return Awaited.CHOICE

    def take_text(self, turn: Turn, text: str) -> None:
        number = short_number(text) or 0
        if 1 <= number <= len(self.focus.rows):
            self.choose(turn, number - 1)
        else:
            super().take_text(turn, text)

    def choose(self, turn: Turn, index: int) -> None:
        """Open the row that was picked; with the answer that came with the words, give it."""
        if not 0 <= index < len(self.focus.rows):
            return
        key, value, back_to = self.focus.rows[index], self.focus.value, self.focus.back_to
        if value:
            row, revision = turn.form.row(key), turn.report.answer(key).revision
            take_text(turn, row, revision, value, back_to if back_to != key else None)
        else:
            open_row(turn, key)

    def cancel(self, turn: Turn) -> None:
        return_to_row(turn, self.focus.back_to)
