"""The rules that are mined are those that the paper suggests, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from templates.form_draft.model import DraftFact, DraftRule, DraftTable, FormDraft
from templates.form_draft.rules.draft_rules import mine_rules
from tests.templates.form_draft.rules.field_forms import FIELD_FORMS
from tests.templates.form_draft.rules.office_forms import FORMS
from tests.templates.form_draft.rules.small_forms import (
    SmallForm,
    column,
    rows_of,
    same_terms,
    wanted_rules,
)
from tests.templates.form_draft.rules.unit_forms import UNIT_FORMS


@pytest.mark.parametrize("form", [*FORMS, *FIELD_FORMS, *UNIT_FORMS], ids=lambda form: form.name)
def test_a_form_has_the_rules_that_its_paper_suggests(form: SmallForm) -> None:
    mined = mine_rules(form.draft)
    found = {(str(rule.over), same_terms(rule.expression)): rule for rule in mined.rules}
    wanted = {(rule.over, rule.expression): rule for rule in wanted_rules(form)}
    needed = {name for name, rule in wanted.items() if rule.strength != "may"}
    assert found.keys() <= wanted.keys(), "invented"
    assert needed <= found.keys(), "missed"
    for name in needed:
        assert found[name].strength == wanted[name].strength, name
        assert found[name].within == wanted[name].within, name
        assert found[name].why
    taken = [(one.number, one.taken_from) for one in mined.tables[0].columns if one.taken_from]
    assert tuple(taken) == form.taken
    assert len(mined.unclear) == len(form.unclear)
    assert all(any(words in one for one in mined.unclear) for words in form.unclear)


@pytest.mark.parametrize("form", FORMS[:4], ids=lambda form: form.name)
def test_mining_twice_changes_nothing(form: SmallForm) -> None:
    once = mine_rules(form.draft)
    assert mine_rules(once) == once


def test_grey_cells_are_in_no_rule() -> None:
    """A total whose parts have no cell in any of its rows is no total of theirs; a sum of rows
    holds where the row of the total has a cell."""
    rows = rows_of("; I; Thay đổi\n  ; 1; Cải chính\n  ; 2; Bổ sung\n; II; Cấp giấy")
    columns = (
        column("Tổng số", "1", grey_for=("#3",)),
        column("Tổng số | Nam", grey_for=("#0", "#1", "#2")),
        column("Tổng số | Nữ", grey_for=("#0", "#1", "#2")),
    )
    draft = FormDraft("x", "x.docx", tables=(DraftTable("fixed", columns=columns, rows=rows),))
    mined = mine_rules(draft)
    assert [(rule.expression, rule.within) for rule in mined.rules] == [
        ("[#0] == [#1] + [#2]", ("1",))
    ]
    assert {one.part_of for one in mined.tables[0].columns} == {None}


def test_a_missing_row_number_makes_a_printed_split_soft() -> None:
    text = "01; ; Tổng số\n#; ; Chia theo cấp\n  {}; ; - Cấp tỉnh\n  04; ; - Cấp xã"
    strengths = []
    for code in ("03", "02"):
        rows = rows_of(text.format(code).replace("04", "03" if code == "02" else "04"))
        table = DraftTable("fixed", columns=(column("Số lượng", "1"),), rows=rows)
        rule = mine_rules(FormDraft("x", "x.docx", tables=(table,))).rules[0]
        strengths.append((rule.strength, "thiếu mã 02" in rule.why))
    assert strengths == [("soft", True), ("hard", False)]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (("Trẻ dưới 1 tuổi", "Phụ nữ có thai", "Cộng"), ["[#2] == [#0] + [#1]"]),
        (("Cán bộ", "Nữ", "Cộng"), ["[#1] <= [#2]"]),
        (("Nam", "Nữ", "Cộng"), ["[#2] == [#0] + [#1]"]),
        (("Cộng", "Nữ", "Đảng viên"), ["[#1] <= [#0]", "[#2] <= [#0]"]),
    ],
)
def test_a_line_that_closes_a_table_adds_it_up(labels: tuple[str, ...], found: list[str]) -> None:
    rows = rows_of("\n".join(f"; ; {label}" for label in labels))
    table = DraftTable("fixed", columns=(column("Số lượng", "1"),), rows=rows)
    mined = mine_rules(FormDraft("x", "x.docx", tables=(table,))).rules
    assert [rule.expression for rule in mined] == found


def test_what_columns_are_a_part_of_follows_from_their_rules() -> None:
    columns = (
        column("Số hồ sơ | Tổng số", "1", printed_formula="1=2+3"),
        column("Số hồ sơ | Đúng hạn", "2"),
        column("Số hồ sơ | Quá hạn", "3"),
        column("Số hồ sơ | Trong đó: trực tuyến", "4"),
    )
    draft = FormDraft("x", "x.docx", tables=(DraftTable("single_row", columns=columns),))
    mined = mine_rules(draft).tables[0].columns
    assert [one.part_of for one in mined] == [None, "1", "1", "1"]
    assert [one.role for one in mined] == ["total", "part", "part", "part"]
    assert mined[0].formula == "[2] + [3]"


def test_a_printed_sum_that_adds_a_rate_is_kept_and_only_reminds() -> None:
    columns = (
        column("Tổng hệ số", "5", answer="decimal", printed_formula="5=6+7"),
        column("Hệ số lương", "6", answer="decimal"),
        column("Tỷ lệ phụ cấp", "7", answer="percent", role="ratio"),
    )
    draft = FormDraft("x", "x.docx", tables=(DraftTable("single_row", columns=columns),))
    mined = mine_rules(draft)
    assert [(rule.expression, rule.strength) for rule in mined.rules] == [
        ("[5] == [6] + [7]", "soft")
    ]
    assert mined.tables[0].columns[0].formula == "[6] + [7]"
    assert "cột 7 là tỷ lệ" in mined.unclear[0]


def test_what_a_draft_has_already_stays() -> None:
    table = DraftTable("single_row", columns=(column("Tổng số", "1"), column("Nam", "2")))
    rule = DraftRule(0, "columns", "[2] <= [1]", "hard", "người lập biểu")
    draft = FormDraft("x", "x.docx", tables=(table,), rules=(rule,), unclear=("câu cũ",))
    mined = mine_rules(draft)
    assert (mined.rules[0], mined.unclear) == (rule, ("câu cũ",))


def test_a_fact_that_is_a_part_names_its_whole() -> None:
    facts = (DraftFact("Tổng số hộ", "count"), DraftFact("Trong đó: hộ nghèo", "count"))
    mined = mine_rules(FormDraft("x", "x.docx", facts=facts))
    assert [fact.part_of for fact in mined.facts] == [None, "Tổng số hộ"]


def test_odd_tables_are_mined_without_a_rule() -> None:
    """No row, no column, a row that names a parent further down, heads without words."""
    row = replace(rows_of("; 1; A")[0], parent=5)
    for table in (
        DraftTable("fixed"),
        DraftTable("fixed", columns=(column("", "1"), column("", "1"))),
        DraftTable("fixed", columns=(column("Số", "1"),), rows=(row, row)),
        DraftTable("narrative", rows=(row,)),
    ):
        assert mine_rules(FormDraft("x", "x.docx", tables=(table,))).rules == ()
