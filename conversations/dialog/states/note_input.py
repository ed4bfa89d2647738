"""The note of a row or heading is asked for."""

from __future__ import annotations

from conversations.dialog.navigation import return_to_row
from conversations.dialog.notes import ERASE, keep_note
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import CANCEL
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.row import RowKind
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import NoteInput
from conversations.speech.acts import Awaited
from conversations.speech.messages_to_bot import announced_words, speaks_to_bot
from conversations.text.normalize import fold_text


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
        """A note; but what sounds like a message to the bot is written only when it is told to
        be a note: `ghi chú: …`."""
        words = announced_words(text)
        if not words and fold_text(text) not in ERASE and speaks_to_bot(turn.form, text):
            turn.say("note.doubtful", read=text)
            turn.quiet = True
        else:
            keep_note(turn, self.focus, words or text)

    def cancel(self, turn: Turn) -> None:
        return_to_row(turn, self.focus.back_to)
