"""What a reviewer should not miss: kept warnings with their reasons, leaps, gaps."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.workflow.review.notable import describe_notable, find_leaps
from conversations.answers.values import Answer, AnswerState, Number
from conversations.reports.model import Reason, Report
from conversations.rules import checks
from templates.loading.catalog import load_catalog
from tests.support.reports import blank_report, past

FORM = load_catalog().get("cchc-so", "2023.1")


def report(last: dict[str, int], **numbers: int | AnswerState) -> Report:
    found = blank_report(FORM).model_copy(update={"last": past(**last), "latest": past(**last)})
    for name, given in numbers.items():
        state = given if isinstance(given, AnswerState) else AnswerState.VALUE
        value = None if isinstance(given, AnswerState) else Number(amount=Decimal(given))
        found = found.with_answer(name.replace("_", "."), Answer(state=state, value=value))
    return found


@pytest.mark.parametrize(
    ("old", "new", "leaps"),
    [
        (10, 95, True),
        (95, 10, True),
        (0, 12, True),
        (12, AnswerState.NONE, True),
        (12, AnswerState.NOT_APPLICABLE, True),
        (40, 44, False),
        (1, 4, False),
        (12, AnswerState.PENDING, False),
        (12, AnswerState.BLANK, False),
    ],
)
def test_a_number_far_from_the_last_one_is_named(
    old: int, new: int | AnswerState, leaps: bool
) -> None:
    found = find_leaps(FORM, report({"I_01_01": old}, I_01_01=new))
    assert [row.key for row in found] == (["I.01.01"] if leaps else [])


def test_a_leap_says_both_numbers() -> None:
    (leap,) = describe_notable(FORM, report({"I_01_01": 10}, I_01_01=95))["leaps"]
    assert (leap["old"], leap["new"]) == ("10", "95")


def test_without_an_earlier_report_nothing_leaps() -> None:
    assert find_leaps(FORM, blank_report(FORM)) == []


def test_a_kept_warning_comes_with_its_reason() -> None:
    found = report({}, I_01_01=5, I_01_02=9)
    said = describe_notable(FORM, found)["checks"]
    assert [(one["reason"], one["hard"]) for one in said] == [("", False)]
    assert said[0]["shown"] == "Số nhiệm vụ đề ra trong kế hoạch 5; Số nhiệm vụ đã hoàn thành 9"
    ((raised, _),) = checks.explained_checks(FORM, found)
    mark = checks.fingerprint_operands(found, raised)
    kept = found.with_reason(raised.check.id, Reason(text="theo kế hoạch mới", operands=mark))
    (told,) = describe_notable(FORM, kept)["checks"]
    assert told["reason"] == "theo kế hoạch mới"
    assert "hãy sửa" not in told["message"]


def test_gaps_are_counted_and_named() -> None:
    found = describe_notable(FORM, report({}, I_01_01=AnswerState.PENDING))
    assert found["pending"] == 1
    assert found["unanswered"] > 100
    assert len(found["unanswered_rows"]) == 2
