"""Exchanges of working days as people write them, and what is said to be no exchange."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.calendar.dates import print_weekday
from conversations.commands.day_swaps import (
    NoSwap,
    SwapSide,
    SwapWords,
    read_swap,
    read_year,
    read_year_without,
)

A, B, C, D = date(2026, 8, 22), date(2026, 8, 31), date(2026, 8, 29), date(2026, 9, 1)
OFF, WORKED = SwapSide.OFF, SwapSide.WORKED


@pytest.mark.parametrize(
    ("said", "side", "off", "worked"),
    [
        ("22/8/2026 thay 31/8/2026", WORKED, (B,), (A,)),
        ("22/8/2026 thay cho 31/8/2026", WORKED, (B,), (A,)),
        ("22.8.2026 bù cho 31-8-2026", WORKED, (B,), (A,)),
        ("22/8 cho 31/8/2026", WORKED, (B,), (A,)),
        ("22/8/2026 cho 31/8", WORKED, (B,), (A,)),
        ("thứ bảy 22/8/2026, nghỉ thứ hai 31/8/2026", WORKED, (B,), (A,)),
        ("ngày 22 tháng 8 năm 2026 để nghỉ 31/8/2026", WORKED, (B,), (A,)),
        ("22/08/2026 (thứ bảy) thay 31/08/2026 (thứ hai)", WORKED, (B,), (A,)),
        ("2026-08-22 thay 2026-08-31", WORKED, (B,), (A,)),
        ("22/8/2026, 29/8/2026 thay 31/8/2026 và 1/9/2026", WORKED, (B, D), (A, C)),
        ("22/8/2026", WORKED, (), (A,)),
        ("31/8/2026", OFF, (B,), ()),
        ("31/8/2026, làm bù 22/8/2026", OFF, (B,), (A,)),
        ("31/8/2026 làm việc bù thứ 7 ngày 22/8/2026 nhé", OFF, (B,), (A,)),
        ("ngày làm việc", OFF, None, None),
        ("từ thứ hai 31/8/2026 sang thứ bảy 22/8/2026", OFF, (B,), (A,)),
        ("31/8/2026 đến 1/9/2026", OFF, (B, D), ()),
        ("22/8/2026 thay 31/8/2026 - 1/9/2026", WORKED, (B, D), (A,)),
        ("22/8/2026 (thay 31/8/2026)", WORKED, (B,), (A,)),
        ("22/8/2026 (nghỉ 1/9/2026)", WORKED, (D,), (A,)),
        ("22/8/2026 - nghỉ bù 31/8/2026", WORKED, (B,), (A,)),
        ("22/8/2026 – thay 31/8/2026", WORKED, (B,), (A,)),
        ("thứ 7 (22/8/2026) thay thứ hai (31/8/2026)", WORKED, (B,), (A,)),
    ],
)
def test_days_are_read(
    said: str, side: SwapSide, off: tuple[date, ...] | None, worked: tuple[date, ...] | None
) -> None:
    found = read_swap(said, side)
    if off is None or worked is None:
        assert found == NoSwap(why="how")
    else:
        assert found == SwapWords(off=off, worked=worked)
    folded = said.replace("ứ", "u").replace("ả", "a").replace("ỉ", "i")
    assert read_swap(folded, side) == found


@pytest.mark.parametrize(
    ("said", "why", "of"),
    [
        ("", "how", ""),
        ("22/8 thay 31/8", "no_year", "22/8"),
        ("31/2/2026", "no_such_day", "31/2/2026"),
        ("22/8/2099", "far", "22/8/2099"),
        ("chủ nhật 22/8/2026", "weekday", "chu nhat 22/8/2026"),
        ("22/8/2026 (thứ hai)", "weekday", "22/8/2026 (thu hai)"),
        ("22/8/2026 (đợt 2) thay 31/8/2026", "unclear", "dot 2) thay 31/8/2026"),
        ("22/8/2026 thay 22/8/2026", "twice", ""),
        ("31/8/2026 đến 31/12/2026", "span", "31/12/2026"),
        ("1/9/2026 đến 31/8/2026", "span", "31/8/2026"),
        ("1/6/2026 đến 15/6/2026, 1/7/2026 đến 15/7/2026", "many", "30"),
        ("lễ 22/8/2026", "unclear", "le 22/8/2026"),
        ("22/8/2026 nếu trời mưa", "unclear", "neu troi mua"),
    ],
)
def test_what_is_no_exchange_is_said(said: str, why: str, of: str) -> None:
    found = read_swap(said, WORKED)
    assert isinstance(found, NoSwap)
    assert (found.why, found.said) == (why, of)


@given(
    off=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    worked=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
)
def test_what_the_product_prints_reads_back(off: date, worked: date) -> None:
    found = read_swap(f"{print_weekday(worked)} thay {print_weekday(off)}", WORKED)
    if off == worked:
        assert found == NoSwap(why="twice", day=off)
    else:
        assert found == SwapWords(off=(off,), worked=(worked,))


@given(st.text(alphabet="0123456789/.- ngàythábùvụđến,()", max_size=60))
def test_no_text_ends_the_reading(said: str) -> None:
    assert isinstance(read_swap(said, OFF), SwapWords | NoSwap)


@pytest.mark.parametrize(
    ("said", "year"),
    [("2027", 2027), (" năm 2027.", 2027), ("của năm 2027", 2027), ("27", None), ("8/2027", None)],
)
def test_a_year_alone(said: str, year: int | None) -> None:
    assert read_year(said) == year


@pytest.mark.parametrize(
    ("said", "year"),
    [("2027: không có", 2027), ("năm 2027 không", 2027), ("2027", None), ("không có", None)],
)
def test_a_year_without_any(said: str, year: int | None) -> None:
    assert read_year_without(said) == year
