"""The form's checks on the seed's own answers, one by one, and what a check says of rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Number, Ratio
from conversations.forms.check import Check, CheckRule, Severity
from conversations.forms.model import Form
from conversations.reports.model import Reason, Report
from conversations.rules import checks, computed
from templates.loading.catalog import load_catalog
from tests.support.reports import blank_report, past
from tests.support.sample_walk import sample_replay

FORM = load_catalog().forms["cchc-so"]
SOFT = ["R12", "R17", "R21", "R41", "R45", "R49", "R55", "R56", "R57"]  # domain.md A5


def filed() -> Report:
    """The seed's answers, without the reasons the officer gave."""
    return sample_replay().report.model_copy(update={"reasons": {}})


def answered(report: Report, **numbers: int | AnswerState) -> Report:
    """The report with these answers; I_02_01 stands for I.02.01."""
    for name, what in numbers.items():
        key = name.replace("_", ".")
        answer = (
            Answer(state=what, revision=1)
            if isinstance(what, AnswerState)
            else Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(what)), revision=1)
        )
        report = report.with_answer(key, answer)
    return report


def check(name: str, form: Form = FORM) -> Check:
    return next(one for one in form.checks if one.id == name)


def test_the_seed_passes_every_hard_check_and_raises_nine_soft_ones() -> None:
    raised = checks.failed_checks(FORM, filed(), settled=True)
    assert [verdict.check.id for verdict in raised] == SOFT
    assert checks.count_failed(FORM, filed(), settled=True) == {
        Severity.HARD: 0,
        Severity.SOFT: 9,
        Severity.AUTO: 0,
    }


@pytest.mark.parametrize("name", [one.id for one in FORM.checks])
def test_every_check_of_the_seed_holds_is_raised_or_has_nothing_to_look_at(name: str) -> None:
    verdict = checks.judge_check(FORM, filed(), check(name), settled=True)
    assert (verdict.holds is False) is (name in SOFT)
    assert verdict.rows or name in ("R60", "R68")  # look at every row


def test_nothing_is_raised_in_an_empty_report() -> None:
    empty = blank_report(FORM)
    for settled in (False, True):
        assert checks.failed_checks(FORM, empty, settled=settled) == ()


def test_the_replay_gave_every_reason_and_kept_the_checks() -> None:
    report = sample_replay().report
    assert sorted(report.reasons) == SOFT
    assert checks.failed_checks(FORM, report, settled=True) == ()


@pytest.mark.parametrize(
    ("name", "before", "breaking", "mending"),
    [
        ("R03", {"I_04_01": 4, "I_04_03": 0}, {"I_04_02": 5}, {"I_04_02": 4}),
        ("R07", {"II_01": 3}, {"II_01_01": 4}, {"II_01": 4}),
        ("R09", {"II_02_01": 10}, {"II_02_02": 11}, {"II_02_02": 10}),
        (
            "R37",
            {"V_06_05_01": 1, "V_06_05_02": 1, "V_06_05_03": 0},
            {"V_06_05": 3},
            {"V_06_05": 2},
        ),
        ("R39", {"VII_03_01": 594}, {"VII_03_01_01": 595}, {"VII_03_01": 595}),
        ("R43", {"VII_05_01_01": 13}, {"VII_05_01_02": 14}, {"VII_05_01_02": 13}),
        ("R47", {"VII_05_04": 18}, {"VII_05_05": 19}, {"VII_05_04": 19}),
        ("R52", {"VII_11_01": 121}, {"VII_11_02": 122}, {"VII_11_02": 121}),
    ],
)
def test_a_hard_check_is_raised_with_its_last_operand_and_again_from_either_side(
    name: str, before: dict[str, int], breaking: dict[str, int], mending: dict[str, int]
) -> None:
    report = answered(blank_report(FORM), **before)
    key = next(iter(breaking)).replace("_", ".")
    assert not raised_by(report, key)
    report = answered(report, **breaking)
    assert name in raised_by(report, key)
    for row in before:
        assert name in raised_by(report, row.replace("_", "."))
    report = answered(report, **mending)
    assert name not in raised_by(report, key)


def raised_by(report: Report, key: str) -> list[str]:
    found = checks.failed_checks(FORM, report, settled=False, touching={key})
    return [verdict.check.id for verdict in found]


def test_a_blank_row_is_missing_only_when_the_report_is_settled() -> None:
    report = answered(blank_report(FORM), I_04_01=4, I_04_02=5)
    assert checks.judge_check(FORM, report, check("R03"), settled=False).holds is None
    assert checks.judge_check(FORM, report, check("R03"), settled=True).holds is False


def test_a_reason_belongs_to_its_answers_alone() -> None:
    report = filed()
    verdict = checks.judge_check(FORM, report, check("R41"), settled=True)
    reason = Reason(text="đã rà soát", operands=checks.fingerprint_operands(report, verdict))
    kept = report.with_reason("R41", reason)
    assert "R41" not in [v.check.id for v in checks.failed_checks(FORM, kept, settled=True)]
    other = answered(kept, I_01_01=22)
    assert "R41" not in [v.check.id for v in checks.failed_checks(FORM, other, settled=True)]
    changed = answered(kept, VII_03_01_02=67)
    assert "R41" in [v.check.id for v in checks.failed_checks(FORM, changed, settled=True)]


