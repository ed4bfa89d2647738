"""Last period's answers: shown, kept with a tap, and never carried over in silence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Number
from conversations.calendar.periods import Period
from conversations.forms.row import Carry
from conversations.reports.kept_answers import may_keep
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from conversations.rules import checks
from templates.loading.catalog import load_catalog
from tests.support.appendix import sample_report
from tests.support.dialog import Talk
from tests.support.reports import LAST_QUARTER, blank_report, past

FORM = load_catalog().forms["cchc-so"]
SAME_YEAR = Period(name="Quý II/2023", start=date(2023, 3, 15), end=date(2023, 6, 14))


def with_last(period: Period = LAST_QUARTER) -> Report:
    """A blank report whose last one gave an answer to every row that counts."""
    answers = {
        key: Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(9))) for key in FORM.order
    }
    return blank_report(FORM).with_past(PreviousReport(period=period, answers=answers))


def talk(*said: str, **numbers: int) -> Talk:
    made = Talk(report=blank_report(FORM).with_past(past(**numbers)))
    for text in said:
        made.say(text)
    return made


def in_second_quarter(report: Report) -> Report:
    last = PreviousReport(period=report.period, answers=report.answers)
    fresh = blank_report(FORM).model_copy(update={"period": SAME_YEAR})
    return fresh.with_past(last)


@pytest.mark.parametrize("row", FORM.rows, ids=lambda row: row.key)
def test_only_what_hardly_changes_may_be_kept(row) -> None:
    allowed = row.carry is Carry.SLOW and row.computed is None and row.key in FORM.order
    assert may_keep(with_last(), row) == allowed


def test_what_is_fixed_for_a_year_may_be_kept_within_it() -> None:
    row = FORM.row("IV.02.01")
    assert not may_keep(with_last(), row)
    second = in_second_quarter(sample_report())
    assert may_keep(second, row)


def test_every_question_shows_the_last_number() -> None:
    assert "Kỳ trước (Quý IV/2022): 21" in talk("/start", I_01_01=21).shown[-1].plain


def test_a_flow_is_shown_and_never_kept() -> None:
    made = talk("/start", "tới I.1.3", I_01_03=5)
    assert "Kỳ trước (Quý IV/2022): 5" in made.shown[-1].plain
    assert not any("kỳ trước" in b.label for row in made.shown[-1].buttons for b in row)
    assert "phải có số mới mỗi kỳ" in made.say("giữ nguyên")
    assert not made.report.answers


def test_a_slow_row_is_kept_with_one_tap_and_its_remark_stays() -> None:
    report = blank_report(FORM).with_past(
        PreviousReport(period=LAST_QUARTER, answers=sample_report().answers)
    )
    made = Talk(report=report)
    made.say("/start")
    made.say("tới IV.2.3")
    made.tap("Giữ 8 (HĐ theo ND 111)")
    kept = made.report.answer("IV.02.03")
    assert (kept.amount, kept.remark) == (8, "HĐ theo ND 111")


def test_a_section_is_kept_in_one_screen_but_for_what_the_officer_changes() -> None:
    made = talk("/start", "tới IV", IV_01_01=8, IV_02_02=46, IV_05_01=4)
    assert "3 chỉ tiêu ít thay đổi" in made.shown[-1].plain
    made.say("2=45")
    assert not made.report.answers
    made.tap("Ghi 3 dòng")
    assert {key: int(answer.amount) for key, answer in made.report.answers.items()} == {
        "IV.01.01": 8,
        "IV.02.02": 45,
        "IV.05.01": 4,
    }


def test_a_row_that_is_left_out_is_asked() -> None:
    made = talk("/start", "tới IV", "trừ 2", "đồng ý", IV_01_01=8, IV_02_02=46, IV_05_01=4)
    assert "IV.02.02" not in made.report.answers
    assert len(made.report.answers) == 2


def test_the_screen_is_offered_once() -> None:
    made = talk("/start", "tới IV", "bỏ qua", IV_01_01=8, IV_02_02=46)
    assert made.focus == "IV.01.01"
    made.say("tới I")
    made.say("tới IV")
    assert made.focus == "IV.01.01"


def test_keeping_everything_shows_every_slow_row_of_the_report() -> None:
    made = talk("/start", "giữ nguyên tất cả", IV_01_01=8, VII_08=88, I_01_03=5)
    assert "2 chỉ tiêu ít thay đổi" in made.shown[-1].plain
    made.say("đồng ý")
    assert set(made.report.answers) == {"IV.01.01", "VII.08"}


def test_without_a_last_period_keeping_says_how_to_get_one() -> None:
    made = Talk()
    made.say("/start")
    assert "Gửi phụ lục kỳ trước" in made.say("giữ nguyên tất cả")


@pytest.mark.parametrize(
    ("last", "now", "check"),
    [
        ({"I_01_01": 21, "I_01_02": 7}, {"I.01.02": 6}, "R61"),  # cumulative and falling
        ({"IV_02_01": 47}, {"IV.02.01": 48}, "R62"),  # fixed for the year
        ({"IV_02_02": 46}, {"IV.02.02": 60}, "R63"),  # slow, by more than 30 %
    ],
)
def test_changes_that_need_a_reason(last: dict, now: dict, check: str) -> None:
    within = blank_report(FORM).model_copy(update={"period": SAME_YEAR})
    q1 = blank_report(FORM).period
    report = within.with_past(past(q1, **last))
    for key, number in now.items():
        answer = Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(number)))
        report = report.with_answer(key, answer)
    raised = [verdict.check.id for verdict in checks.failed_checks(FORM, report, settled=False)]
    assert check in raised


@pytest.mark.parametrize("check", ["R61", "R62"])
def test_a_new_year_starts_anew(check: str) -> None:
    report = blank_report(FORM).with_past(past(I_01_02=7, IV_02_01=47))
    for key in ("I.01.02", "IV.02.01"):
        answer = Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(1)))
        report = report.with_answer(key, answer)
    verdict = checks.judge_check(FORM, report, FORM.check(check), settled=True)
    assert verdict.holds is None


def test_a_report_like_the_last_one_is_asked_about() -> None:
    same = sample_report().with_past(
        PreviousReport(period=LAST_QUARTER, answers=sample_report().answers)
    )
    raised = [verdict.check.id for verdict in checks.failed_checks(FORM, same, settled=True)]
    assert "R68" in raised
    assert "R68" not in [v.check.id for v in checks.failed_checks(FORM, same, settled=False)]


def test_a_report_with_enough_new_numbers_is_not() -> None:
    new = sample_report().with_past(
        PreviousReport(period=LAST_QUARTER, answers=sample_report().answers)
    )
    for key in ("I.01.03", "I.04.01", "III.01.01"):  # 3 of 52 are more than 5 %
        answer = Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(3)))
        new = new.with_answer(key, answer)
    assert "R68" not in [
        verdict.check.id for verdict in checks.failed_checks(FORM, new, settled=True)
    ]
