"""What is different between two versions of a form, and what becomes of the answers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Coded, Names, Number, Text, Value
from conversations.forms.form_changes import FormPart, compare_forms
from conversations.forms.growth import item_key
from conversations.forms.model import Form
from conversations.forms.version_fit import answers_set_aside, keeps_answer, rows_apart
from templates.loading.catalog import form_root
from templates.loading.form_folder import parse_form
from templates.loading.yaml_reader import read_yaml
from tests.support.narrative_form import small_form

ONE_COLUMN = """form: mini
version: "1"
title: Mẫu
choices:
  co-khong:
    - {code: 1, label: Có}
    - {code: 0, label: Không}
rows:
  I: {label: Phần một}
  I.01: {label: Số việc, measure: Việc, answer: count}
  I.02: {label: Kinh phí, measure: Số tiền, answer: money triệu đồng}
  I.03: {label: Có kế hoạch, answer: choice co-khong}
  I.04: {label: Khó khăn, answer: text}
checks:
  R1: {severity: hard, must: "[I.01] >= 0", message: "Số việc âm; hãy sửa."}
"""

TENTHS = "{type: money, unit: triệu đồng, places: 1}"
TABLE = """form: mini
model: 2
version: "1"
title: Mẫu
blocks:
  T:
    stubs: [{holds: label, label: Chỉ tiêu}]
    columns:
      "1": {label: Tổng số}
      "2": {label: Nữ}
    rows:
      "01": {label: Biên chế}
      "02": {label: Viên chức}
