"""A form cut down to what a guest was asked: cells of a table, items of a list, a list as such."""

from __future__ import annotations

from conversations.answers.values import Names
from conversations.forms.growth import fit_form, item_key
from conversations.workflow.partial_form import narrow_form, rows_under
from templates.loading.catalog import load_catalog
from templates.loading.sample import blank_report
from tests.support.dialog import Talk
from tests.support.list_form import list_form, list_report, list_talk

LAND, HEALTH = item_key("L", "Đất đai"), item_key("L", "Y tế")


def test_cells_of_a_table_are_asked_as_a_row_is() -> None:
    form = load_catalog().forms["bnv-0605n"]
    keys = ("02:1", "02:2", "03:1")
    report = blank_report(form, load_catalog().sample(form.key))
    talk = Talk(narrow_form(form, keys), report.model_copy(update={"only": frozenset(keys)}))
    for text in ("bắt đầu", "tổng số 21 nữ 7", "5"):
        talk.say(text)
    assert {key: str(one.amount) for key, one in talk.report.answers.items()} == {
        "02:1": "21",
        "02:2": "7",
        "03:1": "5",
    }


def test_an_item_may_be_asked_of_a_guest_without_its_list() -> None:
    report = list_talk(None, "Đất đai", "bỏ qua", "thêm Y tế").report
    form = fit_form(list_form(), report.answers)
    keys = rows_under(form, HEALTH)
    assert keys == (f"{HEALTH}:3", f"{HEALTH}:4", f"{HEALTH}:5", f"{HEALTH}:6")
    only = frozenset(keys[:3])
    talk = Talk(narrow_form(form, keys), report.model_copy(update={"only": only}))
    talk.say("bắt đầu")
    talk.say("5 3 2")
    assert [talk.report.answer(key).amount for key in keys[:3]] == [5, 3, 2]
    talk.say("Tư pháp 1 1 0")
    value = talk.report.answer("L:ds").value
    assert isinstance(value, Names)
    assert value.names == ("Đất đai", "Y tế")


def test_a_guest_who_is_asked_for_a_list_may_add_to_it() -> None:
    report = list_talk(None, "Đất đai 21 15 6").report
    form = fit_form(list_form(), report.answers)
    keys = frozenset(rows_under(form, "L"))
    talk = Talk(narrow_form(form, keys), report.model_copy(update={"only": keys}))
    for text in ("bắt đầu", "Y tế 5 3 2", "hết"):
        talk.say(text)
    assert talk.report.answer("L:ds").value == Names(names=("Đất đai", "Y tế"), closed=True)
    assert talk.report.answer(f"{HEALTH}:4").amount == 3


def test_an_empty_list_may_be_asked_of_a_guest() -> None:
    form, report = list_form(), list_report()
    keys = frozenset(rows_under(form, "L"))
    talk = Talk(narrow_form(form, keys), report.model_copy(update={"only": keys}))
    talk.say("bắt đầu")
    talk.say("Đất đai 21 15 6")
    assert talk.report.answer(f"{LAND}:3").amount == 21
