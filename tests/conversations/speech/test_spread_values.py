"""Values that are said one after the other stand beside their rows; nothing else is turned."""

from __future__ import annotations

import pytest

from conversations.speech.spread_values import spread_values


@pytest.mark.parametrize(
    ("said", "spread"),
    [
        ("câu 1,2,3 lần lượt 5, 6 và 7", "1=5; 2=6; 3=7"),
        ("câu 1 với câu 2 sửa thành 40 và 32", "1=40; 2=32"),
        ("dòng 4 đến 6 lần lượt là 3; 2; 9 nha em", "4=3; 5=2; 6=9"),
        ("8, 9 là 98,5% và 7", "8=98,5%; 9=7"),
    ],
)
def test_each_value_stands_beside_its_row(said: str, spread: str) -> None:
    assert spread_values(said) == spread


@pytest.mark.parametrize(
    "said",
    [
        "câu 1,2,3 lần lượt 5 và 6",
        "câu 1 với câu 2 là 40",
        "2 3 5 6",
        "24, 9, 3",
        "câu 3 là 15",
        "1=5; 2=6",
        "từ 2 đến 5 không phát sinh",
    ],
)
def test_other_texts_stay(said: str) -> None:
    assert spread_values(said) == said
