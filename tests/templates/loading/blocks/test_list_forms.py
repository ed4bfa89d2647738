"""Lists in a form file: where rows may be added, what they may be called, and what is wrong."""

from __future__ import annotations

import pytest

from conversations.answer_types.items import ItemsType
from conversations.forms.growth import grow_form, item_key
from conversations.forms.model import Form
from templates.loading.form_folder import parse_form
from templates.loading.problems import Problem
from templates.loading.yaml_reader import read_yaml
from tests.support.list_form import FORM, list_form

GROWING = """\
form: ds
model: 2
version: 1
title: Bảng có dòng thêm
blocks:
  T:
    items: {most: 5, hint: Gõ tên xe}
    stubs: [{holds: label, label: Nội dung}]
    columns:
      "1": {label: Số vụ}
      "2": {label: Số người}
    rows:
      A: {label: Tổng số, splits: A, grows: true}
      A1: {label: Ngoài tỉnh, within: A}
      B: {label: Khác}
checks:
  C1: {severity: hard, must: "[B:1] <= sum([A.*:1])", message: Sai; hãy sửa.}
"""


def parsed(text: str) -> Form | list[Problem]:
    return parse_form(read_yaml(text.encode(), "form.yaml"))


def grown(text: str, names: dict[str, tuple[str, ...]]) -> Form:
    form = parsed(text)
    assert isinstance(form, Form), form
    return grow_form(form, names)


def test_a_row_of_a_table_may_grow_and_be_the_sum_of_what_is_below_it() -> None:
    form = grown(GROWING, {"A:ds": ("Xe máy",)})
    key = item_key("A", "Xe máy")
    assert [line.key for line in form.blocks[0].lines] == ["A", "A1", key, "B"]
    rules = {check.id: check.rules[0].must for check in form.checks}
    assert rules["split.A.A:1"] == f"[A:1] = [A1:1] + ([{key}:1])"
    assert rules["C1"] == f"[B:1] <= ([{key}:1])"
    assert form.row(key).parent == "A"
    assert form.row("A:ds").title == "Danh sách: Tổng số"
    assert form.row("A:ds").hint == "Gõ tên xe"
    none = grown(GROWING, {})
    assert {check.id: check.rules[0].must for check in none.checks}["C1"] == (
        "[B:1] <= (0 * [A:ds])"
    )


def test_a_list_with_one_column_has_its_cells_in_the_rows() -> None:
    text = GROWING.replace('      "2": {label: Số người}\n', "").replace("[B:1]", "[B]")
    form = grown(text.replace("[A.*:1]", "[A.*]"), {"A:ds": ("Xe máy",)})
    key = item_key("A", "Xe máy")
    assert form.row(key).answer is not None
    assert form.row(key).title == "Xe máy"


def test_what_names_a_list_takes() -> None:
    kind = list_form().row("L:ds").answer
    assert isinstance(kind, ItemsType)
    assert (kind.most, kind.known[0], kind.free, kind.keeps) == (6, "Đất đai", True, True)


MISTAKES = (
    ("catalogue: linh-vuc", "catalogue: linh", "blocks/L/items/catalogue", "the unknown linh"),
    ("catalogue: linh-vuc", "free: false", "blocks/L/items/free", "no catalogue"),
    ("most: 6", "most: 0", "blocks/L/items/most", "0"),
    ("most: 6", "most: 300, hint: Gõ tên", "", ""),
    ('      "3": {', '      ds: {label: D}\n      "3": {', "blocks/L/columns/ds", "the column ds"),
    ("      TC: {", "      L.x: {label: X}\n      TC: {", "blocks/L/rows/L.x", "the name L.x"),
    (
        "- {holds: label, label: Lĩnh vực",
        "- {holds: code, label: Mã",
        "blocks/L/stubs",
        "no column",
    ),
    ("[L.*]", "[M.*]", "blocks/L/rows/TC/computed", "the unknown M.*"),
    ("Đất đai, Y tế", "Đất đai, Đất đai", "catalogues/linh-vuc/1", "'Đất đai'"),
    ("kind: list\n", "kind: table\n", "blocks/L/items", "items"),
    ("items: {title: Lĩnh vực", "items: {titel: Lĩnh vực", "blocks/L/items/titel", "the unknown"),
    ("count([L])", "count([M])", "checks/C1/must", ""),
)


@pytest.mark.parametrize(("good", "bad", "key", "found"), MISTAKES, ids=lambda one: one[:40])
def test_what_is_wrong_with_a_list_is_told_at_its_place(
    good: str, bad: str, key: str, found: str
) -> None:
    assert good in FORM
    problems = parsed(FORM.replace(good, bad, 1))
    if not key:
        assert isinstance(problems, Form)
        return
    assert isinstance(problems, list)
    assert [one for one in problems if one.key == key and found in one.found], problems


def test_more_cells_than_a_form_may_have_are_refused() -> None:
    wide = "".join(f'      "{n}": {{label: Cột {n}}}\n' for n in range(10, 20))
    text = FORM.replace("most: 6", "most: 300").replace('      "3": {', wide + '      "3": {', 1)
    (problem,) = parsed(text)  # type: ignore[misc]
    assert problem.key == "blocks/L/items/most"
    assert problem.allowed == "at most 2000"
