"""A reason is stored without the words that announce it, or that say that the number is right."""

from __future__ import annotations

import pytest

from conversations.speech.reasons import ReasonLikeness, judge_reason, tells_reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("lý do: tính trùng hai quý", "tính trùng hai quý"),
        ("số đúng r, lý do: 66 văn bản gửi song song", "66 văn bản gửi song song"),
        ("dạ số liệu này chính xác. Lí do: tăng biên chế", "tăng biên chế"),
        ("số vẫn đúng nha, nguyên nhân: sáp nhập hai phòng", "sáp nhập hai phòng"),
    ],
)
def test_what_announces_it_is_no_part_of_it(said: str, reason: str) -> None:
    assert tells_reason(said)
    assert judge_reason(said) == (ReasonLikeness.CLEAR, reason)


def test_a_cause_behind_it_stays() -> None:
    likeness, reason = judge_reason("số đúng rồi, do tính cả bản giấy")
    assert (likeness, reason) == (ReasonLikeness.CLEAR, "do tính cả bản giấy")


@pytest.mark.parametrize("said", ["số đúng rồi", "đúng mà, em xem lại đi"])
def test_that_it_is_right_alone_is_no_reason(said: str) -> None:
    assert not tells_reason(said)
    assert judge_reason(said) == (ReasonLikeness.DOUBTFUL, said)
