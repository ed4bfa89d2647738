"""Telephone numbers as people write them."""

from __future__ import annotations

import pytest

from conversations.text.phones import read_phone, read_phones


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0912345678", "0912 345 678"),
        ("0912.345.678", "0912 345 678"),
        ("+84 912 345 678", "0912 345 678"),
        ("84912345678", "0912 345 678"),
        ("0084-912-345-678", "0912 345 678"),
        ("912345678", "0912 345 678"),  # a spreadsheet took the zero
        ("(0237) 3852 246", "0237 385 2246"),
        ("024.3825.5678", "0243 825 5678"),
        ("ĐT: 0912 345 678", "0912 345 678"),
        ("024 3825 5678 máy lẻ 12", "0243 825 5678 (máy lẻ 12)"),
        ("1900 1234", "1900 1234"),
        ("12345", None),
        ("0912 345 67", None),
        ("09123456789", None),
        ("gọi sau", None),
        ("", None),
        ("21/3/2026", None),
    ],
)
def test_a_number_is_kept_in_one_form(written: str, kept: str | None) -> None:
    assert read_phone(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0912345678; 0987654321", "0912 345 678; 0987 654 321"),
        ("0912345678 / 0237.3852.246", "0912 345 678; 0237 385 2246"),
        ("0912345678, 0912 345 678", "0912 345 678"),
        ("0912345678; không có", None),
    ],
)
def test_several_numbers(written: str, kept: str | None) -> None:
    assert read_phones(written) == kept
