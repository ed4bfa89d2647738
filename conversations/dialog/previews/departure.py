"""Going on from a preview that is given up, or was stored."""

from __future__ import annotations

from conversations.dialog import submission
from conversations.dialog.row_answers import ask_plainly, ask_row
from conversations.dialog.turn import Turn
from conversations.protocol.preview_states import Preview, PreviewSource, ReadingChoice


def leave_preview(turn: Turn, focus: Preview) -> None:
    """Store nothing, by the officer's word, and go back to where they were."""
    turn.decided = True
    typed = focus.source is not PreviewSource.KEEP or any(line.entry.said for line in focus.lines)
    turn.say("preview.left", count=len(focus.lines) if typed else 0, notes=len(focus.notes))
    return_to_origin(turn, focus)


def return_to_origin(turn: Turn, focus: Preview | ReadingChoice) -> None:
    """To the row, the list or the checks that stood open before."""
    key = focus.back_to or turn.next_open(None)
    if isinstance(focus, Preview) and focus.submitting:
        submission.submit_report(turn)
    elif key is None:
        ask_row(turn, None)
    elif turn.is_open(turn.form.row(key)):
        ask_plainly(turn, key)
    else:
        ask_row(turn, turn.next_open(key))
