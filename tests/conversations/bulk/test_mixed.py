"""Rows by their numbers and by their words in one message."""

from __future__ import annotations

import pytest

from conversations.bulk.mixed import find_clearer_mix, read_mixed
from conversations.bulk.model import read_entry
from conversations.bulk.parser import read_burst
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.reports.printed_answers import print_answer
from tests.support.appendix import form
from tests.support.dialog import Talk

LISTS = {
    "A": ("I.01", "I.02", "I.03"),
    "B": ("I.04", "I.05", "I.06", "I.07", "I.08", "I.09"),
    "II": ("II.",),
    "III": ("III.01", "III.02", "III.03", "III.04"),
}


def rows(name: str) -> tuple[str, ...]:
    starts = LISTS[name]
    return tuple(
        key for key in form().order if key.startswith(starts) and form().row(key).computed is None
    )


def read(name: str, text: str) -> dict[int | str, str]:
    """What is read by the number of the row; words without a row by themselves."""
    hand, found = rows(name), {}
    for one in read_mixed(form(), hand, text):
        if one.row is None:
            found[one.said] = "?"
        elif isinstance(one.reading, ReadValue | ReadState):
            place = hand.index(one.row) + 1 if one.row in hand else one.row
            state = isinstance(one.reading, ReadState)
            shown = print_answer(form().row(one.row), as_answer(one.reading))
            found[place] = one.reading.state.value if state else shown
    return found


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("A", "câu 1 là 24, câu 2 làm xong 9, số văn bản chỉ đạo 11", {1: "24", 2: "9", 3: "11"}),
        (
            "A",
            "phòng ban kiểm tra 3, câu 5 với 6 7 không phát sinh nha",
            {4: "3", 5: "none", 6: "none", 7: "none"},
        ),
        (
            "A",
            "câu 8 100%, câu 9 thì 4, còn 10 với 11 không phát sinh nha",
            {8: "100", 9: "4", 10: "none", 11: "none"},
        ),
        ("A", "câu 1 24 câu 2 9 câu 3 11", {1: "24", 2: "9", 3: "11"}),
        (
            "A",
            "câu 2: 46 (HĐ theo NĐ 111, 3 người), 3 là 5",
            {2: "46 (HĐ theo NĐ 111, 3 người)", 3: "5"},
        ),
        (
            "B",
            "dòng 1 chưa có số, 2 3 cũng vậy; sáng kiến có, câu 5 không",
            {1: "pending", 2: "pending", 3: "pending", 4: "Có (1)", 5: "Không (0)"},
        ),
        (
            "B",
            "câu 6: 250, hình thức kết hợp, hài lòng 97,2%",
            {6: "250", 7: "Kết hợp (2)", 8: "97,2"},
        ),
        (
            "II",
            "phải rà soát 7 cái, rà xong 6, kiến nghị 2 còn câu 7 để sau nha",
            {4: "7", 5: "6", 6: "2"},
        ),
        ("II", "câu 1: 4 văn bản, 2 với 3 đều 4", {1: "4", 2: "4", 3: "4"}),
        (
            "II",
            "8 có, câu 9 13 văn bản nhé. mà vbqppl là gì em",
            {8: "Có (1)", 9: "13", "mà vbqppl là gì em": "?"},
        ),
        (
            "III",
            "1 có 2 thì 5 còn 3 có luôn, 4 không",
            {1: "Có (1)", 2: "5", 3: "Có (1)", 4: "Không (0)"},
        ),
        (
            "III",
            "8 với 9 mỗi cái 2, 10 có 48 thủ tục 11 thì 15",
            {8: "2", 9: "2", 10: "48", 11: "15"},
        ),
    ],
)
def test_each_clause_has_its_rows(name: str, text: str, expected: dict[int | str, str]) -> None:
    assert read(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("B", "em ơi câu 6 để sau nha, câu 9 thì tốt", {9}),
        ("B", "câu 1 là 40, câu 2 37, câu 3 chắc 3 à lộn 2, còn câu 4 có", {1, 2, 3, 4}),
        (
            "A",
            "tuyen truyen dat 90%, cau 9 duoc 3 bai, cau 10 5 bai con 11 voi 12 thi co",
            {8, 9, 10, 11, 12},
        ),
    ],
)
def test_it_is_taken_before_other_ways(name: str, text: str, expected: set[int]) -> None:
    report, hand = Talk().report, rows(name)
    ways = read_burst(form(), report, hand, text, listed=True)
    found = find_clearer_mix(form(), report, hand, text, lambda: ways)
    assert found is not None
    assert {hand.index(str(one.row)) + 1 for one in found.entries} == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("B", "câu 6: 46, trong đó 2 nữ"),  # words beside one answer
        ("A", "dòng 2 sai, phải là 8"),
        ("A", "21, 7, 5"),
        ("A", "câu 40 là 3, câu 2 là 5"),  # no such row
        ("A", "1=21; 3=5"),
    ],
)
def test_what_is_read_otherwise_stays_so(name: str, text: str) -> None:
    report = Talk().report
    ways = read_burst(form(), report, rows(name), text, listed=True)
    assert find_clearer_mix(form(), report, rows(name), text, lambda: ways) is None


def test_rows_by_number_are_no_reason_for_a_warning() -> None:
    talk = Talk()
    for text in ("xin chào", "theo nhóm", "biên chế được giao 47 có mặt 49", "ghi"):
        talk.say(text)
    assert "Cần xem lại" in talk.messages[-1]
    said = talk.say("ủa phòng ban chuyên môn thuộc khối văn phòng sở là 7 chứ không phải 8")
    assert "lý do" not in said
    talk.say("biên chế có mặt 46 mới đúng")
    talk.say("ok")
    assert not talk.report.reasons
    for key, value in (("IV.01.01", "7"), ("IV.02.02", "46")):
        assert print_answer(form().row(key), talk.report.answer(key)) == value


def test_what_was_turned_to_waits_while_lines_change() -> None:
    talk = Talk()
    for text in ("xin chào", "theo nhóm", "21 14 5", "sang phần II", "1=22, 2=8"):
        talk.say(text)
    assert "Ghi trước, hay bỏ?" in talk.messages[-1]
    said = talk.say("ghi trước đi em")
    assert "II. Cải cách thể chế" in said
    assert print_answer(form().row("I.01.02"), talk.report.answer("I.01.02")) == "8"


def test_a_heading_takes_no_answer() -> None:
    heading = next(row.key for row in form().rows if row.answer is None)
    assert read_entry(form(), heading, "5").reading.code == "burst.heading"
