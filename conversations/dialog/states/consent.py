"""The states that await a yes or a no."""

from __future__ import annotations

from conversations.dialog.states.base import Focus, State
from conversations.dialog.turn import Turn
from conversations.text.normalize import fold_text

DISSENT = frozenset({"khong", "ko", "k", "chua", "khong dong y"})
CONSENT = frozenset({"co", "dong y", "ok", "oke", "duoc", "xac nhan", "nop", "u", "vang", "dung"})


def is_consent(text: str) -> bool:
    """Whether the text is a yes or a no."""
    return fold_text(text) in CONSENT | DISSENT


class ConsentState(State[Focus]):
    """Yes confirms, no cancels."""

    def take_text(self, turn: Turn, text: str) -> None:
        if fold_text(text) in CONSENT:
            self.confirm(turn)
        elif fold_text(text) in DISSENT:
            self.cancel(turn)
        else:
            turn.say("confirm.unclear", read=text)
