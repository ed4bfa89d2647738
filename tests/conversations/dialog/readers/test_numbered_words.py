"""Words of the report are written at the question whose number they name."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState, Text
from tests.support.dialog import Talk


def writing(*texts: str) -> Talk:
    """What becomes of these texts, once the officer has opened the report in words."""
    talk = Talk()
    for text in ("/start", "viết báo cáo", *texts):
        talk.say(text)
    return talk


def words_of(talk: Talk) -> dict[str, str]:
    """The words that are stored, by the number of their question."""
    keys = talk.form.words_asked
    values = {n: talk.report.answer(key).value for n, key in enumerate(keys, 1)}
    return {str(n): one.text for n, one in values.items() if isinstance(one, Text)}


@pytest.mark.parametrize(
    ("texts", "stored"),
    [
        (("11: do thiếu kinh phí",), {"11": "do thiếu kinh phí"}),
        (("tiếp", "câu 11: do thiếu kinh phí"), {"11": "do thiếu kinh phí"}),
        (("tiếp", "1: họp giao ban"), {"1": "họp giao ban"}),
        (
            ("10: cán bộ mới\nchưa quen\n11: thiếu máy",),
            {"10": "cán bộ mới\nchưa quen", "11": "thiếu máy"},
        ),
        (("tiếp", "8:30 họp giao ban đầu tuần"), {"1": "8:30 họp giao ban đầu tuần"}),
        (
            ("tiếp", "1. Tổ chức hội nghị\n2. Ban hành kế hoạch"),
            {"1": "1. Tổ chức hội nghị\n2. Ban hành kế hoạch"},
        ),
        (("tiếp", "14: không có câu này"), {"1": "14: không có câu này"}),
        (("tiếp", "Họp giao ban\n2: ra kế hoạch"), {"1": "Họp giao ban\n2: ra kế hoạch"}),
        (("10", "cán bộ mới"), {"10": "cán bộ mới"}),
        (("tiếp", "câu 10", "cán bộ mới"), {"10": "cán bộ mới"}),
        (("tiếp", "10.", "cán bộ mới"), {"10": "cán bộ mới"}),
        (("tiếp", "40"), {}),
        (("Trong kỳ đã họp giao ban hằng tuần",), {}),
    ],
)
def test_words_are_written_where_their_number_says(
    texts: tuple[str, ...], stored: dict[str, str]
) -> None:
    assert words_of(writing(*texts)) == stored


def test_a_number_without_a_question_says_which_there_are() -> None:
    talk = writing("tiếp", "40")
    assert "Không có câu 40: báo cáo lời có 13 câu" in talk.messages[-1]


def test_words_without_a_question_are_asked_for_their_place() -> None:
    talk = writing("Trong kỳ đã họp giao ban hằng tuần")
    assert "Chưa ghi “Trong kỳ đã họp giao ban hằng tuần”: lời này" in talk.messages[-1]


def test_what_was_written_elsewhere_says_its_number() -> None:
    talk = writing("tiếp", "11: do thiếu kinh phí")
    assert "✓ Đã ghi câu 11, “Nguyên nhân" in talk.messages[-1]


def test_figures_of_the_appendix_are_still_heard_there() -> None:
    talk = writing("số nhiệm vụ đề ra trong kế hoạch là 21")
    assert words_of(talk) == {}
    assert talk.report.answer("I.01.01").state is AnswerState.VALUE or "21" in talk.messages[-1]
