"""The keys of one version of a form in another."""

from __future__ import annotations

import pytest

from conversations.answers.values import Answer, AnswerState, Names, Number
from conversations.forms.form_changes import compare_forms
from conversations.forms.growth import item_key
from conversations.forms.key_map import map_keys, map_versions, turn_around
from conversations.forms.model import Form
from conversations.forms.version_fit import answers_set_aside, rows_apart
from templates.loading.form_folder import parse_form
from templates.loading.problems import Problem
from templates.loading.yaml_reader import read_yaml

HEAD = 'form: mini\nmodel: 2\nversion: "1"\ntitle: Mẫu\nblocks:\n'
STUBS = "    stubs: [{holds: label, label: Tên}]\n"
WIDE = '    columns: {"1": {label: Tổng số}, "2": {label: Nữ}}\n'
LINES = '    rows: {"01": {label: A}, "02": {label: B}}\n'
TABLE = HEAD + "  T:\n" + STUBS + WIDE + LINES
NARROW = HEAD + "  T:\n" + STUBS + '    columns: {"1": {label: Tổng số}}\n' + LINES
LIST = HEAD + "  L:\n    kind: list\n    items: {title: Mục}\n" + STUBS + WIDE
ROWS = 'form: mini\nversion: "1"\ntitle: Mẫu\nrows:\n  I: {label: Phần}\n'
PLAIN = ROWS + "  I.13: {label: A, answer: count}\n  I.14: {label: B, answer: count}\n"
MOVED = (
    ROWS
    + "  I.12: {label: Mới, answer: count}\n  I.15: {label: A, answer: count, was: I.13}\n"
    + "  I.16: {label: B, answer: count, was: I.14}\n"
)


def form_of(text: str, *changes: tuple[str, str]) -> Form:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    form = parse_form(read_yaml(text.encode(), "form.yaml"))
    assert isinstance(form, Form), form
    return form


def number(amount: int) -> Answer:
    return Answer(state=AnswerState.VALUE, value=Number(amount=amount))


@pytest.mark.parametrize(
    ("old", "new", "changes", "found"),
    [
        (TABLE, TABLE, (), {"01:1": "01:1", "02:2": "02:2"}),
        (TABLE, TABLE, (('"02": {label: B', '"2b": {label: B, was: "02"'),), {"02:2": "2b:2"}),
        (TABLE, TABLE, (('"02": {label: B', '"2b": {label: B'),), {"02:2": None, "01:1": "01:1"}),
        (TABLE, TABLE, (('"2": {label: Nữ', '"9": {label: Nữ, was: "2"'),), {"01:2": "01:9"}),
        (TABLE, TABLE, (("  T:\n", "  U:\n    was: T\n"),), {"T": "U", "01:1": "01:1"}),
        (NARROW, TABLE, (), {"01": "01:1", "02": "02:1"}),
        (TABLE, NARROW, (), {"01:1": "01", "01:2": None}),
        (PLAIN, MOVED, (), {"I.13": "I.15", "I.14": "I.16", "I": "I"}),
        (MOVED, PLAIN, (), {"I.12": None, "I.15": None}),
    ],
)
def test_keys_of_the_version_that_follows(
    old: str, new: str, changes: tuple[tuple[str, str], ...], found: dict[str, str | None]
) -> None:
    names = map_keys(form_of(old), form_of(new, *changes))
    assert {key: names.find(key) for key in found} == found


def test_what_was_added_to_a_list_goes_with_it() -> None:
    old = form_of(LIST)
    new = form_of(
        LIST, ("  L:\n", "  M:\n    was: L\n"), ('"2": {label: Nữ', '"c": {label: Nữ, was: "2"')
    )
    names = map_keys(old, new)
    given = {"L:ds": Answer(state=AnswerState.VALUE, value=Names(names=("Đất đai",)))}
    given[f"{item_key('L', 'Đất đai')}:2"] = number(5)
    moved = names.rename_answers(given)
    assert moved == {"M:ds": given["L:ds"], f"{item_key('M', 'Đất đai')}:c": number(5)}
    assert answers_set_aside(old, new, given) == ()
    back = turn_around(names, new)
    assert back.rename_answers(moved) == given


def test_keys_over_several_versions() -> None:
    """Each names what a row was in the version before it; a row that was left out for a time is the
    same row when it is back."""
    first = form_of(PLAIN)
    third = form_of(PLAIN, ("I.14: {label: B", "I.17: {label: B, was: I.16"))
    names = map_versions([first, form_of(MOVED), third])
    assert names.find("I.14") == "I.17"
    without = form_of(PLAIN, ("  I.14: {label: B, answer: count}\n", ""))
    assert map_versions([first, without, first]).find("I.14") == "I.14"
    assert map_versions([first]).find("I.14") == "I.14"


def test_new_names_are_told_beside_a_new_row() -> None:
    changes = compare_forms(form_of(PLAIN), form_of(MOVED))
    assert changes.renamed == {"I.13": "I.15", "I.14": "I.16"}
    assert [row.key for row in changes.new] == ["I.12"]
    assert (changes.gone, changes.changed, changes.kept) == ((), (), 2)
    assert not changes.order
    assert not changes.is_empty


def test_rules_that_name_a_renamed_row_are_the_same_rules() -> None:
    check = 'checks:\n  R: {severity: hard, must: "[I.14] >= 0", message: "Âm; hãy sửa."}\n'
    changes = compare_forms(form_of(PLAIN + check), form_of(MOVED + check.replace("I.14", "I.16")))
    assert changes.changed_checks == ()


def test_figures_of_a_renamed_row_belong_to_it() -> None:
    assert rows_apart(form_of(PLAIN), form_of(MOVED)) == frozenset()
    measured = form_of(MOVED, ("was: I.14", "measure: Hộ, was: I.14"))
    assert rows_apart(form_of(PLAIN), measured) == {"I.14"}


@pytest.mark.parametrize(
    ("text", "old", "new", "key", "found"),
    [
        (PLAIN, "label: B", "label: B, was: I.13", "rows/I.14/was", "another one is called now"),
        (PLAIN, "label: B", "label: B, was: I.14", "rows/I.14/was", "its own name"),
        (
            PLAIN,
            "label: A, answer: count}\n  I.14: {label: B",
            "label: A, answer: count, was: I.9}\n  I.14: {label: B, was: I.9",
            "rows/I.14/was",
            "which I.13 was too",
        ),
        (
            TABLE,
            "label: Nữ",
            'label: Nữ, was: "1"',
            "blocks/T/columns/2/was",
            "another one is called now",
        ),
    ],
)
def test_two_rows_never_have_one_former_name(
    text: str, old: str, new: str, key: str, found: str
) -> None:
    read = parse_form(read_yaml(text.replace(old, new, 1).encode(), "form.yaml"))
    assert isinstance(read, list)
    (problem,) = read
    assert isinstance(problem, Problem)
    assert problem.key == key
    assert found in problem.found
