"""How many rows of a report have which answer: what is true of it before it is submitted."""

from __future__ import annotations

from collections import Counter
from typing import Any

from conversations.answers.values import AnswerState
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of
from conversations.rules.computed import facts_of, why_void
from conversations.text.normalize import shorten_text

MOST_NAMED = 3  # rows that are named
LABEL = 50  # characters of their labels


def tally_answers(form: Form, report: Report) -> dict[str, Any]:
    """The asked rows counted by what is said of them; the blank ones by section, with those that
    had a value in the last period by name. A row that cannot apply is none of the blank ones, nor
    is a cell that nobody can fill in."""
    counted = [key for key in form.order if not is_left_blank(form, report, key)]
    blank = [key for key in counted if report.answer(key).state is AnswerState.BLANK]
    open_rows = find_blank(form, report)
    states = Counter(report.answer(key).state for key in form.order)
    sections = Counter(form.section_of(key).key for key in open_rows)
    gone = [form.row(key).title for key in open_rows if _had_value(form, report, key)]
    return {
        "total": len(counted),
        "given": states[AnswerState.VALUE],
        "not_occurring": states[AnswerState.NONE],
        "not_applicable": states[AnswerState.NOT_APPLICABLE],
        "pending": states[AnswerState.PENDING],
        "void": len(blank) - len(open_rows),
        "blank": len(open_rows),
        "sections": [
            {"stt": form.row(key).stt, "label": form.row(key).title, "count": count}
            for key, count in sections.items()
        ],
        "gone": [shorten_text(title, LABEL) for title in gone[:MOST_NAMED]],
        "gone_count": len(gone),
    }


def find_blank(form: Form, report: Report) -> list[str]:
    """The asked rows without an answer that may apply, computed ones too."""
    facts = facts_of(form, report, settled=False)
    return [
        key
        for key in form.order
        if report.answer(key).state is AnswerState.BLANK
        and not is_left_blank(form, report, key)
        and why_void(form.row(key), facts) is None
    ]


def is_left_blank(form: Form, report: Report, key: str) -> bool:
    """Whether it is a cell of a table that is computed, of other cells or of an earlier period,
    and could not be: nobody is asked for it."""
    row = form.row(key)
    computed = row.computed is not None and row.cell is not None
    return computed and report.answer(key).state is AnswerState.BLANK


def _had_value(form: Form, report: Report, key: str) -> bool:
    past = past_of(report, form.row(key))
    return past is not None and past.answer(key).state is AnswerState.VALUE
