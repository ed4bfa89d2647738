"""What is kept of a report's answers is what one counts anew."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.simulation.replay import NOON
from conversations.answers.values import Answer, AnswerState, Number
from conversations.reports.answered_rows import AnsweredRows
from tests.support.appendix import empty_report, form

KEYS = form().order[:6]
SAID = (
    Answer(),
    Answer(state=AnswerState.NONE),
    Answer(state=AnswerState.VALUE, value=Number(amount=7)),
)
ANSWERS = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(SAID)))


@given(ANSWERS)
def test_answers_one_after_the_other(answers: Sequence[tuple[str, Answer]]) -> None:
    report, few = empty_report(), dict.fromkeys(KEYS[::2])
    for key, answer in answers:
        assert report.answered.count(few) == AnsweredRows.of(report.answers).count(few)
        report = report.with_answer(key, answer)
        assert report.answered.keys == AnsweredRows.of(report.answers).keys
        assert report.answered.count(form().asked_at) == len(report.answered.keys)


def test_other_answers_are_counted_anew() -> None:
    report = empty_report().with_answer(KEYS[0], SAID[2])
    assert report.answered.keys == {KEYS[0]}
    assert report.model_copy(update={"answers": {}}).answered.keys == frozenset()


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_signed_answer_says_what_it_said(amount: Decimal) -> None:
    """To the last figure, though many share its number."""
    said = Answer(state=AnswerState.VALUE, value=Number(amount=amount), note="x", revision=2)
    signed = said.signed("Lan", NOON)
    assert signed == said.model_copy(update={"author": "Lan", "at": NOON})
    assert str(signed.amount) == str(amount)
    assert signed.value is said.signed("Mai", NOON).value


def test_a_report_equals_one_that_was_not_counted() -> None:
    report = empty_report()
    other = report.model_copy()
    assert report.answered.count(form().asked_at) == 0
    assert report == other
    assert report.model_dump() == other.model_dump()
