"""What was not read is told once, and no more when it was put right."""

from __future__ import annotations

import pytest

from tests.support.dialog import Talk


def said(*texts: str) -> Talk:
    talk = Talk()
    for text in ("/start", "theo phần", *texts):
        talk.say(text)
    return talk


def test_one_remark_of_many_rows_is_told_once() -> None:
    told = said("4-11: đang chờ các phòng gửi về, 1: 21").messages[-1]
    assert told.count("đang chờ các phòng gửi về”") == 1
    assert "4–11. 8 dòng" in told


@pytest.mark.parametrize(
    ("scrap", "again"),
    [("khảo sát 200 phiếu lấy từ sở", "18=200"), ("cái kia 9", "dòng 4 là 9")],
)
def test_a_scrap_that_was_put_right_is_gone(scrap: str, again: str) -> None:
    talk = said(f"1=21; {scrap}")
    assert f"⛔ Đoạn 23: “{scrap}”" in talk.messages[-1]
    assert "⛔" not in talk.say(again)
    assert scrap not in talk.say("ghi")


@pytest.mark.parametrize(
    ("scrap", "other"),
    [
        ("cái kia 9", "dòng 4 là 8"),
        ("khảo sát 200 phiếu lấy từ sở", "4=200"),
        ("cái 9, kia 8", "4=9"),
    ],
)
def test_another_answer_leaves_it_where_it_is(scrap: str, other: str) -> None:
    talk = said(f"1=21; {scrap}", other)
    assert "⛔" in talk.messages[-1]


def test_what_is_asked_of_somebody_is_no_reason() -> None:
    assert "⛔" in said("4-7 kps, hỏi anh Tuấn giúp chị").messages[-1]
    assert "(lãnh đạo chưa duyệt)" in said("4-7 kps, lãnh đạo chưa duyệt").messages[-1]
