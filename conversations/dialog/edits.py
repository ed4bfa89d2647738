"""A row's answer changed from anywhere, and back to where the officer was: an edited message, a
correction in words, an answer for a row that a warning shows."""

from __future__ import annotations

from conversations.dialog.answering import take_text
from conversations.dialog.turn import Turn
from conversations.protocol.session import FailedCheck, ValueChoice


def change_row(turn: Turn, key: str, text: str) -> bool:
    """Read the text as this row's answer. Whether the conversation may return to where it was:
    not while a check or a choice of readings stands open."""
    row, stored = turn.form.row(key), turn.report.answer(key)
    take_text(turn, row, stored.revision, text, turn.open_row)
    return not isinstance(turn.session.focus, FailedCheck | ValueChoice)
