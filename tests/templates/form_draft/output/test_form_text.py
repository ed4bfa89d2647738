"""A draft as a form file: it loads, says what the paper says, and keeps names and comments."""

from dataclasses import replace

import pytest

from conversations.forms.model import Form
from templates.form_draft.model import FormDraft
from templates.form_draft.output.form_text import FormAbout, write_form_text
from templates.loading.form_folder import parse_form
from templates.loading.yaml_reader import read_yaml
from tests.templates.form_draft.output.drafts import make_library_draft, make_price_draft


def load(draft: FormDraft) -> tuple[str, Form]:
    text = write_form_text(draft, FormAbout(draft.name, "2026.1"))
    form = parse_form(read_yaml(text.encode(), "form.yaml"))
    assert isinstance(form, Form), form
    return text, form


def test_structure_follows_from_confirmed_rules() -> None:
    text, form = load(make_library_draft())
    assert 'splits: "01"' in text
    assert 'of_which: "01"' in text
    assert 'part_of: "1"' in text
    assert [line.key for line in form.blocks[0].lines] == [
        "01",
        "A",
        "02",
        "03",
        "04",
        "05a",
        "05b",
    ]
    assert form.blocks[0].note == "Ghi chú"
    musts = {rule.must for check in form.checks for rule in check.rules}
    assert any("03:1" in str(must) for must in musts)


@pytest.mark.parametrize(
    "words",
    [
        "# ? Cột “Nữ” ghi số người hay tỷ lệ? Đang hiểu: số người; có thể là: tỷ lệ %.",
        "# ! Cột 9 in “9=3x4 tháng” không tính được, để người báo cáo gõ.",
        "# mượn về thường ít hơn",
        'must: "[05a:1] <= [05b:1]"',
        '"05a": {label: "Sách mượn về", code: "05", applies: ["1"]}',
        'name: "Năm học {before}-{year}"',
        'signers: ["Người lập biểu", "Thủ trưởng"]',
    ],
)
def test_what_was_decided_or_is_doubtful_stands_in_the_file(words: str) -> None:
    text, _ = load(make_library_draft())
    assert words in text


def test_a_suspected_part_is_a_soft_check_until_it_is_confirmed() -> None:
    draft = make_library_draft()
    soft = tuple(replace(rule, strength="soft") for rule in draft.rules)
    text, form = load(replace(draft, rules=soft))
    assert "part_of" not in text
    assert "splits" not in text
    assert {check.severity.value for check in form.checks} == {"soft"}


def test_a_list_computes_differences_and_shares() -> None:
    text, form = load(make_price_draft())
    assert 'shows: {last: "4"}' in text
    assert "answer: {type: money, unit: nghìn đồng, negative: true}" in text
    assert 'computed: "percent([5], [3])"' in text
    assert 'must: "[A:4] = [T.*:4]"' in text
    assert form.growths


def test_a_name_that_was_given_stays_when_rows_come_before_it() -> None:
    draft = make_library_draft()
    table = draft.tables[0]
    named = replace(table.rows[5], key="05a", code="06")
    rows = (*table.rows[:5], named, *table.rows[6:])
    _, form = load(replace(draft, tables=(replace(table, rows=rows),), rules=()))
    assert [line.key for line in form.blocks[0].lines][-2:] == ["05a", "05"]


def test_a_hostile_label_stays_a_label() -> None:
    draft = make_library_draft()
    table = draft.tables[0]
    label = 'x", heading: true}\n# \u2028 {{ 7 }} \\'
    rows = (replace(table.rows[0], label=label), *table.rows[1:])
    _, form = load(replace(draft, tables=(replace(table, rows=rows),)))
    assert form.row("01").label == label
