"""Which question of the report in words comes next."""

from __future__ import annotations

from itertools import dropwhile, islice

from conversations.dialog.turn import Turn
from conversations.reports.model import ReportState


def next_words(turn: Turn, after: str | None = None) -> str | None:
    """The next question, behind this one, that waits for the officer's words."""
    keys = turn.form.words_asked
    if after is not None:
        keys = tuple(islice(dropwhile(after.__ne__, keys), 1, None))
    return next((key for key in keys if turn.report.waits(key)), None)


def returned_words(turn: Turn) -> str | None:
    """The first question whose words the reviewer sent back and that are as they were."""
    return next_words(turn) if turn.report.state is ReportState.RETURNED else None
