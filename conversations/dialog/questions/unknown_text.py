"""A text that nothing could be made of: that is said, with the likeliest next steps, and nothing
else is repeated."""

from __future__ import annotations

from conversations.commands.nearest import nearest_commands
from conversations.dialog.questions.place import NumberedRows, tell_place
from conversations.dialog.turn import Turn
from conversations.speech.consent import read_consent

STEPS = 2  # ways on that are offered


def say_not_understood(turn: Turn, state: NumberedRows, text: str) -> None:
    """Nothing is written; the nearest command, the row that is asked, or help."""
    turn.quiet = True
    here = tell_place(turn, state)
    agrees = read_consent(text) is not None  # to nothing that was asked
    near = () if agrees else nearest_commands(text, 1 if here["kind"] in ("row", "list") else STEPS)
    asks = here["kind"] not in ("row", "list") and len(near) == 1
    turn.suggested = near[0] if asks else ""
    turn.say("unknown.text", read=text, near=near, here=here, open=turn.report.editable)
