"""All questions of the report in words."""

from __future__ import annotations

from conversations.dialog.readers.numbered_words import take_numbered_words
from conversations.dialog.row_answers import ask_alone, ask_row
from conversations.dialog.row_search import take_placed
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.dialog.words.order import next_words
from conversations.dialog.words.prompt import prompt_all_words
from conversations.forms.model import Form
from conversations.forms.search import named_row
from conversations.protocol.messages import Reply
from conversations.protocol.session import AllWords
from conversations.reports.model import Report
from conversations.speech.acts import Awaited
from conversations.text.normalize import shorten_text

SENTENCE = 3  # blanks in what can only be meant as words of the report


class AllWordsState(State[AllWords]):
    def show_prompt(self, view: View) -> Reply:
        return prompt_all_words(view.form, view.report, again=view.again)

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]:
        return form.words_asked

    def awaited(self, form: Form) -> Awaited:
        return Awaited.TEXT

    def takes_words(self, form: Form, text: str) -> bool:
        """No question is open yet: a command of the office is one."""
        return False

    def rows_asked(self, form: Form, report: Report) -> tuple[str, ...]:
        return ()

    def take_text(self, turn: Turn, text: str) -> None:
        if take_numbered_words(turn) or take_placed(turn, text):
            return
        if named_row(turn.form, text) is None and text.count(" ") >= SENTENCE:
            turn.say("words.which", read=shorten_text(text))
            turn.quiet = True
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
