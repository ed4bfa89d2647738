"""Printed formulas as expressions over keys."""

from __future__ import annotations

import pytest

from templates.form_draft.rules.printed_formulas import UncomputableError, read_formula

KEYS = {*map(str, range(1, 31)), "a1", "i", "ii", "3a"}


def resolve(name: str) -> str | None:
    return name if name.lower() in KEYS else None


@pytest.mark.parametrize(
    ("printed", "left", "rights"),
    [
        ("1=(2+3+4)", "1", ("[2] + [3] + [4]",)),
        ("4(=2*100/3)", "4", ("[2]*100 / [3]",)),
        ("8=7-6", "8", ("[7] - [6]",)),
        ("12=6x23,5%", "12", ("[6]*23.5%",)),
        ("7=8+9x6+10x6+11x6", "7", ("[8] + [9]*[6] + [10]*[6] + [11]*[6]",)),
        ("3=6+7 +15+16 +24+25", "3", ("[6] + [7] + [15] + [16] + [24] + [25]",)),
        ("(3) = (4) + (5)", "3", ("[4] + [5]",)),
        ("(12)=(9)/(3)x100%", "12", ("[9] / [3]*100%",)),
        ("9=4:1×100", "9", ("[4] / [1]*100",)),
        ("=2+3", "", ("[2] + [3]",)),
        ("4=5+...+8", "4", ("[5] + [6] + [7] + [8]",)),
        ("1=2+3=4+5", "1", ("[2] + [3]", "[4] + [5]")),
        ("cột 3 = cột 4 – cột 5", "3", ("[4] - [5]",)),
        ("7=(3+4)-6", "7", ("([3] + [4]) - [6]",)),
        ("5 = 3a + 4", "5", ("[3a] + [4]",)),
    ],
)
def test_a_formula_is_read(printed: str, left: str, rights: tuple[str, ...]) -> None:
    found = read_formula(printed, resolve)
    assert (found.left, found.rights) == (left, rights)


@pytest.mark.parametrize(
    "printed",
    [
        "13=4x5x0,31 triệu đồng x số tháng",
        "6=4 x 12 tháng",
        "1=2+99",
        "1=",
        "1=2+",
        "1=(2+3",
        "1=2 3",
        "1=2+…",
        "không có",
        "1=2*50",
    ],
)
def test_what_cannot_be_computed_says_so(printed: str) -> None:
    with pytest.raises(UncomputableError):
        read_formula(printed, resolve)
