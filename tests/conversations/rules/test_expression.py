"""The language of checks: what may be written, and what it says of a report with gaps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answer_types.count import CountType
from conversations.answers.values import Answer, AnswerState, Number
from conversations.forms.model import Form
from conversations.forms.row import Row, RowKind
from conversations.rules.expression import ExpressionError, evaluate_expression, parse_expression
from conversations.rules.facts import Facts
from tests.support.reports import blank_report, past

ROWS = tuple(Row(key=key, kind=RowKind.INDICATOR, level=1, label=key) for key in "ABCDEX")
FORM = Form(
    key="letters",
    version="1",
    title="Letters",
    rows=tuple(row.model_copy(update={"answer": CountType()}) for row in ROWS),
    checks=(),
    order=tuple("ABCDEX"),
)


def facts(
    *, settled: bool = False, void: str = "", last: dict[str, int] | None = None, **given: Any
) -> Facts:
    """A report in which rows A to E are a number, a state, or (not given) blank."""
    report = blank_report(FORM)
    for key, what in given.items():
        if isinstance(what, AnswerState):
            answer = Answer(state=what)
        else:
            answer = Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(str(what))))
        report = report.with_answer(key, answer)
    report = report.model_copy(update={"last": past(**last) if last else None})
    return Facts(FORM, report, settled, lambda key: key in void)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[A] + [B]", 10),
        ("[A] - [B]", 4),
        ("[A] * [B]", 21),
        ("[A] + [B] * 2", 13),
        ("([A] + [B]) * 2", 20),
        ("-[A] + [B]", -4),
        ("[A] / 2", "3.5"),
        ("0.1 + 0.2", "0.3"),
        ("max([A], [B], 9)", 9),
        ("min([A], [B])", 3),
        ("percent([B], [A])", "42.86"),
        ("percent([A], [A])", 100),
    ],
)
def test_numbers_are_exact(text: str, value: int | str) -> None:
    assert evaluate_expression(parse_expression(text), facts(A=7, B=3)) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("[A] > [B]", True),
        ("[A] = 7", True),
        ("[A] == 7", True),
        ("[A] != 7", False),
        ("0 <= [B] <= [A]", True),
        ("0 <= [A] <= [B]", False),
        ("[A] > 0 and [B] > 0", True),
        ("[A] < 0 or [B] > 0", True),
        ("not [A] > 0", False),
        ("filled([A]) and not blank([B])", True),
        ("zero([A])", False),
    ],
)
def test_conditions(text: str, truth: bool) -> None:
    assert evaluate_expression(parse_expression(text), facts(A=7, B=3)) is truth


@pytest.mark.parametrize(
    ("text", "while_asked", "settled"),
    [
        # C is blank: before the end its number may still come.
        ("[A] <= [C]", None, None),
        ("[A] + [C] <= 10", None, True),
        ("[A] + [C] <= 1", None, False),
        ("[C] + [D] = 0", None, None),
        ("[A] - [C] = 7", None, None),
        ("filled([C])", None, False),
        ("blank([C])", None, True),
        ("zero([C])", None, False),
        ("[A] = 7 or [C] = 1", True, True),
        ("[A] = 8 or [C] = 1", None, None),
        ("[A] = 8 and [C] = 1", False, False),
        ("not [C] = 1", None, None),
        ("noted([C])", None, False),
    ],
)
def test_a_blank_row_is_waited_for_until_the_end(
    text: str, while_asked: bool | None, settled: bool | None
) -> None:
    assert evaluate_expression(parse_expression(text), facts(A=7)) is while_asked
    assert evaluate_expression(parse_expression(text), facts(A=7, settled=True)) is settled


def test_a_row_that_cannot_apply_is_not_waited_for() -> None:
    assert evaluate_expression(parse_expression("[A] + [C] <= 10"), facts(A=7, void="C")) is True


@pytest.mark.parametrize(
    ("state", "number", "zero", "filled"),
    [
        (AnswerState.NONE, Decimal(0), True, True),
        (AnswerState.NOT_APPLICABLE, None, True, True),
        (AnswerState.PENDING, None, None, True),
        (AnswerState.BLANK, None, False, False),
    ],
)
def test_what_the_answer_states_say(
    state: AnswerState, number: Decimal | None, zero: bool | None, filled: bool
) -> None:
    report = facts(A=state, settled=True)
    assert evaluate_expression(parse_expression("[A]"), report) == number
    assert evaluate_expression(parse_expression("zero([A])"), report) is zero
    assert evaluate_expression(parse_expression("filled([A])"), report) is filled


def test_a_pending_number_leaves_its_sum_unknown() -> None:
    report = facts(A=1, B=AnswerState.PENDING, settled=True)
    assert evaluate_expression(parse_expression("[A] + [B] <= 1"), report) is None


@pytest.mark.parametrize("text", ["[A] / [B] > 1", "percent([A], [B]) > 1"])
def test_a_division_by_zero_is_unknown(text: str) -> None:
    assert evaluate_expression(parse_expression(text), facts(A=1, B=0)) is None


def test_the_last_period_is_unknown_when_there_was_none() -> None:
    assert evaluate_expression(parse_expression("[A] >= last([A])"), facts(A=1)) is None
    assert (
        evaluate_expression(parse_expression("[A] >= last([A])"), facts(A=1, last={"A": 2}))
        is False
    )


def test_the_same_period_a_year_ago_is_another_than_the_last() -> None:
    tree = parse_expression("[A] - last_year([A])")
    now = facts(A=5, last={"A": 2})
    assert evaluate_expression(tree, now) is None
    report = now.report.model_copy(update={"year_before": past(A=3)})
    assert evaluate_expression(tree, replace(now, report=report)) == 2


@pytest.mark.parametrize(
    ("now", "last", "truth"),
    [(130, 100, True), (131, 100, False), (70, 100, True), (69, 100, False), (5, 0, None)],
)
def test_steady_compares_with_the_last_period(now: int, last: int, truth: bool | None) -> None:
    assert (
        evaluate_expression(parse_expression("steady([A], 30)"), facts(A=now, last={"A": last}))
        is truth
    )


@pytest.mark.parametrize(
    ("text", "found", "allowed"),
    [
        ("", "nothing", "[KEY]"),
        ("[A", "'[A'", "[KEY]"),
        ("A + 1", "'A'", "blank"),
        ("[A] ** 2", "'**'", "+ - * /"),
        ("[A] // 2", "'//'", "+ - * /"),
        ("[A] % 2", "'% 2'", "+ - * /"),
        ("[A].value", "'.value'", "[KEY]"),
        ("'text'", "'text'", "[KEY]"),
        ("open([A])", "'open'", "percent"),
        ("lambda: 1", "'lambda'", "blank"),
        ("[A] if [B] else 1", "'if'", "blank"),
        ("[A] + ([B] > 1)", "a condition", "a number here"),
        ("[A] and [B]", "a number", "a condition here"),
        ("not [A]", "a number", "a condition here"),
        ("zero([A] + 1)", "binop", "a row"),
        ("zero()", "0 arguments", "1"),
        ("percent([A])", "1 arguments", "2"),
        ("max()", "0 arguments", "1 or more"),
        ("(" * 200 + "1" + ")" * 200, "too deep or too long", "30 brackets"),
        ("1 +" * 20_000 + "1", "characters", "20000"),
        ("[A] <", "cannot be read", "[KEY]"),
        ("[А] > 1", "[А] > 1", "[KEY]"),  # a Cyrillic letter that looks like ours
    ],
)
def test_what_cannot_be_written(text: str, found: str, allowed: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse_expression(text)
    before, _, after = str(error.value).partition("allowed: ")
    assert found in before
    assert allowed in after


@given(st.text(alphabet="[]ABX.0123456789+-*/<>=!(), andornotzeroblankmaxlast'\"\\_:", max_size=60))
def test_no_text_does_anything_but_parse_or_be_refused(text: str) -> None:
    try:
        expression = parse_expression(text)
    except ExpressionError:
        return
    assert expression.is_condition in {True, False}


TERM = st.sampled_from(["[A]", "[B]", "[C]", "0", "2", "10"])
CONDITION = st.recursive(
    st.builds("{} {} {}".format, TERM, st.sampled_from(["<", "<=", "=", ">=", ">"]), TERM)
    | st.sampled_from(["zero([A])", "filled([B])", "blank([C])"]),
    lambda inner: (
        st.builds("({}) and ({})".format, inner, inner)
        | st.builds("({}) or ({})".format, inner, inner)
        | st.builds("not ({})".format, inner)
    ),
    max_leaves=6,
)


@given(CONDITION, st.lists(st.integers(0, 12), min_size=3, max_size=3), st.sets(st.integers(0, 2)))
def test_what_is_known_early_stays_true(text: str, numbers: list[int], gaps: set[int]) -> None:
    """A verdict given while answers are missing is the verdict after they came."""
    full = dict(zip("ABC", numbers, strict=True))
    part = {key: value for i, (key, value) in enumerate(full.items()) if i not in gaps}
    early = evaluate_expression(parse_expression(text), facts(**part))
    assert early is None or early is evaluate_expression(parse_expression(text), facts(**full))
