"""Items of a list that are told in sentences: at the question of the list, at an item's cells, and
while a preview stands."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState, Names
from conversations.dialog.lists.list_at_hand import list_at_hand
from conversations.dialog.lists.told_items import read_told_item, split_items
from conversations.protocol.preview_states import Preview
from conversations.reports.printed_answers import print_answer
from templates.loading.catalog import load_catalog
from tests.support.dialog import Talk

SCHOOLS, DESKS, PRICES = "nd73-2d", "tcd-01", "gia-thi-truong"


def talk_on(form: str, *texts: str) -> Talk:
    talk = Talk(load_catalog().forms[form])
    for text in ("bắt đầu", *texts):
        talk.say(text)
    return talk


def names(talk: Talk) -> tuple[str, ...]:
    """The items that are stored, or would be."""
    focus = talk.session.focus
    for line in focus.lines if isinstance(focus, Preview) else ():
        value = getattr(line.entry.reading, "value", None)
        if isinstance(value, Names):
            return value.names
    value = talk.report.answer("T:ds").value
    return value.names if isinstance(value, Names) else ()


@pytest.mark.parametrize(
    ("text", "name", "behind"),
    [
        ("trường thcs số 2 có 5 biên chế, 4 có mặt", "trường thcs số 2", "5 biên chế, 4 có mặt"),
        ("hoa mai biên chế 12 có mặt 10", "hoa mai", "biên chế 12 có mặt 10"),
        ("Trường Hoa Mai: biên chế 12; có mặt 10", "Trường Hoa Mai", "biên chế 12; có mặt 10"),
        ("hoa mai, giao 12, có mặt 10", "hoa mai", "giao 12, có mặt 10"),
        ("các trường: hoa mai 12 biên chế", "hoa mai", "12 biên chế"),
        ("thêm trường hoa lan 7 biên chế", "trường hoa lan", "7 biên chế"),
        ("Trường mầm non 1/6 biên chế 5", "Trường mầm non 1/6", "biên chế 5"),
        ("Lai Hòa 12 biên chế", "Lai Hòa", "12 biên chế"),
        ("à nhầm, hoa mai 9 có mặt", "hoa mai", "9 có mặt"),
        ("biên chế 120, có mặt 115", "", "biên chế 120, có mặt 115"),
        ("45 biên chế", "", "45 biên chế"),
    ],
)
def test_where_the_name_ends(text: str, name: str, behind: str) -> None:
    talk = talk_on(SCHOOLS)
    row = talk.form.row("T:ds")
    told = read_told_item(list_at_hand(talk.form, talk.report, row), row, text)
    assert told is not None
    assert (told.name, told.figures) == (name, behind)


@pytest.mark.parametrize(
    "text", ["hoa mai 12 10", "Trường A", "chờ chị chút", "Trường A; 21; 7", "phường 7, quận 3"]
)
def test_what_speaks_of_no_column(text: str) -> None:
    talk = talk_on(SCHOOLS)
    row = talk.form.row("T:ds")
    assert read_told_item(list_at_hand(talk.form, talk.report, row), row, text) is None


def test_figures_without_an_item_are_no_name() -> None:
    for form, text in ((SCHOOLS, "biên chế 120, có mặt 115"), (DESKS, "45 lượt, 60 người")):
        talk = talk_on(form)
        assert "của mục nào" in talk.say(text)
        assert (names(talk), talk.report.answers) == ((), {})


def test_an_amount_is_no_part_of_a_name() -> None:
    talk = talk_on(PRICES)
    assert "Em chưa hiểu" in talk.say("gạo tẻ 18 nghìn, thịt lợn 120k")
    assert not talk.report.answers


def test_figures_go_to_the_item_that_waits() -> None:
    talk = talk_on(DESKS, "Phòng Tiếp công dân", "vụ việc lần đầu 30, nhiều lần 15")
    assert names(talk) == ("Phòng Tiếp công dân",)
    talk.say("ghi")
    stored = {
        key.partition(":")[2]: print_answer(talk.form.row(key), answer)
        for key, answer in talk.report.answers.items()
        if answer.state is AnswerState.VALUE
    }
    assert (stored["6"], stored["7"]) == ("30", "15")


def test_further_items_are_added_to_the_preview_and_given_up() -> None:
    talk = talk_on(DESKS, "Phòng Tiếp công dân", "Phòng Thanh tra", "thêm Phòng Nội vụ nữa")
    assert names(talk) == ("Phòng Tiếp công dân", "Phòng Thanh tra", "Phòng Nội vụ")
    talk.say("bỏ phòng thanh tra")
    assert names(talk) == ("Phòng Tiếp công dân", "Phòng Nội vụ")
    talk.say("ghi")
    assert names(talk) == ("Phòng Tiếp công dân", "Phòng Nội vụ")


def test_an_item_that_is_given_up_takes_its_figures_along() -> None:
    talk = talk_on(SCHOOLS, "hoa mai biên chế 12", "trường hoa lan biên chế 8")
    said = talk.say("bỏ trường hoa lan")
    assert "trường hoa lan · Tổng số biên chế giao" in said
    focus = talk.session.focus
    assert isinstance(focus, Preview)
    assert len(focus.lines) == 2


def test_another_item_at_the_cells_of_one() -> None:
    """`trường thcs số 2 có 5 biên chế` was shown as new figures of the school before it."""
    talk = talk_on(SCHOOLS, "trường mầm non hoa mai 12 10")
    talk.say("trường thcs số 2 có 5 biên chế, 4 có mặt")
    assert names(talk) == ("trường mầm non hoa mai", "trường thcs số 2")
    talk.say("trường tiểu học A, trường tiểu học B và trường thcs C")
    assert names(talk)[2:] == ("trường tiểu học A", "trường tiểu học B", "trường thcs C")
    talk.say("hủy")
    talk.say("hoa mai có mặt 11")
    assert names(talk) == ("trường mầm non hoa mai",)


def test_several_names_in_a_line() -> None:
    talk = talk_on(SCHOOLS, "trường A, trường B, trường C")
    assert names(talk) == ("trường A", "trường B", "trường C")
    talk = talk_on(SCHOOLS)
    row = talk.form.row("T:ds")
    here = list_at_hand(talk.form, talk.report, row)
    assert split_items(here, row, "khu phố 7, khu phố 8") == ("khu phố 7", "khu phố 8")
    assert split_items(here, row, "chị hỏi lại, mai gửi") == ()


def test_a_state_of_an_item_needs_no_sign() -> None:
    talk = talk_on(DESKS, "Phòng Nội vụ không phát sinh")
    assert names(talk) == ("Phòng Nội vụ",)
    states = {one.state for key, one in talk.report.answers.items() if "phongnoivu" in key}
    assert AnswerState.NONE in states
    assert "×26" in talk.messages[-1]


@pytest.mark.parametrize(
    "text", ["bữa nay phòng chưa có số", "biên chế bao nhiêu là đúng vậy em", "hoa mai là gì?"]
)
def test_other_words_are_no_item(text: str) -> None:
    talk = talk_on(SCHOOLS, text)
    assert names(talk) == ()
    assert not talk.report.answers
