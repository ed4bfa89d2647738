"""A list of answers can be read in several ways; one must be picked."""

from __future__ import annotations

from conversations.bulk.column_choice import read_column_choice
from conversations.dialog import preview
from conversations.dialog.prompts.keyboard import CANCEL, make_button
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.turn import Turn
from conversations.protocol.events import Choose, TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.session import ReadingChoice
from conversations.text.normalize import short_number, shorten_text


class ReadingChoiceState(ConsentState[ReadingChoice]):
    def show_prompt(self, view: View) -> Reply:
        words = [burst.words for burst in self.focus.bursts]
        ways = tuple(
            (make_button("way", Choose(index=n), words=way),) for n, way in enumerate(words)
        )
        columns = all(burst.column for burst in self.focus.bursts)
        data = {"read": shorten_text(self.focus.said), "ways": words, "columns": columns}
        return Reply(code="split", data=data, buttons=(*ways, (CANCEL,)))

    def take_text(self, turn: Turn, text: str) -> None:
        """The number of a way, or the column it reads; the list typed anew, or answers for other
        rows; else it is asked again in short."""
        number = short_number(text) or read_column_choice(text, self.focus.bursts)
        held = self.focus.held
        if 1 <= number <= len(self.focus.bursts):
            self.choose(turn, number - 1)
        elif held is not None and preview.take_addition(turn, held, text):
            return
        elif held is None and any(map(str.isdigit, text)) and short_number(text) is None:
            preview.return_to_origin(turn, self.focus)
            turn.wanted = TextSaid(text=turn.typed)
        else:
            self._say_unclear(turn, text)

    def _say_unclear(self, turn: Turn, text: str) -> None:
        columns = all(burst.column for burst in self.focus.bursts)
        turn.say("split.unclear", read=text, count=len(self.focus.bursts), columns=columns)
        turn.quiet = True

    def choose(self, turn: Turn, index: int) -> None:
        preview.choose_reading(turn, self.focus, index)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        self._say_unclear(turn, "")

    def cancel(self, turn: Turn) -> None:
        turn.decided = True
        turn.say("left.unsaved", read=self.focus.said)
        if self.focus.held is not None:
            turn.look_at(self.focus.held)
        else:
            preview.return_to_origin(turn, self.focus)
