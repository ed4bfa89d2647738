"""A form as it is read in one report, on one day: a day without a year is of its period."""

from __future__ import annotations

from datetime import date

from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.forms.row import Row

MOST_KEPT = 16  # forms that are kept made


def date_form(form: Form, period: Period, today: date) -> Form:
    """The form with its rows of days told what period and day it is; most forms have none."""
    if not form.derived(_has_dated_rows):
        return form
    kept = form.derived(_made)
    if (period, today) not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        rows = tuple(_dated(row, period, today) for row in form.rows)
        kept[period, today] = form.model_copy(update={"rows": rows})
    return kept[period, today]


def _dated(row: Row, period: Period, today: date) -> Row:
    if row.answer is None or not row.answer.is_dated:
        return row
    return row.model_copy(update={"answer": row.answer.dated(period, today)})


def _has_dated_rows(form: Form) -> bool:
    return any(row.answer is not None and row.answer.is_dated for row in form.rows)


def _made(_form: Form) -> dict[tuple[Period, date], Form]:
    return {}
