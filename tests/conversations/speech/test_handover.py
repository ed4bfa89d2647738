"""What hands rows to a colleague, and what is a reason that begins alike."""

from __future__ import annotations

import pytest

from conversations.speech.handover import is_handing_over


@pytest.mark.parametrize(
    "text",
    [
        "giao phần II cho Tuấn",
        "giao phan II cho Tuan",
        "giao lại mục III.2 cho chị Hoa bên văn phòng",
        "giao câu này cho anh Sơn giúp chị",
        "hỏi đồng nghiệp Tuấn",
        "thôi giao phần II",
    ],
)
def test_rows_are_handed_over(text: str) -> None:
    assert is_handing_over(text)


@pytest.mark.parametrize(
    "text",
    [
        "giao thêm 2 biên chế cho phòng Nội vụ",
        "giao bổ sung nhiệm vụ cho xã trong quý",
        "giao phần mềm",
        "hỏi lại phòng nội vụ",
        "lấy lại số của kỳ trước",
        "giao " * 60 + "phần II cho Tuấn",
    ],
)
def test_a_reason_is_none(text: str) -> None:
    assert not is_handing_over(text)
