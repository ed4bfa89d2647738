"""Answers in whole sentences: the number is asked about, and another row of the group is not
written by mistake."""

from __future__ import annotations

import pytest

from conversations.reports.model import AnswerChange
from tests.support.dialog import Talk


def started() -> Talk:
    talk = Talk()
    talk.say("/start")
    return talk


@pytest.mark.parametrize("yes", ["đúng rồi", "ừ", "ok em", "35"])
def test_the_one_number_of_a_sentence_is_asked(yes: str) -> None:
    talk = started()
    said = talk.say("chắc chắn 35 nhiệm vụ anh nhé")
    assert "chưa ghi" in said
    assert not talk.report.answers
    talk.say(yes)
    assert talk.report.answer("I.01.01").amount == 35


def test_it_is_corrected_before_it_is_written() -> None:
    talk = started()
    talk.say("4")
    talk.say("chắc chắn 3 nhiệm vụ")
    talk.say("nhầm, 2 thôi")
    assert talk.report.answer("I.01.01").amount == 4
    assert talk.report.answer("I.01.02").amount == 2


@pytest.mark.parametrize(
    "text", ["phòng 302 nhé em", "14h30 họp", "21 hay 22", "gọi 0912345678 giúp chị"]
)
def test_other_numbers_are_not_written(text: str) -> None:
    talk = started()
    talk.say(text)
    assert talk.last is not None
    assert not any(isinstance(change, AnswerChange) for change in talk.last.changes)


def test_words_of_another_row_of_the_group_are_asked() -> None:
    talk = started()
    said = talk.say("hoàn thành được hai mươi tám rồi chị ơi")
    assert "1. Số nhiệm vụ đã hoàn thành" in said
    assert not talk.report.answers
    talk.say("1")
    assert talk.report.answer("I.01.02").amount == 28
    assert "I.01.01" not in talk.report.answers
