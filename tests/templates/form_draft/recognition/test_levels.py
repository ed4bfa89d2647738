"""The level of each row, by markers, indentation and words."""

from __future__ import annotations

import pytest

from templates.form_draft.recognition.language.markers import read_alone, read_marker
from templates.form_draft.recognition.tables.levels import RowText, find_levels


@pytest.mark.parametrize(
    ("label", "kind", "bare"),
    [
        ("I. Thu", "roman", "Thu"),
        ("Phần II. Chi", "part", "Chi"),
        ("Phần thứ nhất", "part", ""),
        ("c. Nữ", "letter", "Nữ"),
        ("ii) Nữ", "small_roman", "Nữ"),
        ("A. Nguồn", "upper", "Nguồn"),
        ("1) Nam", "digit", "Nam"),
        ("1.2. Nữ", "digit", "Nữ"),
        ("1.1 Trong nước", "digit", "Trong nước"),
        ("a/ Đường bộ", "letter", "Đường bộ"),
        ("- 1 năm", "bullet", "1 năm"),
        ("+ Học phí", "bullet", "Học phí"),
        ("70% tăng thu", "", "70% tăng thu"),
        ("15 tuổi trở lên", "", "15 tuổi trở lên"),
        ("1.000 đồng", "", "1.000 đồng"),
        ("Nam", "", "Nam"),
    ],
)
def test_what_stands_before_a_label(label: str, kind: str, bare: str) -> None:
    marker, rest = read_marker(label)
    assert (marker.kind, rest) == (kind, bare)


def test_a_letter_that_may_be_a_roman_number_goes_by_what_was_before() -> None:
    upper = read_alone("B")
    assert [read_alone(one, upper).kind for one in ("C", "I", "V")] == ["upper", "roman", "roman"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ["A. a", "I. b", "1. c", "- d", "2. e", "II. f", "B. g", "1. h"],
            [0, 1, 2, 3, 2, 1, 0, 1],
        ),
        (["Tổng số", "1. Chia theo tuổi", "- Dưới 30", "2. Chia theo giới"], [0, 0, 1, 0]),
        (["1. a", "1.1. b", "1.1.1. c", "1.2. d", "2. e"], [0, 1, 2, 1, 0]),
        (["I. a", "- b", "Trong đó: c", "- d", "II. e"], [0, 1, 2, 1, 0]),
        (["Phần I. a", "I. b", "1. c", "Phần II. d", "I. e"], [0, 1, 2, 0, 1]),
        (["1/ a", "Trong đó:", "- b", "+ c", "- d", "2/ e"], [0, 1, 2, 3, 2, 0]),
        (["a", "   b", "      c", "   d", "e"], [0, 1, 2, 1, 0]),
        (["- a", "   - b", "   - c", "- d"], [0, 1, 1, 0]),
    ],
)
def test_levels_of_labels(rows: list[str], expected: list[int]) -> None:
    texts = [RowText(one.strip(), indent=60 * (len(one) - len(one.lstrip()))) for one in rows]
    assert [one.level for one in find_levels(texts)] == expected


def test_rows_without_a_number_stand_below_the_last_number() -> None:
    rows = [("I", "a"), ("1", "b"), ("", "c"), ("", "d"), ("2", "e"), ("", "Tổng cộng")]
    texts = [RowText(label, stt, numbered=True) for stt, label in rows]
    assert [one.level for one in find_levels(texts)] == [0, 1, 2, 2, 1, 0]
    assert [one.parent for one in find_levels(texts)] == [None, 0, 1, 1, 0, None]


def test_a_total_of_other_words_at_the_end_stands_beside_the_numbers() -> None:
    rows = [("1", "Gạo"), ("2", "Thủy sản"), ("", "Tổng kim ngạch")]
    texts = [RowText(label, stt, numbered=True) for stt, label in rows]
    assert [one.level for one in find_levels(texts)] == [0, 0, 0]


def test_letters_stand_above_roman_numbers() -> None:
    numbers = ["A", "1", "2", "B", "I", "II", "1", "III", "C", "1"]
    texts = [RowText("x", one, numbered=True) for one in numbers]
    assert [one.level for one in find_levels(texts)] == [0, 1, 1, 0, 1, 1, 2, 1, 0, 1]
