"""How far the report in words is."""

from __future__ import annotations

from conversations.answers.values import AnswerState
from conversations.forms.model import Form
from conversations.reports.model import Report


def count_words(form: Form, report: Report) -> dict[str, int]:
    """How many questions there are, and how many of them nobody has answered."""
    given = (AnswerState.VALUE, AnswerState.NONE)
    answered = sum(report.answer(key).state in given for key in form.words_asked)
    total = len(form.words_asked)
    return {"total": total, "written": answered, "left": total - answered}
