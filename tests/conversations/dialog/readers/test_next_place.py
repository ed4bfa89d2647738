"""A place to go behind answers is gone to when they are settled, whatever is asked before."""

from __future__ import annotations

import pytest

from conversations.dialog.readers.next_place import split_next_place
from conversations.protocol.row_states import FillRest
from conversations.protocol.session import SubmitConfirmation
from tests.support.appendix import form
from tests.support.dialog import Talk


@pytest.mark.parametrize(
    ("typed", "answers", "then"),
    [
        ("24, 9, 3 rồi sang phần II", "24, 9, 3", "sang phần II"),
        ("1=24; 2=9, qua V.4 đi em", "1=24; 2=9", "qua V.4"),
        ("không phát sinh, sang phần III luôn nha", "không phát sinh", "sang phần III"),
        ("kps hết roi nop luon em", "kps hết", "nop"),
        ("8 xong tới mục IV.2", "8", "tới mục IV.2"),
    ],
)
def test_where_to_go_stands_behind_answers(typed: str, answers: str, then: str) -> None:
    assert split_next_place(form(), typed) == (answers, then)


@pytest.mark.parametrize(
    "typed",
    ["sang phần II", "ghi rồi sang phần II", "8, trong đó 2 sang năm", "xin chào, qua đây", "8"],
)
def test_nothing_else_is_cut_off(typed: str) -> None:
    assert split_next_place(form(), typed) == (typed, "")


@pytest.mark.parametrize(
    "texts",
    [
        ("24, 9, 3 rồi sang phần II", "ghi"),
        ("2 3 kps, sang phần II", "1", "ghi"),  # a choice of readings comes between
        ("24; 9; chín mười, sang phần II", "ghi"),  # and a doubt
        ("1=24, sang phần II",),
        ("24, 9, 3", "ghi rồi sang phần II"),
    ],
)
def test_it_is_gone_to_when_they_are_settled(texts: tuple[str, ...]) -> None:
    talk = Talk()
    talk.say("theo nhóm")
    for text in texts:
        talk.say(text)
    assert "II. Cải cách thể chế" in talk.messages[-1]
    assert talk.report.answers
    assert not talk.session.then


def test_it_is_forgotten_when_the_answers_are_not_understood_or_another_way_is_gone() -> None:
    talk = Talk()
    talk.say("theo nhóm")
    talk.say("999 x 3 y, sang phần II")
    assert not talk.session.then
    talk.say("24, 9, 3 rồi sang phần II")
    talk.say("tới III.4")
    talk.say("bỏ")
    assert "II. Cải cách thể chế" not in talk.messages[-1]


def test_what_is_said_of_the_rest_is_settled_before_the_report_is_submitted() -> None:
    talk = Talk()
    for text in ("/start", "tới I.2", "còn lại không phát sinh, nộp luôn nha em"):
        talk.say(text)
    assert isinstance(talk.session.focus, FillRest)
    assert talk.say("đồng ý").count("không phát sinh") > 1
    assert isinstance(talk.session.focus, SubmitConfirmation)
