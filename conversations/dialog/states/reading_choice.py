"""A list of answers can be read in several ways; one must be picked."""

from __future__ import annotations

from conversations.bulk.column_choice import read_column_choice
from conversations.dialog import preview
from conversations.dialog.previews import departure
from conversations.dialog.prompts.keyboard import CANCEL, make_button
from conversations.dialog.readers.kept_text import SEVERAL, keep_waiting, take_waiting
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.turn import Turn
from conversations.protocol.events import Choose, TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.preview_states import ReadingChoice
from conversations.text.normalize import clean_text, fold_text, short_number, shorten_text

BESIDE = 25  # characters of polite words beside the words of a way


class ReadingChoiceState(ConsentState[ReadingChoice]):
    def show_prompt(self, view: View) -> Reply:
        words = [burst.words for burst in self.focus.bursts]
        ways = tuple(
            (make_button("way", Choose(index=n), words=way),) for n, way in enumerate(words)
        )
        columns = all(burst.column for burst in self.focus.bursts)
        data = {"read": shorten_text(self.focus.said), "ways": words, "columns": columns}
        return Reply(code="split", data=data, buttons=(*ways, (CANCEL,)))

    def _named(self, text: str) -> int:
        """The number of the one way whose words are in a short text: `không phát sinh nhé em`; 0
        for any other."""
        said = fold_text(text)
        ways = [fold_text(way.words) for way in self.focus.bursts]
        named = [n for n, words in enumerate(ways, 1) if words and f" {words} " in f" {said} "]
        short = len(said) <= max(map(len, ways), default=0) + BESIDE
        plain = short and not any(map(str.isdigit, text)) and "\n" not in text
        return named[0] if len(named) == 1 and plain else 0

    def _least(self, text: str) -> int:
        """Figures of a text that waits: while a table is asked about, one with words beside it."""
        columns = all(burst.column for burst in self.focus.bursts)
        return 1 if columns and len(text.split()) > 1 else SEVERAL

    def take_text(self, turn: Turn, text: str) -> None:
        """The number of a way, or the column it reads; further answers, which wait; the list typed
        anew, or one answer for another row; else it is asked again in short."""
        number = (
            short_number(text) or read_column_choice(text, self.focus.bursts) or self._named(text)
        )
        held = self.focus.held
        if 1 <= number <= len(self.focus.bursts):
            self.choose(turn, number - 1)
        elif keep_waiting(turn, self.focus, self.focus.said, least=self._least(text)) or (
            held is not None and preview.take_addition(turn, held, text)
        ):
            return
        elif self.focus.waiting and any(map(str.isdigit, text)):
            turn.say("choice.full", read=clean_text(turn.typed), count=len(self.focus.waiting))
            turn.quiet = True
        elif held is None and any(map(str.isdigit, text)) and short_number(text) is None:
            departure.return_to_origin(turn, self.focus)
            turn.wanted = TextSaid(text=turn.typed)
        else:
            self._say_unclear(turn, text)

    def _say_unclear(self, turn: Turn, text: str) -> None:
        columns = all(burst.column for burst in self.focus.bursts)
        turn.say("split.unclear", read=text, count=len(self.focus.bursts), columns=columns)
        turn.quiet = True

    def choose(self, turn: Turn, index: int) -> None:
        preview.choose_reading(turn, self.focus, index)
        take_waiting(turn, self.focus)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        self._say_unclear(turn, "")

    def cancel(self, turn: Turn) -> None:
        turn.decided = True
        turn.say("left.unsaved", read=self.focus.said)
        if self.focus.held is not None:
            turn.look_at(self.focus.held)
        else:
            departure.return_to_origin(turn, self.focus)
        take_waiting(turn, self.focus)
