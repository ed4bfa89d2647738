"""What follows from a report's answers: rows that cannot apply, computed and proposed numbers."""

from __future__ import annotations

from decimal import Decimal

from conversations.answers.values import Answer, AnswerState, Ratio, Value
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.model import AnswerChange, Report
from conversations.rules.expression import evaluate_expression, is_true, parse_expression
from conversations.rules.facts import Facts


def facts_of(form: Form, report: Report, *, settled: bool) -> Facts:
    """The report as expressions see it; a row that cannot apply is not waited for."""
    known: dict[str, bool] = {}

    def is_void(key: str) -> bool:
        if key not in known:
            known[key] = False  # a row that hangs on itself is simply asked
            known[key] = _cannot_apply(form.row(key), facts)
        return known[key]

    facts = Facts(form, report, settled, is_void)
    return facts


def void_reason(form: Form, report: Report, key: str) -> str | None:
    """Why this row cannot apply as the answers stand; None when it can."""
    row = form.row(key)
    return None if row.void_when is None else why_void(row, facts_of(form, report, settled=False))


def why_void(row: Row, facts: Facts) -> str | None:
    """As `void_reason`, for who has the facts of the unsettled report at hand."""
    return row.void_because if row.void_when is not None and facts.void(row.key) else None


def _cannot_apply(row: Row, facts: Facts) -> bool:
    return row.void_when is not None and is_true(parse_expression(row.void_when), facts) is True


def computed_answers(form: Form, report: Report) -> tuple[AnswerChange, ...]:
    """The changes that bring the computed rows in line with the rows they are computed from.
    A percentage of two rows keeps both; it is blank while one of them is."""
    facts = facts_of(form, report, settled=False)
    changes = (computed_answer(row, facts) for row in form.rows if row.computed is not None)
    return tuple(change for change in changes if change is not None)


def computed_answer(row: Row, facts: Facts) -> AnswerChange | None:
    """The change of one computed row; None when it is in line."""
    assert row.computed is not None  # noqa: S101 - callers have looked
    old, value = facts.report.answer(row.key), _computed(row, row.computed, facts)
    if value == old.value:
        return None
    state = AnswerState.BLANK if value is None else AnswerState.VALUE
    new = Answer(state=state, value=value, note=old.note, revision=old.revision + 1)
    return AnswerChange(key=row.key, expected=old.revision, answer=new)


def _computed(row: Row, text: str, facts: Facts) -> Value | None:
    expression = parse_expression(text)
    result = evaluate_expression(expression, facts)
    value = row.answer_type.make_value(result) if isinstance(result, Decimal) else None
    if value is None or expression.parts is None or not row.answer_type.has_parts:
        return value
    numerator, denominator = (evaluate_expression(part, facts) for part in expression.parts)
    if not isinstance(numerator, Decimal) or not isinstance(denominator, Decimal):
        return None
    if numerator < 0 or denominator < 0:  # a share of what is below zero is known as a whole only
        return value
    return Ratio(numerator=numerator, denominator=denominator)


def propose_value(form: Form, report: Report, key: str) -> Value | None:
    """What the other rows suggest for this one; None when they do not tell."""
    row = form.row(key)
    if row.proposal is None:
        return None
    facts = facts_of(form, report, settled=False)
    result = evaluate_expression(parse_expression(row.proposal), facts)
    return row.answer_type.make_value(result) if isinstance(result, Decimal) else None