"""


def form_of(text: str) -> Form:
    form = parse_form(read_yaml(text.encode(), "form.yaml"))
    assert isinstance(form, Form), form
    return form


def shipped(key: str, *changes: tuple[str, str]) -> Form:
    """A form of the product, with other words in its file."""
    text = (form_root() / key / "form.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return form_of(text)


def answer(value: Value | None, **more: object) -> Answer:
    state = AnswerState.VALUE if value is not None else AnswerState.NONE
    return Answer.model_validate({"state": state, "value": value, **more})


def number(amount: str) -> Answer:
    return answer(Number(amount=Decimal(amount)))


@pytest.mark.parametrize(
    ("old", "new", "row", "given", "kept"),
    [
        ("label: Số việc", "label: Số vụ việc", "I.01", number("7"), True),
        ("measure: Việc", "measure: Vụ", "I.01", number("7"), False),
        ("measure: Việc", "measure: '  việc '", "I.01", number("7"), True),
        ("answer: count}", "answer: {type: count, limit: 5}}", "I.01", number("7"), False),
        ("answer: count}", "answer: {type: count, limit: 9}}", "I.01", number("7"), True),
        ("answer: count}", "answer: decimal}", "I.01", number("7"), True),
        ("answer: count}", "answer: text}", "I.01", number("7"), False),
        ("answer: count}", "answer: count, basis: cumulative}", "I.01", number("7"), False),
        ("answer: count}", "answer: {type: count, limit: 5}}", "I.01", answer(None), True),
        ("money triệu đồng", "money tỷ đồng", "I.02", number("350"), False),
        ("money triệu đồng", TENTHS, "I.02", number("9"), True),
        ("label: Có}", "label: Chưa}", "I.03", answer(Coded(code="1")), False),
        ("label: Có}", "label: CÓ}", "I.03", answer(Coded(code="1")), True),
        ("code: 1,", "code: 2,", "I.03", answer(Coded(code="1")), False),
        ("I.04: ", "I.05: ", "I.04", answer(Text(text="mưa")), False),
        ("text}", "{type: text, limit: 3}}", "I.04", answer(Text(text="mưa to")), False),
        ("I: {label: Phần một}", "I: {label: Phần I}", "I", answer(None, note="xem"), True),
    ],
)  # fmt: skip
def test_an_answer_stays_where_the_same_is_asked(
    old: str, new: str, row: str, given: Answer, kept: bool
) -> None:
    assert old in ONE_COLUMN
    first, second = form_of(ONE_COLUMN), form_of(ONE_COLUMN.replace(old, new, 1))
    assert keeps_answer(first.row(row), second.by_key.get(row), given) is kept
    assert answers_set_aside(first, second, {row: given}) == (() if kept else (row,))


def test_every_kind_of_change_is_told() -> None:
    text = ONE_COLUMN.replace("Số việc", "Số vụ", 1).replace("I.04:", "I.05:")
    text = text.replace("severity: hard", "severity: soft").replace("title: Mẫu", "title: Mẫu mới")
    text += '  R2: {severity: soft, must: "[I.02] >= 0", message: "Âm; hãy sửa."}\n'
    text = text.replace(
        "answer: money triệu đồng", "answer: {type: money, unit: triệu đồng, max: 9}"
    )
    found = compare_forms(form_of(ONE_COLUMN), form_of(text))
    assert [row.key for row in found.new] == ["I.05"]
    assert [row.key for row in found.gone] == ["I.04"]
    changed = {one.key: [part.part for part in one.parts] for one in found.changed}
    assert changed == {"I.01": [FormPart.LABEL], "I.02": [FormPart.ANSWER]}
    assert (found.new_checks, found.gone_checks) == (("R2",), ())
    assert [part.part for part in found.changed_checks[0].parts] == [FormPart.SEVERITY]
    assert found.title is not None
    assert (found.kept, found.order, found.is_empty) == (1, False, False)


def test_the_same_form_has_no_changes() -> None:
    for key in ("cchc-so", "bnv-0601n", "nd73-2d"):
        form = shipped(key)
        found = compare_forms(form, shipped(key))
        assert found.is_empty, key
        assert found.kept == len((form.pattern or form).order)


def test_other_periods_and_due_days_are_told() -> None:
    text = ONE_COLUMN.replace("title: Mẫu", "title: Mẫu\nperiods: {kinds: [year]}")
    found = compare_forms(form_of(ONE_COLUMN), form_of(text))
    assert (found.periods, found.is_empty, found.changed) == (True, False, ())


def test_another_report_in_words_is_told() -> None:
    form = small_form()
    found = compare_forms(form, form.model_copy(update={"narrative": None}))
    assert (found.narrative, found.is_empty, found.changed) == (True, False, ())


def test_a_column_is_told_once_and_not_with_each_of_its_cells() -> None:
    old = form_of(TABLE)
    text = TABLE.replace('"2": {label: Nữ}', '"3": {label: Nam}')
    found = compare_forms(old, form_of(text + '      "03": {label: Hợp đồng}\n'))
    assert (found.new_columns, found.gone_columns) == (("T:3",), ("T:2",))
    assert [row.key for row in found.new] == ["03", "03:1"]
    assert found.gone == ()


def test_another_measure_of_a_column_is_told_of_the_column() -> None:
    change = ('measure: "Biên chế", role: plan', 'measure: "Người", role: plan')
    found = compare_forms(shipped("nd73-2d"), shipped("nd73-2d", change))
    assert [one.key for one in found.changed_columns] == ["T:3"]
    assert found.changed == ()


def test_items_of_a_list_stay_with_what_they_were_given() -> None:
    change = ('measure: "Biên chế", role: plan', 'measure: "Người", role: plan')
    old, new = shipped("nd73-2d"), shipped("nd73-2d", change)
    names = old.growths[0].names
    item = item_key(old.growths[0].place, "Trường A")
    answers = {
        names: answer(Names(names=("Trường A",))),
        f"{item}:3": number("4"),
        f"{item}:4": number("3"),
    }
    assert answers_set_aside(old, new, answers) == (f"{item}:3",)
    assert f"{item}:3" in rows_apart(old, new, answers)
    assert f"{item}:4" not in rows_apart(old, new, answers)
    assert rows_apart(old, old, answers) == frozenset()


def test_versions_are_compared_in_both_directions() -> None:
    text = ONE_COLUMN.replace("  I.04: {label: Khó khăn, answer: text}\n", "")
    assert rows_apart(form_of(ONE_COLUMN), form_of(text)) == {"I.04"}
    assert rows_apart(form_of(text), form_of(ONE_COLUMN)) == frozenset()
