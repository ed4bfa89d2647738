"""Forms of blocks: what a file says becomes rows, cells and checks; what is wrong is told with its
place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Number
from conversations.calendar.periods import Period
from conversations.forms.header_grid import lay_out_header
from conversations.forms.model import Form
from conversations.forms.row import RowKind
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from conversations.rules.checks import failed_checks
from conversations.rules.computed import computed_answers
from templates.loading.blocks.column_titles import split_numeral
from templates.loading.catalog import load_catalog
from templates.loading.form_folder import parse_form
from templates.loading.problems import Problem
from templates.loading.sample import blank_report
from templates.loading.yaml_reader import read_yaml

CATALOG = load_catalog()
HEAD = """\
form: bang
model: 2
version: 1
title: Biểu có cột
name: Biểu cột
"""
TABLE = """\
blocks:
  F:
    kind: facts
    rows:
      ho: {label: Số hộ, measure: Hộ, required: hard}
  T:
    measure: Người
    stubs:
      - {holds: label, label: Chỉ tiêu, number: A}
      - {holds: code, label: Mã số, number: B}
    columns:
      "1": {label: Tổng số, under: [Số lượng], role: total, sums: [["2", "3"]]}
      "2": {label: "Trong đó: Nữ", under: [Số lượng], part_of: "1"}
      "3": {label: Nam, under: [Số lượng]}
      "4":
        label: Tỷ lệ nữ
        number: "4=2/1"
        answer: percent
        role: ratio
        computed: "percent([2], [1])"
    rows:
      "01": {label: Tổng số}
      A: {label: 1. Chia theo tuổi, heading: true, splits: "01"}
      "02": {label: "- Dưới 30", within: A}
      "03": {label: "- Từ 30", within: A, applies: ["1", "3"]}
      "04": {label: Đảng viên, of_which: "01"}
  N:
    kind: narrative
    rows:
      ke: {label: Đánh giá chung, answer: text}
  K:
    kind: signatures
    signers: [Người lập biểu, Thủ trưởng]
checks:
  C1:
    severity: soft
    each: row
    block: T
    must: "[*:2] >= [*:3]"
    message: Nữ ít hơn nam; hãy nêu lý do.
  C2:
    severity: soft
    must: "sum([01:*]) <= [ho]"
    message: Người nhiều hơn hộ; hãy nêu lý do.
