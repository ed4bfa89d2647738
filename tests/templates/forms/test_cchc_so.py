"""The CCHC form holds the seed's rows, and says of each what the domain research found."""

from __future__ import annotations

from collections import Counter

import pytest

from conversations.answer_types.base import AnswerType
from conversations.answer_types.choice import ChoiceType
from conversations.answer_types.percent import PercentType
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.forms.row import Row, RowKind
from templates.loading.catalog import SampleAnswers, load_catalog
from templates.loading.form_builder import expression_references
from tests.support.paths import GOLDEN

ROWS = GOLDEN / "cchc-so-rows.tsv"


@pytest.fixture(scope="module")
def form() -> Form:
    return load_catalog().forms["cchc-so"]


@pytest.fixture(scope="module")
def sample() -> SampleAnswers:
    return load_catalog().sample("cchc-so")


def answer(answer_type: AnswerType | None) -> str:
    match answer_type:
        case None:
            return ""
        case ChoiceType(options=options):
            return ", ".join(f"{option.code} {option.label}" for option in options)
        case PercentType(limit=limit) if limit == 100:
            return "percent ≤ 100"
        case _:
            return answer_type.type


def marks(row: Row) -> str:
    present = {
        "optional": row.optional,
        "hint": row.hint,
        "computed": row.computed,
        "proposal": row.proposal,
        "helper": row.helper,
        "void": row.void_when,
    }
    return " ".join(name for name, value in present.items() if value)


def test_every_row_is_as_the_table_says(form: Form) -> None:
    header = ["key\tstt\tmeasure\tanswer\tbasis\tcarry\tmarks"]
    lines = [
        "\t".join(
            (
                row.key,
                row.stt,
                row.measure,
                answer(row.answer),
                row.basis or "",
                row.carry or "",
                marks(row),
            )
        )
        for row in form.rows
    ]
    assert header + lines == ROWS.read_text(encoding="utf-8").splitlines()


def test_counts_of_the_domain_research(form: Form) -> None:
    assert Counter(row.kind for row in form.rows) == {
        RowKind.SECTION: 7,
        RowKind.GROUP: 49,
        RowKind.INDICATOR: 129,
    }
    assert Counter(row.answer.type for row in form.rows if row.answer) == {
        "count": 116,
        "percent": 10,
        "choice": 25,
        "text": 1,
    }
    asked = [len(form.asked_by_heading[section.key]) for section in form.sections]
    assert asked == [23, 9, 22, 33, 22, 8, 35]
    assert sorted(form.order) == sorted(row.key for row in form.rows if row.answer)


def test_levels_and_parents(form: Form) -> None:
    assert Counter(row.level for row in form.rows) == {0: 7, 1: 49, 2: 116, 3: 13}
    children: dict[str, int] = Counter(row.parent for row in form.rows if row.level == 3)
    assert children == {
        "III.04.03": 2,
        "V.06.05": 3,
        "VII.03.01": 2,
        "VII.05.01": 3,
        "VII.05.02": 3,
    }
    assert form.row("VII.05.03").parent == "VII.05"


def test_section_seven_prints_two_three_times(form: Form) -> None:
    printed = [row.stt for row in form.rows if row.parent == "VII"]
    assert printed == ["1", "2", "2", "2", "3", "4", "5", "6", "7", "8", "9", "10"]


def test_computed_and_proposed_rows_are_asked_after_their_parts(form: Form) -> None:
    place = {key: number for number, key in enumerate(form.order)}
    derived = {
        row.key: expression_references(row.computed, row.proposal)
        for row in form.rows
        if row.computed or row.proposal
    }
    assert derived == {
        "I.01": ("I.01.02", "I.01.01"),
        "III.04.03": ("III.04.03.01", "III.04.03.02"),
        "V.06.05": ("V.06.05.01", "V.06.05.02", "V.06.05.03"),
        "VII.05.01": ("VII.05.01.01",),
        "VII.05.02": ("VII.05.02.01",),
    }
    for key, parts in derived.items():
        assert place[key] == 1 + max(place[part] for part in parts)


