"""Identification codes of offices, by their shape alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.text.identification_codes import LONGEST, read_identification_code


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("H59", "H59"),
        ("h59.17", "H59.17"),
        (" H59 . 17 . 00 . 000 ", "H59.17.00.000"),
        ("000.17.H59", "000.17.H59"),
        ("000.00.17.H59.", "000.00.17.H59"),
        ("H59.17.15.001", "H59.17.15.001"),
    ],
)
def test_codes_are_kept_in_one_way(said: str, kept: str) -> None:
    assert read_identification_code(said) == kept


@pytest.mark.parametrize(
    "said",
    ["", "SNV", "17", "H5", "H599", "H59.1", "17.H59.00", "HH59.17", "H59-17", "Đ59.17", "1.2"],
)
def test_other_texts_are_none(said: str) -> None:
    assert read_identification_code(said) is None


@given(
    st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True),
    st.lists(st.from_regex(r"[0-9]{2,3}", fullmatch=True), max_size=4),
    st.booleans(),
)
def test_what_is_kept_reads_back_and_fits(province: str, levels: list[str], last: bool) -> None:
    code = ".".join([*levels, province] if last else [province, *levels])
    assert read_identification_code(code) == code
    assert len(code) <= LONGEST
