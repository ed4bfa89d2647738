"""Words beside a value that have a number of their own are a remark on it."""

from __future__ import annotations

import pytest

from conversations.parsing.aside import bracket_asides


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8 - chưa kể 2 nhiệm vụ mới giao", "8 (chưa kể 2 nhiệm vụ mới giao)"),
        ("8, trong đó 2 quá hạn", "8 (trong đó 2 quá hạn)"),
        ("8 trong do 2 nu, 6 nam, con lai kps", "8 (trong do 2 nu, 6 nam), con lai kps"),
        ("tám trong đó 2 quá hạn", "tám (trong đó 2 quá hạn)"),
        ("46, giảm 2 so với quý trước, hợp đồng 9", "46 (giảm 2 so với quý trước), hợp đồng 9"),
        ("12 cao hơn 3 so voi ky truoc", "12 (cao hơn 3 so voi ky truoc)"),
        ("8, do 2 việc chưa tới hạn", "8 (do 2 việc chưa tới hạn)"),
        ("1=8, kể cả 2 việc mới; 2=5", "1=8 (kể cả 2 việc mới); 2=5"),
        ("33,5% trong đó 2 cái, 7", "33,5% (trong đó 2 cái), 7"),
        ("10 - 8 trong đó 2 quá hạn - 3", "10 - 8 (trong đó 2 quá hạn) - 3"),
        ("5 người, trong đó có 2 nữ và 3 nam", "5 người (trong đó có 2 nữ và 3 nam)"),
        ("8, trong đó 2 nữ, 3 nam", "8 (trong đó 2 nữ), 3 nam"),  # they do not make 8
    ],
)
def test_an_aside_goes_into_brackets(typed: str, meant: str) -> None:
    assert bracket_asides(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "8 (trong đó 2 nữ)",
        "rút ngắn 3, giảm thành phần hồ sơ 2",
        "trong đó 2 quá hạn",
        "giao 24, đúng hạn 20, quá hạn 4",
        "8, chưa kể câu 5 là 3",
        "21\t7\t5",
        "5 người: 2 nam, 3 nữ",
        "8, do phòng nội vụ báo",
    ],
)
def test_nothing_else_does(typed: str) -> None:
    assert bracket_asides(typed) == typed