def test_helpers_use_the_parts_the_form_holds(form: Form) -> None:
    parts = {
        row.key: (row.helper.numerator_row, row.helper.denominator_row)
        for row in form.rows
        if row.helper
    }
    assert parts == {
        "I.03.01": (None, None),
        "I.07.03": (None, None),
        "III.06.03": (None, "III.04.03"),
        "III.06.04": (None, None),
        "III.07.03": (None, "III.07.02"),
        "IV.01.07": ("IV.01.06", None),
        "IV.01.10": ("IV.01.09", None),
        "IV.02.05": ("IV.02.04", None),
        "IV.03.04": ("IV.03.03", None),
    }


def test_italics_stand_where_the_seed_prints_them(form: Form) -> None:
    italic = {
        row.key: row.label.split("<i>")[1].split("</i>")[0]
        for row in form.rows
        if "<i>" in row.label
    }
    so_far = "lũy kế đến thời điểm báo cáo"
    assert italic == {
        "V.06": "cả về Đảng và chính quyền",
        "VI.03.01": so_far,
        "VI.03.02": so_far,
        "VI.03.03": so_far,
        "VI.03.04": so_far,
        "VII.03.01.01": "Sử dụng chữ ký số, chứng thư số và gửi trên môi trường điện tử",
    }


def test_if_any_rows_are_those_that_print_it(form: Form) -> None:
    assert [row.key for row in form.rows if row.optional] == [
        row.key for row in form.rows if "(nếu có)" in row.label
    ]


def test_every_relation_is_a_check(form: Form) -> None:
    ids = [f"R{number:02}" for number in range(1, 69)]
    ids[57:58] = ["R58a", "R58b"]
    assert [check.id for check in form.checks] == ids
    by_severity: dict[Severity, set[str]] = {severity: set() for severity in Severity}
    for check in form.checks:
        by_severity[check.severity].add(check.id)
    hard = "R03 R07 R08 R09 R37 R39 R40 R43 R44 R47 R52 R58a R59 R60"
    assert by_severity[Severity.HARD] == set(hard.split())
    assert by_severity[Severity.AUTO] == {"R01", "R22", "R42"}
    assert len(by_severity[Severity.SOFT]) == 69 - 14 - 3


@pytest.mark.parametrize("severity", [Severity.HARD, Severity.SOFT])
def test_messages_say_what_to_do(form: Form, severity: Severity) -> None:
    for check in form.checks:
        if check.severity is severity:
            assert "; hãy " in check.message, check.id
            assert check.message.endswith(".")
            assert ("lý do" in check.message or "văn bản điều chỉnh" in check.message) == (
                severity is Severity.SOFT
            ), check.id


def test_choices_check_every_coded_row(form: Form) -> None:
    coded = {row.key for row in form.rows if isinstance(row.answer, ChoiceType)}
    (codes,) = [check for check in form.checks if check.id == "R59"]
    assert {key for rule in codes.rules for key in expression_references(rule.must)} == coded


def test_steady_checks_every_slow_number(form: Form) -> None:
    slow = {
        row.key
        for row in form.rows
        if row.carry == "slow" and not isinstance(row.answer, ChoiceType)
    }
    (steady,) = [check for check in form.checks if check.id == "R63"]
    assert {key for rule in steady.rules for key in expression_references(rule.must)} == slow


def test_the_sample_is_the_seeds_own(form: Form, sample: SampleAnswers) -> None:
    assert len(sample.texts) == 52
    assert list(sample.texts) == [row.key for row in form.rows if row.key in sample.texts]
    assert sample.texts["IV.02.03"] == "8 (HĐ theo ND 111)"
    assert sample.texts["I.01"] == "33,33"
    assert list(sample.notes) == ["I.01", "I.02", "I.03", "VII.10", "VII.12.01"]
    groups = [key for key in sample.texts if form.row(key).kind is RowKind.GROUP]
    assert len(groups) == 11
    assert (sample.unit.abbreviation, sample.period.name) == ("SLĐTBXH", "Quý I/2023")
    assert (sample.period.start.isoformat(), sample.period.end.isoformat()) == (
        "2022-12-15",
        "2023-03-14",
    )
    issue = sample.issue
    assert (issue.number, issue.day, issue.month, issue.year) == (None, None, 3, 2023)


def test_the_sample_keeps_nine_soft_checks_with_a_reason(sample: SampleAnswers) -> None:
    assert list(sample.reasons) == ["R12", "R17", "R21", "R41", "R45", "R49", "R55", "R56", "R57"]
