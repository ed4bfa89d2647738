"""What may be said where the officer is asked for words."""

from __future__ import annotations

from conversations.answers.values import Answer, AnswerState, Text
from conversations.forms.narrative_plan import SuggestionKind, WordsQuestion
from conversations.narrative.suggestions import MOST_SUGGESTED, suggest_words
from conversations.reports.model import Reason, Report
from conversations.reports.previous import PreviousReport
from conversations.rules.checks import failed_checks, fingerprint_operands
from tests.conversations.narrative.test_sentences import answer, report
from tests.support.appendix import form, sample_report
from tests.support.narrative_form import plan_of, small_form
from tests.support.reports import LAST_QUARTER


def suggested(given: Report, key: str = "W.1") -> list[tuple[SuggestionKind, str]]:
    plan = plan_of(small_form())
    found = suggest_words(small_form(), plan, given, plan.question(key))
    return [(one.kind, one.text) for one in found]


def test_a_number_that_should_be_nothing_is_suggested() -> None:
    late = report({"01.01": 3, "01.02": 2, "01.03": 1})
    assert suggested(late) == [(SuggestionKind.OVERDUE, "Có 1 hồ sơ chuyển qua.")]
    assert suggested(report({"01.01": 3, "01.02": 3, "01.03": 0})) == []
    assert suggested(late, "W.2") == []  # its author asks for last period's words alone


def test_shares_below_the_plan_are_suggested() -> None:
    short = report({"01.05": 7, "01.04": 21, "02.04": (66, 88)})
    assert suggested(short) == [
        (SuggestionKind.BELOW_PLAN, "Mới hoàn thành 7/21 nhiệm vụ."),
        (SuggestionKind.BELOW_PLAN, "Tỷ lệ hài lòng mới đạt 75% (66/88 phiếu)."),
    ]
    assert suggested(report({"01.05": 21, "01.04": 21, "02.04": 100})) == []


def test_nothing_is_suggested_of_rows_that_contradict_each_other() -> None:
    assert suggested(report({"01.05": 7, "01.04": 21, "01.06": 34})) == []
    assert suggested(report({"01.01": 3, "01.02": 3, "01.03": 1})) == []
    assert suggested(report({"01.03": 1})) == [(SuggestionKind.OVERDUE, "Có 1 hồ sơ chuyển qua.")]


def test_rows_without_a_number_yet_are_suggested_by_name() -> None:
    waiting = report({"02.03": AnswerState.PENDING})
    assert suggested(waiting) == [
        (SuggestionKind.PENDING, "Chưa có số liệu: Số phần mềm mức độ 3.")
    ]


def test_last_periods_words_are_suggested_as_they_were() -> None:
    words = Answer(state=AnswerState.VALUE, value=Text(text="Thiếu kinh phí\nThiếu người"))
    last = PreviousReport(period=LAST_QUARTER, answers={"W.1": words})
    given = report({}).model_copy(update={"last": last})
    assert suggested(given) == [(SuggestionKind.LAST_WORDS, "Thiếu kinh phí\nThiếu người")]
    assert suggested(given, "W.2") == []
    plan = plan_of(small_form())
    [one] = suggest_words(small_form(), plan, given, plan.question("W.1"))
    assert one.about == "Quý IV/2022"


def test_a_warning_that_was_kept_is_suggested_with_its_reason_while_it_holds_good() -> None:
    given = sample_report()
    verdict = next(one for one in failed_checks(form(), given, settled=False))
    reason = Reason(text="Chưa tổng hợp xong", operands=fingerprint_operands(given, verdict))
    given = given.with_reason(verdict.check.id, reason)
    asked = WordsQuestion(key="W.9", question="?", suggest=(SuggestionKind.KEPT_WARNINGS,))
    [one] = suggest_words(form(), plan_of(form()), given, asked)
    assert (one.text, one.about, one.rows) == (
        "Chưa tổng hợp xong.",
        verdict.check.message,
        verdict.rows,
    )
    changed = given.with_answer(verdict.rows[0], answer(990_000))
    assert suggest_words(form(), plan_of(form()), changed, asked) == ()


def test_suggestions_carry_their_numbers_and_are_limited() -> None:
    plan = plan_of(form())
    pending = Answer(state=AnswerState.PENDING)
    given = sample_report().model_copy(update={"answers": dict.fromkeys(form().order, pending)})
    found = suggest_words(form(), plan, given, plan.question("W.III.2"))
    assert len(found) == MOST_SUGGESTED
    assert all(
        one.text[number.at :].startswith(number.text) for one in found for number in one.numbers
    )
