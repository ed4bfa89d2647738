"""Items of a list as they are typed: the name, the figures behind it, and which item is meant."""

from __future__ import annotations

import pytest

from conversations.answers.item_names import split_names
from conversations.tables.item_grid import read_item_grid
from conversations.tables.item_lines import is_item_line, read_item_lines
from conversations.tables.item_names_match import match_name
from tests.support.list_form import list_form

KNOWN = ("Khu 3", "Đất đai")
LINES = (
    ("Đất đai 21 15 6", "Đất đai", ("21", "15", "6")),
    ("Đất đai: 21 15 6", "Đất đai", ("21", "15", "6")),
    ("đất đai 21", "Đất đai", ("21",)),
    ("- Y tế 1.234 5", "Y tế", ("1.234", "5")),
    ("1. Y tế 3 2 1", "Y tế", ("3", "2", "1")),
    ("Y tế; 21; _; 5", "Y tế", ("21", "_", "5")),
    ("2\tY tế\t21\t\t5", "Y tế", ("21", "", "5")),
    ("Y tế: không phát sinh", "Y tế", ("không phát sinh",)),
    ("Khu 3 21 15 6", "Khu 3", ("21", "15", "6")),
    ("Khu 4 21 15 6", "Khu 4", ("21", "15", "6")),
    ("Giáo dục và đào tạo 5 (có 1 hồ sơ cũ) 2", "Giáo dục và đào tạo", ("5 (có 1 hồ sơ cũ)", "2")),
    ("01.001; Gạo tẻ; kg", "01.001", ("Gạo tẻ", "kg")),
    ("Môi trường", "Môi trường", ()),
    ("21 15 6", "", ()),
    ("…; 3; 2", "", ()),
)


@pytest.mark.parametrize(("text", "name", "values"), LINES)
def test_an_item_in_a_line(text: str, name: str, values: tuple[str, ...]) -> None:
    (found,) = read_item_lines(text, KNOWN, 3)
    assert (found.name, found.values) == (name, values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Y tế 21 7", True),
        ("Y tế; 21", True),
        ("Y tế: 21", True),
        ("Y tế: chưa có số", True),
        ("sửa 3", False),
        ("21 7 5", False),
        ("tới lĩnh vực", False),
    ],
)
def test_what_sounds_like_an_item(text: str, expected: bool) -> None:
    assert is_item_line(text) is expected


@pytest.mark.parametrize(
    ("said", "name", "known", "nearest"),
    [
        ("dat dai", "Đất đai", True, ""),
        ("ĐẤT ĐAI", "Đất đai", True, ""),
        ("Đất đay", "Đất đay", False, "Đất đai"),
        ("Đắt đai", "Đắt đai", False, "Đất đai"),
        ("Khu 4", "Khu 4", False, ""),
        ("Môi trường", "Môi trường", False, ""),
    ],
)
def test_which_item_a_name_means(said: str, name: str, known: bool, nearest: str) -> None:
    assert match_name(said, KNOWN) == (name, known, nearest)


def test_names_in_one_text_are_told_apart_and_named_once() -> None:
    assert split_names("Đất đai; Y tế;; đất  đai\n- Tư pháp.") == ("Đất đai", "Y tế", "Tư pháp")


HEAD = [["STT", "Lĩnh vực", "Tổng số", "Đúng hạn", "Quá hạn", "Còn lại", "Ghi chú"]]


def test_items_below_heads_are_those_lines_that_are_no_printed_row() -> None:
    form = list_form()
    grid = [
        *HEAD,
        ["", "Tổng cộng", "26", "20", "6", "0", ""],
        ["1", "Đất đai", "21", "15", "6", "0", "có 2 hồ sơ cũ"],
        ["2", "Y tế", "5", "5", "-", "0", ""],
        ["3", "", "", "", "", "", ""],
        ["", "…………", "", "", "", "", ""],
        ["", "Người lập biểu", "", "", "Thủ trưởng", "", ""],
        ["Ghi chú: số liệu đến 14/3"],
    ]
    (found,) = read_item_grid(form, form.blocks[0], grid).values()
    assert [(one.name, dict(one.by_column)) for one in found if one.name] == [
        ("Đất đai", {"3": "21", "4": "15", "5": "6", "6": "0"}),
        ("Y tế", {"3": "5", "4": "5", "5": "-", "6": "0"}),
    ]
