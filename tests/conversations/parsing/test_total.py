"""A number that is told as the total of those before it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conversations.parsing.total import find_total


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        ("1 giám đốc, 3 phó, tổng cộng 4", 4, "1 giám đốc, 3 phó"),
        ("một giám đốc ba phó, vị chi bốn người", 4, "một giám đốc ba phó"),
        ("12 cái của phòng nội vụ, 9 cái của phòng tài chính, là 21", 21, "12 cái của phòng"),
        ("2 truong, 2 pho cong lai la 4", 4, "2 truong, 2 pho"),
    ],
)
def test_parts_that_add_up_are_told_apart_from_their_total(
    text: str, total: int, parts: str
) -> None:
    found = find_total(text, whole=True)
    assert found is not None
    amount, said = found
    assert amount.meanings[0].value == Decimal(total)
    assert said.startswith(parts)


@pytest.mark.parametrize(
    "text",
    [
        "giao 21, xong 7, tổng 29",  # they do not add up
        "7 trên 21, tổng là khá",
        "21, tổng 21",  # one part
        "tổng 28 nhiệm vụ, đã xong 19",
        "",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert find_total(text, whole=True) is None
