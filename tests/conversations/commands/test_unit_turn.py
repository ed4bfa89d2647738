"""Turning to another unit's report by its name."""

from __future__ import annotations

import pytest

from conversations.commands.unit_turn import read_unit_turn


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("lam xa 20 truoc", "xa 20"),
        ("chị qua xã 21 tí nha", "xa 21"),
        ("xã 20", "xa 20"),
        ("x21 cái đã", "x21"),
        ("qua stc nhé", "stc"),
        ("quay lại xã 20 đi em", "xa 20"),
        ("giờ làm tiếp cho sở nội vụ nha", "so noi vu"),
        ("phường 3 trước em", "phuong 3"),
        ("dạ cho em sang xã 3", "xa 3"),
    ],
)
def test_a_unit_is_named(text: str, unit: str) -> None:
    assert read_unit_turn(text) == unit


@pytest.mark.parametrize(
    "text",
    ["7", "làm 20", "ghi 7", "không phát sinh", "xã 20 là sao?", "xã 20 = 7", "tới", "", "x" * 80],
)
def test_what_names_none(text: str) -> None:
    assert read_unit_turn(text) is None
