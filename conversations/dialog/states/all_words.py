"""All questions of the report in words."""

from __future__ import annotations

from conversations.dialog import navigation
from conversations.dialog.row_answers import ask_alone, ask_row
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.dialog.words.order import next_words
from conversations.dialog.words.prompt import prompt_all_words
from conversations.forms.model import Form
from conversations.protocol.messages import Reply
from conversations.protocol.session import AllWords
from conversations.reports.model import Report


class AllWordsState(State[AllWords]):
    def show_prompt(self, view: View) -> Reply:
        return prompt_all_words(view.form, view.report, again=view.again)

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]:
        return form.words_asked

    def rows_asked(self, form: Form, report: Report) -> tuple[str, ...]:
        return ()

    def take_text(self, turn: Turn, text: str) -> None:
        if (key := self.row_by_number(turn, text)) is not None:
            navigation.open_row(turn, key)
        else:
            super().take_text(turn, text)

    def resume(self, turn: Turn) -> None:
        """To the first question without words; then back to the appendix."""
        following = next_words(turn)
        if following is not None:
            ask_alone(turn, following)
        else:
            ask_row(turn, turn.next_open(None))

    def skip(self, turn: Turn) -> None:
        ask_row(turn, turn.next_open(None))

    def cancel(self, turn: Turn) -> None:
        ask_row(turn, turn.next_open(None))
