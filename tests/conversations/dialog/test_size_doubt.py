"""A number that is out of all proportion to the last period's is asked before it is written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Number
from conversations.reports.previous import PreviousReport
from tests.support.dialog import Talk
from tests.support.reports import LAST_QUARTER

ROW = "I.01.01"


def talk_after(last: int) -> Talk:
    """A conversation at the first question, which was answered so in the last quarter."""
    talk = Talk()
    answer = Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(last)))
    past = PreviousReport(period=LAST_QUARTER, answers={ROW: answer})
    talk.report = talk.report.model_copy(update={"last": past})
    talk.say("/start")
    return talk


@pytest.mark.parametrize(
    ("last", "typed", "written"),
    [(21, "2100", False), (21, "2099", True), (21, "999", True), (15, "15000", False)],
)
def test_a_hundred_times_as_much_is_asked(last: int, typed: str, written: bool) -> None:
    talk = talk_after(last)
    talk.say("câu 1")
    talk.say(typed)
    assert (talk.report.answer(ROW).state is AnswerState.VALUE) is written
    if not written:
        talk.tap(f"{int(typed):,}".replace(",", "."))
        assert talk.report.answer(ROW).amount == Decimal(typed)