def test_a_reason_about_a_note_outlives_the_rows_number() -> None:
    report = filed()
    verdict = checks.judge_check(FORM, report, check("R57"), settled=True)
    reason = Reason(text="đúng văn bản", operands=checks.fingerprint_operands(report, verdict))
    kept = answered(report.with_reason("R57", reason), VII_12_02=1)
    row = kept.answer("VII.12.01")
    for other, raised in (
        ({"value": None, "state": AnswerState.NONE}, False),
        ({"note": "1/QĐ-SLĐTBX"}, True),
    ):
        changed = kept.with_answer("VII.12.01", row.model_copy(update=other))
        names = [v.check.id for v in checks.failed_checks(FORM, changed, settled=True)]
        assert ("R57" in names) is raised


def test_a_hard_check_cannot_be_kept() -> None:
    report = answered(blank_report(FORM), I_04_01=4, I_04_02=5)
    verdict = checks.judge_check(FORM, report, check("R03"), settled=True)
    reason = Reason(text="đúng như vậy", operands=checks.fingerprint_operands(report, verdict))
    kept = report.with_reason("R03", reason)
    assert [v.check.id for v in checks.failed_checks(FORM, kept, settled=True)] == ["R03"]


def test_a_check_of_several_rules_names_the_rows_of_the_broken_ones() -> None:
    report = answered(blank_report(FORM), VII_11_01=5, VII_11_02=4, VII_11_03=6)
    verdict = checks.judge_check(FORM, report, check("R52"), settled=True)
    assert verdict.rows == ("VII.11.01", "VII.11.03")


def test_an_inspection_names_its_suspects_only() -> None:
    assert checks.judge_check(FORM, filed(), check("R57"), settled=True).rows == ("VII.12.01",)


def test_a_rule_whose_condition_is_false_says_nothing_against() -> None:
    rule = CheckRule(when="[I.01.01] > 100", must="[I.01.02] = 0")
    one = check("R02").model_copy(update={"rules": (rule,)})
    report = answered(blank_report(FORM), I_01_01=21, I_01_02=7)
    assert checks.judge_check(FORM, report, one, settled=True).holds is True


def test_rows_that_cannot_apply_say_why_and_come_back() -> None:
    empty = blank_report(FORM)
    assert computed.void_reason(FORM, empty, "IV.01.03") is None
    for nothing in (0, AnswerState.NONE, AnswerState.NOT_APPLICABLE):
        report = answered(empty, IV_01_02=nothing)
        reason = computed.void_reason(FORM, report, "IV.01.03")
        assert reason == "Đơn vị không có tổ chức hành chính trực thuộc."
    assert computed.void_reason(FORM, answered(empty, IV_01_02=1), "IV.01.03") is None
    assert (
        computed.void_reason(FORM, answered(empty, IV_01_02=AnswerState.PENDING), "IV.01.03")
        is None
    )


def test_a_row_that_hangs_on_two_needs_both() -> None:
    report = answered(blank_report(FORM), IV_01_02=0)
    assert computed.void_reason(FORM, report, "IV.05.03") is None
    report = answered(report, IV_01_04=0)
    assert computed.void_reason(FORM, report, "IV.05.03") is not None


def test_the_computed_row_follows_its_parts() -> None:
    report = answered(blank_report(FORM), I_01_01=21)
    assert computed.computed_answers(FORM, report) == ()
    report = answered(report, I_01_02=7)
    (change,) = computed.computed_answers(FORM, report)
    assert (change.key, change.expected) == ("I.01", 0)
    assert change.answer.value == Ratio(numerator=Decimal(7), denominator=Decimal(21))
    report = report.with_answer(change.key, change.answer)
    assert computed.computed_answers(FORM, report) == ()
    (gone,) = computed.computed_answers(FORM, answered(report, I_01_01=0))
    assert gone.answer.state is AnswerState.BLANK
    assert (gone.expected, gone.answer.revision) == (1, 2)


def test_a_sum_is_proposed_when_all_its_parts_are_there() -> None:
    report = answered(blank_report(FORM), III_04_03_01=100)
    assert computed.propose_value(FORM, report, "III.04.03") is None
    report = answered(report, III_04_03_02=21)
    assert computed.propose_value(FORM, report, "III.04.03") == Number(amount=Decimal(121))
    assert computed.propose_value(FORM, report, "I.01.01") is None


def test_last_period_checks_are_silent_without_one() -> None:
    report = answered(blank_report(FORM), IV_01_01=80)
    assert checks.judge_check(FORM, report, check("R63"), settled=True).holds is None
    before = report.model_copy(update={"last": past(IV_01_01=8)})
    verdict = checks.judge_check(FORM, before, check("R63"), settled=True)
    assert (verdict.holds, verdict.rows) == (False, ("IV.01.01",))


def test_a_choice_that_did_not_occur_is_no_code() -> None:
    """0 is the code of a violation, of no survey form of its own: `không phát sinh` is neither."""
    none = AnswerState.NONE
    survey = answered(blank_report(FORM), I_07_01=none, I_07_02=none, I_07_03=none, I_08=none)
    assert not {one.check.id for one in checks.failed_checks(FORM, survey, settled=True)} & {
        "R64",
        "R65",
    }
    only = answered(survey, I_07_01=5)
    assert checks.judge_check(FORM, only, check("R64"), settled=True).holds is not False
