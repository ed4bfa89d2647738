"""What keeps last period's answers as a whole, and what is said to change."""

from __future__ import annotations

import pytest

from conversations.speech.kept_whole import read_keeping


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("giống quý trước hết em", ""),
        ("giữ hết như kỳ trước nha", ""),
        ("y chang quý trước", ""),
        ("lấy lại hết số kỳ trước", ""),
        ("ok vậy giữ hết, trừ biên chế có mặt là 45", "biên chế có mặt là 45"),
        ("giữ hết như quý trước, chỉ sửa hợp đồng 9", "hợp đồng 9"),
        ("giữ nguyên", None),
        ("7 nhiệm vụ giống quý trước", None),
        ("cao hơn quý trước hết 3 người", None),
    ],
)
def test_a_text_keeps_all_or_not(text: str, other: str | None) -> None:
    assert read_keeping(text) == other
