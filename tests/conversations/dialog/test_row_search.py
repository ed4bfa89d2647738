"""A label with an answer behind it, typed at any question: the answer is proposed for its row."""

from __future__ import annotations

import pytest

from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.protocol.session import Preview, RowChoice
from conversations.reports.formatting import print_answer
from tests.support.dialog import Talk

MODES = ("từng câu", "theo nhóm")


def talk(mode: str, text: str) -> Talk:
    made = Talk()
    for said in ("/start", mode, text):
        made.say(said)
    return made


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("text", "key", "shown"),
    [
        ("biên chế có mặt 46", "IV.02.02", "46"),
        ("bien che co mat 46", "IV.02.02", "46"),
        ("biên chế có mặt 46 (tạm tính)", "IV.02.02", "46 (tạm tính)"),
        ("biên chế được giao 1 234", "IV.02.01", "1.234"),
        ("tổng số biên chế được giao 47 người", "IV.02.01", "47"),
        ("biên chế có mặt không phát sinh", "IV.02.02", "không phát sinh"),
        ("biên chế có mặt kps", "IV.02.02", "không phát sinh"),
        ("Dịch vụ công trực tuyến mức độ 3 13", "VII.05.01", "13"),
        ("tỷ lệ hài lòng 98,5%", "I.07.03", "98,5"),
        ("kiểm soát TTHC có", "III.01", "Có (1)"),
        ("IV.2.2 46", "IV.02.02", "46"),
    ],
)
def test_an_answer_is_proposed(mode: str, text: str, key: str, shown: str) -> None:
    made = talk(mode, text)
    focus = made.session.focus
    assert isinstance(focus, Preview)
    (line,) = focus.lines
    assert isinstance(line.entry.reading, ReadValue | ReadState)
    answer = as_answer(line.entry.reading)
    assert (line.entry.row, print_answer(made.form.row(key), answer)) == (key, shown)
    assert not made.report.answers


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mức độ 3", ""),  # words of a label, not words and a value
        ("mức độ 3 13", "13"),
        ("số người 5", "5"),
        ("Số vấn đề phát hiện qua kiểm tra 3", "3"),  # of two groups
    ],
)
def test_of_several_rows_one_is_chosen(mode: str, text: str, value: str) -> None:
    focus = talk(mode, text).session.focus
    assert isinstance(focus, RowChoice)
    assert (focus.value, len(focus.rows) > 1) == (value, True)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("text", ["biên chế có mặt bốn mươi sáu", "năm 2022 21", "quý 3 12"])
def test_what_is_not_sure_is_not_proposed(mode: str, text: str) -> None:
    focus = talk(mode, text).session.focus
    assert not isinstance(focus, Preview | RowChoice)


def test_a_key_opens_its_row() -> None:
    assert talk("từng câu", "iv.2.2").focus == "IV.02.02"
