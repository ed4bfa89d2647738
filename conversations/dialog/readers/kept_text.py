"""Further answers that come while a choice is asked: they are kept, and read when it is made."""

from __future__ import annotations

import re
from typing import TypeVar

from conversations.dialog.turn import Turn
from conversations.protocol.events import TextSaid
from conversations.protocol.preview_states import ReadingChoice, RowChoice
from conversations.text.normalize import clean_text

SEVERAL = 2  # figures that make a text one of answers
MOST = 9  # messages that wait
LONGEST = 4_000  # characters of them all
_FIGURE = re.compile(r"\d+")
Choice = TypeVar("Choice", ReadingChoice, RowChoice)


def keep_waiting(turn: Turn, focus: Choice, asked: str, *, least: int = SEVERAL) -> bool:
    """Keep a text of several answers until the choice is made; `asked` is what is chosen for.
    False for any other text, for the same answers typed anew, and where too many wait."""
    figures = _FIGURE.findall(turn.typed)
    waiting = (*focus.waiting, turn.typed)
    if len(figures) < least or figures == _FIGURE.findall(asked) or len(waiting) > MOST:
        return False
    if sum(map(len, waiting)) > LONGEST:
        return False
    turn.decided = True
    turn.look_at(focus.model_copy(update={"waiting": waiting}))
    turn.say("choice.waits", read=clean_text(turn.typed), asked=" ".join(asked.split())[:60])
    turn.quiet = True
    return True


def take_waiting(turn: Turn, focus: Choice) -> None:
    """Have what waits read now."""
    if focus.waiting and turn.wanted is None:
        turn.wanted = TextSaid(text="\n".join(focus.waiting))
