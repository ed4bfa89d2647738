"""A list of answers can be read in several ways; one must be picked."""

from __future__ import annotations

from conversations.dialog import preview
from conversations.dialog.prompts.keyboard import CANCEL, make_button
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.turn import Turn
from conversations.protocol.events import Choose
from conversations.protocol.messages import Reply
from conversations.protocol.session import ReadingChoice
from conversations.text.normalize import short_number, shorten_text


class ReadingChoiceState(ConsentState[ReadingChoice]):
    def show_prompt(self, view: View) -> Reply:
        words = [burst.words for burst in self.focus.bursts]
        ways = tuple(
            (make_button("way", Choose(index=n), words=way),) for n, way in enumerate(words)
        )
        data = {"read": shorten_text(self.focus.said), "ways": words}
        return Reply(code="split", data=data, buttons=(*ways, (CANCEL,)))

    def take_text(self, turn: Turn, text: str) -> None:
        if (number := short_number(text)) is not None:
            self.choose(turn, number - 1)
        else:
            super().take_text(turn, text)

    def choose(self, turn: Turn, index: int) -> None:
        preview.choose_reading(turn, self.focus, index)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        turn.say("split.unclear")

    def cancel(self, turn: Turn) -> None:
        preview.return_to_origin(turn, self.focus)
