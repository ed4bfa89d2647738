"""Which column of a pasted table is meant, in people's words."""

from __future__ import annotations

import pytest

from conversations.bulk.column_choice import read_column_choice
from conversations.bulk.model import BulkAnswers

TWO = tuple(BulkAnswers(entries=(), column=n) for n in (1, 2))
THREE = tuple(BulkAnswers(entries=(), column=n) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("cột 2", 2),
        ("cột số 1 em", 1),
        ("lấy cột cuối", 2),
        ("lay cot cuoi nha", 2),
        ("số sau là kỳ này nha", 2),
        ("so sau la ky nay", 2),
        ("số đầu là kỳ này", 1),
        ("số trước là kỳ trước, số sau là kỳ này", 2),
        ("số đầu là kỳ trước", 2),
        ("cột thứ hai", 2),
        ("cột bên phải", 2),
        ("bên trái là kỳ này", 1),
        ("số sau mới đúng", 2),
        ("kỳ này là cột 1", 1),
        ("cột 1 là của quý trước", 2),
        ("cột nào em", 0),
        ("cột 5", 0),
        ("không phải cột 1", 0),
        ("đồng ý", 0),
        ("5", 0),
        ("để chị hỏi lại", 0),
    ],
)
def test_of_two_columns(text: str, chosen: int) -> None:
    assert read_column_choice(text, TWO) == chosen


def test_of_three_columns() -> None:
    assert read_column_choice("cột cuối", THREE) == 3
    assert read_column_choice("cột 1 là kỳ trước", THREE) == 0  # one of two others


def test_ways_that_are_no_columns_have_none() -> None:
    ways = (BulkAnswers(entries=(), words="1.234"), BulkAnswers(entries=(), words="1 · 234"))
    assert read_column_choice("cột 2", ways) == 0
