"""Another name for an item that stands in a preview, before it is stored."""

from __future__ import annotations

from conversations.answers.values import Names
from conversations.forms.growth import item_key
from tests.support.dialog import Talk
from tests.support.list_form import list_talk

ONE = "Đất đai; 21; mười năm; 6"  # a figure in doubt: it is shown before it is stored
TWO = f"{ONE}\nMôi trường; 3; 2; 1"


def names_of(talk: Talk) -> tuple[str, ...]:
    value = talk.report.answer("L:ds").value
    return value.names if isinstance(value, Names) else ()


def test_figures_go_with_the_new_name() -> None:
    talk = list_talk(None, ONE)
    assert talk.session.focus.at == "previewing"
    assert "Tư pháp" in talk.say("1=Tư pháp")
    talk.say("ghi")
    assert names_of(talk) == ("Tư pháp",)
    assert talk.report.answer(f"{item_key('L', 'Tư pháp')}:3").amount == 21
    assert f"{item_key('L', 'Đất đai')}:3" not in talk.report.answers


def test_items_that_were_stored_stay() -> None:
    talk = list_talk(None, "Y tế 5 3 2", ONE, "1=Tư pháp", "ghi")
    assert names_of(talk) == ("Y tế", "Tư pháp")
    assert talk.report.answer(f"{item_key('L', 'Y tế')}:3").amount == 5


def test_one_name_for_two_items_renames_none() -> None:
    assert names_of(list_talk(None, TWO, "1=Tư pháp", "ghi")) == ("Đất đai", "Môi trường")


def test_other_lines_stay_when_an_item_is_gone() -> None:
    talk = list_talk(None, TWO, "1=Tư pháp; Y tế", "ghi")
    assert talk.session.focus.at != "start"


def test_nothing_instead_of_items_takes_their_figures_away() -> None:
    talk = list_talk(None, ONE, "1=không phát sinh", "ghi")
    assert names_of(talk) == ()
    assert f"{item_key('L', 'Đất đai')}:3" not in talk.report.answers
