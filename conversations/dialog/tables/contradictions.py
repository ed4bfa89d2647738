"""Answers to cells that contradict each other or what is stored: told before they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conversations.bulk.model import BulkEntry
from conversations.dialog.tables.line_prompt import is_one_line
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from conversations.rules.checks import Verdict, failed_checks
from conversations.tables.cell_names import short_titles

MOST_TOLD = 4  # contradictions of one message
MOST_FIGURES = 4  # of one contradiction


def find_contradictions(
    form: Form, report: Report, entries: Iterable[BulkEntry]
) -> list[dict[str, Any]]:
    """The hard checks that would not hold with these answers to cells, and do hold now or say
    nothing yet: what each says, with the figures that it is about."""
    given = {
        one.row: as_answer(one.reading)
        for one in entries
        if one.row is not None and isinstance(one.reading, ReadValue | ReadState)
    }
    if not any(form.row(key).cell is not None for key in given):
        return []
    after = report
    for key, answer in given.items():
        after = after.with_answer(key, answer)
    touched = frozenset(given)
    before = {one.check.id for one in failed_checks(form, report, settled=False, touching=touched)}
    broken = failed_checks(form, after, settled=False, touching=touched)
    new = [
        one for one in broken if one.check.severity is Severity.HARD and one.check.id not in before
    ]
    return [_described(form, after, one) for one in new[:MOST_TOLD]]


def _described(form: Form, report: Report, verdict: Verdict) -> dict[str, Any]:
    keys = [key for key in verdict.rows if form.row(key).answer is not None]
    beside = is_one_line(form, keys)
    titles = short_titles(form, keys) if beside else {key: form.row(key).title for key in keys}
    figures = [
        {"label": titles[key], "value": print_answer(form.row(key), report.answer(key))}
        for key in keys
    ]
    return {
        "message": verdict.check.message,
        "figures": figures[:MOST_FIGURES],
        "more": len(figures) > MOST_FIGURES,
    }
