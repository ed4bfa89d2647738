"""A half year, nine months or a year, put together from the unit's own quarters."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from conversations.answers.figure import as_figure
from conversations.answers.values import Answer, AnswerState, Names
from conversations.calendar.periods import Period, PeriodKind, kind_of
from conversations.forms.growth import grow_form, item_key, item_names
from conversations.forms.model import Form
from conversations.forms.row import Basis, Row
from conversations.forms.tables import NAMES
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from conversations.reports.printed_answers import print_answer

QUARTERS = {PeriodKind.HALF: 2, PeriodKind.NINE_MONTHS: 3, PeriodKind.YEAR: 4}


def is_derived(period: Period) -> bool:
    """Whether a report on this period can be put together from quarters."""
    return kind_of(period) in QUARTERS


def derive_report(
    form: Form, period: Period, quarters: Sequence[PreviousReport]
) -> PreviousReport | None:
    """What the quarters say about the longer period; None when one of them is missing. What
    flows is summed, a percentage from its parts; what is counted at a date is that of the last
    quarter. A row that a quarter left open is left open."""
    within = [one for one in quarters if _lies_in(one.period, period)]
    if len(within) != QUARTERS.get(kind_of(period), 0):
        return None
    within.sort(key=lambda one: one.period.end)
    answers = {}
    for row in _with_items(form, within).rows:
        found = _derived(row, [_answer_of(one, row) for one in within])
        if found is not None:
            answers[row.key] = found
    name = " + ".join(one.period.name for one in within)
    return PreviousReport(
        period=Period(name=name, start=period.start, end=period.end), answers=answers, derived=True
    )


def _with_items(form: Form, quarters: Sequence[PreviousReport]) -> Form:
    """The form with a row for each item that one of the quarters has."""
    names: dict[str, dict[str, None]] = {}
    for one in quarters:
        for key, own in item_names(form, one.answers).items():
            names.setdefault(key, {}).update(dict.fromkeys(own))
    return grow_form(form, {key: tuple(own) for key, own in names.items()})


def _answer_of(quarter: PreviousReport, row: Row) -> Answer:
    """What the quarter says of the row: of an item that its list does not have that nothing
    occurred."""
    answer = quarter.answer(row.key)
    if answer.state is not AnswerState.BLANK or not row.is_added:
        return answer
    line = row.key.partition(":")[0]
    place = line.rpartition(".")[0]
    value = quarter.answer(f"{place}:{NAMES}").value
    has = isinstance(value, Names) and line in {item_key(place, name) for name in value.names}
    return answer if has or value is None else Answer(state=AnswerState.NONE)


def _lies_in(quarter: Period, period: Period) -> bool:
    inside = period.start <= quarter.start and quarter.end <= period.end
    return inside and kind_of(quarter) is PeriodKind.QUARTER


def _derived(row: Row, quarters: Sequence[Answer]) -> Answer | None:
    if row.answer is None or row.computed is not None:
        return None
    if row.basis not in (Basis.IN_PERIOD, None):
        last = quarters[-1]
        known = last.state in (AnswerState.VALUE, AnswerState.NONE, AnswerState.NOT_APPLICABLE)
        return Answer(state=last.state, value=last.value, remark=last.remark) if known else None
    if all(one.state is AnswerState.NONE for one in quarters):
        return Answer(state=AnswerState.NONE)
    if any(one.state not in (AnswerState.VALUE, AnswerState.NONE) for one in quarters):
        return None
    figures = [as_figure(one) for one in quarters if one.state is AnswerState.VALUE]
    if row.holds_names:
        return Answer(state=AnswerState.VALUE, value=row.answer.total(figures))
    if any(one.amount is None or not row.answer.counts(one) for one in figures):
        return None
    total = row.answer.total(figures)
    return Answer(state=AnswerState.VALUE, value=total) if total is not None else None


def rows_apart(form: Form, report: Report) -> list[dict[str, str]]:
    """The rows that say something else than the quarters put together."""
    past = report.last
    if past is None or not past.derived:
        return []
    found = []
    for row in form.rows:
        mine, theirs = report.answer(row.key), past.answers.get(row.key)
        if theirs is None or mine.state is not AnswerState.VALUE:
            continue
        if (mine.amount or Decimal(0)) != (theirs.amount or Decimal(0)):
            label = row.tagged_title
            here, there = print_answer(row, mine), print_answer(row, theirs)
            found.append({"label": label, "here": here, "there": there})
    return found
