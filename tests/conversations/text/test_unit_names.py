"""Names of units as people type them, numbers in them above all."""

from __future__ import annotations

import pytest

from conversations.text.unit_names import match_names, plain_name

UNITS = {
    **{
        f"X{n:02}": (f"UBND Xã số {n:02}", f"Xã số {n:02}", f"X{n:02}", f"10{n:02}")
        for n in range(1, 31)
    },
    "P3": ("Ủy ban nhân dân Phường 3", "Phường 3", "P3", "2003"),
    "P13": ("Ủy ban nhân dân Phường 13", "Phường 13", "P13", "2013"),
    "T1": ("UBND xã Tân 1", "Xã Tân 1", "TAN1", "3001"),
    "BS": ("UBND xã Bắc Sơn", "Xã Bắc Sơn", "BACSON", "3002"),
    "TS": ("UBND xã Tây Sơn", "Xã Tây Sơn", "TAYSON", "3003"),
    "NV": ("Sở Nội vụ", "Sở NV", "SNV", "NV"),
}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(
            (words, ["X05"])
            for words in ("xã 5", "xã số 5", "Xã 05", "xa so 05", "x5", "X05", "x 5")
        ),
        *((words, ["X05"]) for words in ("UBND xã 5", "ubnd xã số 05", "1005", "xã 5.")),
        *((words, ["P3"]) for words in ("phường 3", "p3", "P.3", "phuong 03", "UBND phường 3")),
        *((words, ["X13"]) for words in ("xã 13", "x13")),
        ("phường 13", ["P13"]),
        ("xã tân 1", ["T1"]),
        ("tân 01", ["T1"]),
        ("bắc sơn", ["BS"]),
        ("xã bac son", ["BS"]),
        ("xã Bắc Sơm", ["BS"]),
        ("nội vụ", ["NV"]),
        ("sơn", ["BS", "TS"]),
        ("xã 31", []),
        ("xã số 50", []),
        ("phường 4", []),
        ("", []),
    ],
)
def test_a_name_is_found_as_it_is_said(said: str, meant: list[str]) -> None:
    assert match_names(UNITS, said) == meant


def test_exactly_means_the_whole_name() -> None:
    assert match_names(UNITS, "xã 5", exactly=True) == ["X05"]
    assert match_names(UNITS, "sơn", exactly=True) == []


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("UBND Xã số 05", "xa 5"),
        ("x005", "xa 5"),
        ("TT. 2", "thi tran 2"),
        ("Số", "so"),
        ("0", "0"),
    ],
)
def test_what_may_be_left_out_is(name: str, plain: str) -> None:
    assert plain_name(name) == plain
