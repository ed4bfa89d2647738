"""A state that is said of several rows by words of their labels or of their heading."""

from __future__ import annotations

import re

import pytest

from conversations.protocol.row_states import FillRest
from tests.support.dialog import Talk

INSPECTED = ("I.02.01", "I.02.02", "I.02.03", "I.02.04")
SURVEYED = ("I.07.01", "I.07.02", "I.07.03")


def asked_at(row: str, *said: str) -> Talk:
    talk = Talk()
    for text in ("/start", f"tới {row}", *said):
        talk.say(text)
    return talk


@pytest.mark.parametrize(
    ("row", "said", "rows"),
    [
        ("I.02.01", "mấy câu kiểm tra cũng không phát sinh nghen em", INSPECTED),
        ("I.02.01", "nhom kiem tra cchc ko co sl", INSPECTED),
        ("I.02.01", "sáng kiến với khen thưởng ko phát sinh nha", ("I.05", "I.06")),
        ("I.01.01", "kiểm tra phòng với đơn vị trực thuộc chưa có số", INSPECTED[:2]),
        ("I.02.02", "ba câu kiểm tra còn lại cũng không phát sinh luôn em ơi", INSPECTED[1:]),
        (
            "I.02.02",
            "hai câu vấn đề phát hiện với xử lý xong cũng không phát sinh nghen",
            INSPECTED[2:],
        ),
        ("I.01.01", "mấy câu khảo sát thì chưa có số", SURVEYED),
        ("I.07.01", "phần khảo sát bên chị không phát sinh em ơi", SURVEYED),
    ],
)
def test_the_rows_that_are_named_are_asked_about(
    row: str, said: str, rows: tuple[str, ...]
) -> None:
    focus = asked_at(row, said).session.focus
    assert isinstance(focus, FillRest)
    assert focus.rows == rows


def test_named_rows_are_left_empty() -> None:
    talk = asked_at("I.02.01", "mấy câu kiểm tra để trống nghen em")
    assert not talk.report.answers
    assert talk.session.focus.row == "I.03.01"


@pytest.mark.parametrize(
    "said",
    [
        "cả 4 mục đều ko phát sinh",
        "hai câu kiểm tra không phát sinh",
        "mấy câu chưa có số?",
        "chỉ đạo và điều hành không phát sinh",
        "chị Lan và chị Hoa chưa có số",
    ],
)
def test_what_names_no_such_rows_is_settled_for_none(said: str) -> None:
    talk = asked_at("I.01.01", said)
    assert not isinstance(talk.session.focus, FillRest)
    assert not talk.report.answers


@pytest.mark.parametrize(
    "said", ["bỏ qua nhóm 2", "ko, ý là bỏ qua cả nhóm kiểm tra", "bỏ qua hết nhóm này"]
)
def test_a_heading_that_is_named_is_passed_over(said: str) -> None:
    talk = asked_at("I.02.01", said)
    assert not talk.report.answers
    assert talk.session.focus.row == "I.03.01"


def test_what_is_told_to_be_empty_is_what_the_rest_of_the_report_settles() -> None:
    talk = asked_at("III.03", "không", "mấy câu thống kê không phát sinh")
    told = re.search(r"Cả báo cáo còn trống (\d+)", talk.messages[-1])
    talk.say("cả báo cáo còn lại không phát sinh")
    assert told is not None
    assert isinstance(talk.session.focus, FillRest)
    assert int(told[1]) == len(talk.session.focus.rows)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("quý này cô hông có kiểm tra gì hết", 4),
        ("không có gì hết", 12),
        ("đơn vị chị không phát sinh gì", 12),
    ],
)
def test_what_there_was_none_of_is_of_its_rows(said: str, count: int) -> None:
    talk = Talk()
    for text in ("/start", "theo nhóm", said):
        talk.say(text)
    focus = talk.session.focus
    assert isinstance(focus, FillRest)
    assert len(focus.rows) == count
    assert not talk.report.answers
