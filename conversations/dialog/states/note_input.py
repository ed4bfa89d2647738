"""The note of a row or heading is asked for."""

from __future__ import annotations

from conversations.dialog.navigation import return_to_row
from conversations.dialog.notes import keep_note
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import CANCEL
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Form, RowKind
from conversations.protocol.messages import Reply
from conversations.protocol.session import NoteInput
from conversations.speech.acts import Awaited


class NoteInputState(State[NoteInput]):
    def show_prompt(self, view: View) -> Reply:
        row = view.form.row(self.focus.row)
        data = describe_place(view.form, row) | {
            "heading": row.kind is not RowKind.INDICATOR and row.answer is None,
            "note": view.report.answer(row.key).note or "",
        }
        return Reply(code="ask.note", data=data, buttons=((CANCEL,),))

    def awaited(self, form: Form) -> Awaited:
        return Awaited.TEXT

    def take_text(self, turn: Turn, text: str) -> None:
        keep_note(turn, self.focus, text)

    def cancel(self, turn: Turn) -> None:
        return_to_row(turn, self.focus.back_to)
