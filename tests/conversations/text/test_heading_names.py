"""Names of headings are found wherever they stand; what only looks like one is none."""

from __future__ import annotations

import pytest

from conversations.text.heading_names import (
    find_groups,
    find_names,
    fold_in_place,
    heads_lines,
    read_name,
    read_names,
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("mục 3 phần IV", "IV.3"),
        ("muc 3 cua phan iv", "IV.3"),
        ("Nhóm số 3, phần IV", "IV.3"),
        ("phần IV, mục 3", "IV.3"),
        ("PHẦN IV MỤC 3", "IV.3"),
        ("mục IV.3", "IV.3"),
        ("iv.3", "IV.3"),
        ("VII.5.1", "VII.5.1"),
        ("phần IV", "phần IV"),
        ("phần 4", "phần 4"),
        ("mục IV", "phần IV"),
        ("nhóm 2", "mục 2"),
        ("dòng 5 mục 3 phần IV", "IV.3.5"),
        ("chỉ tiêu 5 của IV.3", "IV.3.5"),
    ],
)
def test_a_name_alone(text: str, place: str) -> None:
    name = read_name(text)
    assert name is not None
    assert (name.key or name.place) == place


@pytest.mark.parametrize(
    "text", ["mức 3 phần IV", "phần vì", "phần IV không", "phần", "3", "IV", "câu 4"]
)
def test_what_is_no_name(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("mục 2 của phần IV và mục 3 của phần IV: 5", ["IV.2", "IV.3"]),
        ("phần II, mục 3 phần IV", ["phần II", "IV.3"]),
        ("Phần VI: không; mục 3 kps", ["phần VI"]),
        ("IV.1.5: 12", ["IV.1.5"]),
        ("mức 3 phần vì", []),
    ],
)
def test_names_in_a_text(text: str, places: list[str]) -> None:
    names = [*find_names(text)]
    assert [one.key or one.place for one in names] == places
    assert all(text[one.start : one.end] == one.typed for one in names)


def test_an_enumeration_is_known_as_a_whole() -> None:
    assert [one.place for one in read_names("phần IV, V và VI")] == [
        "phần IV",
        "phần V",
        "phần VI",
    ]
    assert not read_names("phần IV, phần vì")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("mục 3 kps", ["3"]),
        ("mục 6 và mục 7, nhóm 8 kps", ["6", "7", "8"]),
        ("mục 3: 125", ["3"]),
        ("mục 3, 125", ["3"]),
        ("mục 3 phần IV kps", []),
        ("phần IV, mục 3 kps", []),
        ("mục 3=5", []),
        ("mục 3.2 là 5", []),
        ("mức 3 kps", []),
    ],
)
def test_headings_without_their_section(text: str, numbers: list[str]) -> None:
    assert [number for one in find_groups(text) for number in one.numbers] == numbers


def test_lines_that_begin_with_a_name() -> None:
    assert heads_lines("1=5\nIV.1: 1=8")
    assert not heads_lines("1=5; 2=3")


def test_every_sign_keeps_its_place() -> None:
    assert fold_in_place("MỤC 3\nĐẾN straße") == "muc 3\nden straße"