"""


def parsed(body: str = TABLE, head: str = HEAD) -> Form | list[Problem]:
    return parse_form(read_yaml((head + body).encode(), "form.yaml"))


def form() -> Form:
    found = parsed()
    assert isinstance(found, Form), found
    return found


def with_numbers(found: Form, numbers: dict[str, int]) -> Report:
    report = blank_report(found, CATALOG.sample("bnv-0605n"))
    for key, amount in numbers.items():
        value = Number(amount=amount)  # type: ignore[arg-type]
        report = report.with_answer(key, Answer(state=AnswerState.VALUE, value=value))
    while changes := computed_answers(found, report):
        for change in changes:
            report = report.with_answer(change.key, change.answer)
    return report


def raised(numbers: dict[str, int]) -> set[str]:
    found = form()
    report = with_numbers(found, numbers)
    return {one.check.id for one in failed_checks(found, report, settled=False)}


def test_each_open_cell_is_asked_under_its_row() -> None:
    found = form()
    assert found.order == (
        *("ho", "01:1", "01:2", "01:3", "01:4", "02:1", "02:2", "02:3", "02:4"),
        *("03:1", "03:3", "04:1", "04:2", "04:3", "04:4", "ke"),
    )
    row, cell = found.row("02"), found.row("02:2")
    assert (row.answer, row.kind, row.code) == (None, RowKind.INDICATOR, "02")
    assert (cell.title, cell.measure, cell.parent) == ("Dưới 30 · Nữ", "Người", "02")
    assert [one.key for one in found.headings_of("02:2")] == ["T", "A", "02"]
    assert found.line_of("03:1") == ("03:1", "03:3")
    assert found.line_of("ho") == ()


def test_a_computed_column_is_asked_nowhere_and_counts_grey_cells_as_nothing() -> None:
    found = form()
    assert found.row("02:4").computed == "percent([02:2], [02:1])"
    four = CATALOG.forms["bnv-0601n"]
    assert four.row("02:1").computed == "[02:2] + 0 + 0"
    report = with_numbers(four, {"06:2": 4, "06:3": 12, "06:4": 0, "02:2": 5})
    assert report.answer("06:1").amount == 16
    assert report.answer("02:1").amount == 5


BROKEN_BY = (
    ({"02:1": 3, "02:2": 2, "02:3": 1}, set()),
    ({"02:1": 3, "02:2": 5}, {"of.02:2"}),
    ({"02:1": 4, "02:2": 2, "02:3": 1}, {"sum1.02:1"}),
    ({"01:1": 9, "02:1": 3, "03:1": 6}, set()),
    ({"01:1": 9, "02:1": 3, "03:1": 7}, {"split.A.01:1"}),
    ({"01:2": 2, "02:2": 3}, {"split.A.01:2"}),  # row 03 is grey there
    ({"01:1": 9, "04:1": 10}, {"among.04:1"}),
    ({"04:2": 1, "04:3": 2}, {"C1/04"}),
    ({"ho": 5, "01:1": 3, "01:2": 1, "01:3": 2}, {"C1/01", "C2"}),
)


def test_checks_follow_from_the_structure() -> None:
    for numbers, expected in BROKEN_BY:
        assert raised(numbers) == expected, numbers
    settled = failed_checks(form(), with_numbers(form(), {}), settled=True)
    assert {one.check.id for one in settled} == {"needed.ho"}


def test_a_message_names_row_and_columns() -> None:
    found = form()
    assert found.check("of.02:2").message.startswith("“Dưới 30”: “Nữ” nhiều hơn “Tổng số”; ")
    assert found.check("C1/04").message.startswith("“Đảng viên”: Nữ ít hơn nam; ")
    assert "cột “Tổng số”" in found.check("split.A.01:1").message


def test_a_header_is_laid_out_from_the_heads() -> None:
    found = lay_out_header(form().blocks_by_key["T"])
    heads = {(one.text, one.line, one.column, one.down, one.across) for one in found.heads}
    assert found.depth == 2
    assert heads == {
        ("Chỉ tiêu", 0, 0, 2, 1),
        ("Mã số", 0, 1, 2, 1),
        ("Số lượng", 0, 2, 1, 3),
        ("Tổng số", 1, 2, 1, 1),
        ("Trong đó: Nữ", 1, 3, 1, 1),
        ("Nam", 1, 4, 1, 1),
        ("Tỷ lệ nữ", 0, 5, 2, 1),
    }
    assert found.numbers == ("A", "B", "1", "2", "3", "4=2/1")


@pytest.mark.parametrize("past", ["last", "last_year"])
def test_a_column_of_earlier_figures_is_asked_nowhere(past: str) -> None:
    """And shows what was reported then, once there is such a report."""
    text = TABLE.replace('computed: "percent([2], [1])"', f'shows: {{{past}: "1"}}')
    found = parsed(text.replace("answer: percent", "answer: count"))
    assert isinstance(found, Form), found
    assert found.row("02:4").computed == f"{past}([02:1])"
    then = PreviousReport(
        period=Period(name="Năm 2025", start=date(2024, 12, 15), end=date(2025, 12, 14)),
        answers={"02:1": Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(7)))},
    )
    report = with_numbers(found, {"02:2": 1})
    assert report.answer("02:4").state is AnswerState.BLANK
    name = "last" if past == "last" else "year_before"
    (change,) = computed_answers(found, report.model_copy(update={name: then}))
    assert (change.key, change.answer.amount) == ("02:4", 7)


def test_a_wide_row_is_asked_by_the_heads_of_its_columns() -> None:
    found = CATALOG.forms["btp-13a"]
    groups = dict.fromkeys(found.row(key).parent for key in found.order)
    assert [found.row(str(key)).title for key in groups] == [
        "Đăng ký khai sinh",
        "Đăng ký khai tử",
        "Đăng ký kết hôn",
    ]
    assert len(found.line_of("1:1")) == 10


MISTAKES = (
    ('part_of: "1"', 'part_of: "9"', "blocks/T/columns/2/part_of", "the unknown 9"),
    ('part_of: "1"', 'part_of: "2"', "blocks/T/columns/2/part_of", "2, which is itself"),
    ('[["2", "3"]]', '[["2", "7"]]', "blocks/T/columns/1/sums/0", "the unknown 7"),
    ("percent([2], [1])", "percent([2], [8])", "blocks/T/columns/4/computed", "the unknown 8"),
    (
        "percent([2], [1])",
        "percent([2])",
        "blocks/T/columns/4/computed",
        "percent: found 1",
    ),
    ('splits: "01"', "splits: A", "blocks/T/rows/A/splits", "the heading A"),
    ('splits: "01"', 'splits: "99"', "blocks/T/rows/A/splits", "the unknown row 99"),
    ("within: A}", "within: B}", "blocks/T/rows/02/within", "the row B"),
    ('applies: ["1", "3"]', 'applies: ["6"]', "blocks/T/rows/03/applies", "the unknown 6"),
    ("heading: true,", "heading: true, required: hard,", "blocks/T/rows/A/required", "required"),
    ('of_which: "01"', 'of_which: "04"', "blocks/T/rows/04/of_which", "the row itself"),
    ("ho: {label", '"01": {label', "blocks/T/rows/01", "the name 01, which block F has too"),
    ("answer: text}", "answer: tet}", "blocks/N/rows/ke/answer", "'tet'"),
    ("kind: signatures", "kind: facts", "blocks/K/signers", "signers"),
    ("    signers: [Người lập biểu, Thủ trưởng]\n", "", "blocks/K/signers", "no signers"),
    (
        'computed: "percent([2], [1])"',
        'shows: {last: "9"}',
        "blocks/T/columns/4/shows/last",
        "the unknown 9",
    ),
    (
        'computed: "percent([2], [1])"',
        'shows: {last: "2", last_year: "2"}',
        "blocks/T/columns/4/shows",
        "last and last_year",
    ),
    ('computed: "percent([2], [1])"', "shows: {}", "blocks/T/columns/4/shows", "nothing"),
    (
        "label: Nam,",
        'label: Nam, shows: {last_year: "2"},',
        "blocks/T/rows/03/applies",
        "3 without 2",
    ),
    ("block: T", "block: X", "checks/C1/block", "the unknown block X"),
    ("    each: row\n", "", "checks/C1/each", "no each"),
    ("[*:2] >= [*:3]", "[*:2] + [*:3]", "checks/C1/must", "the number"),
    ("<= [ho]", "<= [hoa]", "checks/C2/must", "the unknown row hoa"),
    ("<= [ho]", "<= [04]", "checks/C2/must", "the row 04, which has no number of its own"),
    ("label: Nam,", "labels: Nam,", "blocks/T/columns/3/labels", "the unknown field labels"),
    ("holds: code", "holds: key", "blocks/T/stubs/1/holds", "'key'"),
)


@pytest.mark.parametrize(("good", "bad", "key", "found"), MISTAKES, ids=lambda one: one[:40])
def test_what_is_wrong_is_told_at_its_place(good: str, bad: str, key: str, found: str) -> None:
    assert good in TABLE
    problems = parsed(TABLE.replace(good, bad, 1))
    assert isinstance(problems, list)
    told = [one for one in problems if one.key == key and one.found.startswith(found)]
    assert told, problems
    lines = (HEAD + TABLE.replace(good, bad, 1)).split("\n")
    assert told[0].line <= len(lines)


def test_the_problem_of_a_column_is_told_once() -> None:
    problems = parsed(TABLE.replace("answer: percent", "answer: percnt"))
    assert isinstance(problems, list)
    assert [one.key for one in problems].count("blocks/T/columns/4/answer") == 1


def test_another_model_is_refused() -> None:
    problems = parsed(head=HEAD.replace("model: 2", "model: 3"))
    assert isinstance(problems, list)
    assert problems[0].key == "model"


def test_forms_that_ship_are_not_forced_on_newcomers() -> None:
    assert [one.form.key for one in CATALOG.offered] == ["cchc-so"]
    assert {"bnv-0605n", "btp-13a"} <= {one.form.key for one in CATALOG.trials}


def test_a_ratio_without_parts_is_in_no_total() -> None:
    form = CATALOG.forms["btp-13a"]
    left_out = {row.key for row in form.rows if row.answer is not None and not row.adds_up}
    assert {form.row(key).title for key in left_out} == {
        form.row(key).title
        for key in form.order
        if (cell := form.row(key).cell) and cell.column in ("20", "21")
    }
    assert len(left_out) == 2


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("II. KẾT QUẢ THỰC HIỆN", ("II", "Kết quả thực hiện")),
        ("1. Tình hình chung", ("", "1. Tình hình chung")),
        ("Số liệu chủ yếu", ("", "Số liệu chủ yếu")),
    ],
)
def test_the_numeral_of_a_part_stands_apart_from_its_title(
    title: str, expected: tuple[str, str]
) -> None:
    assert split_numeral(title) == expected
