"""Telling the officer which numbers of their own words the appendix does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.narrative.strangers import list_strangers
from conversations.reports.model import Report

MOST_TOLD = 6  # numbers of one answer
MOST_LINES = 5  # questions whose numbers are told before the report is handed in


def tell_strangers(turn: Turn, key: str) -> None:
    """Say which numbers of the words just written stand in no row: they may be kept."""
    for numbers in list_strangers(turn.form, turn.report, key).values():
        more = max(0, len(numbers) - MOST_TOLD)
        turn.say("words.strangers", found=numbers[:MOST_TOLD], more=more)


def strangers_in_words(form: Form, report: Report) -> list[dict[str, Any]]:
    """The same of all words, a line for each question."""
    return [*_lines(form, report)][:MOST_LINES]


def _lines(form: Form, report: Report) -> Iterator[dict[str, Any]]:
    for key, numbers in list_strangers(form, report).items():
        more = max(0, len(numbers) - MOST_TOLD)
        n = form.words_asked.index(key) + 1
        label = form.row(key).title
        yield {"n": n, "label": label, "numbers": numbers[:MOST_TOLD], "more": more}
