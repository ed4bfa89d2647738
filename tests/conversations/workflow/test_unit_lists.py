"""Lists of units as offices keep them: titles above, other headings, names in one cell, and what
looks wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from conversations.workflow.permissions import Role
from conversations.workflow.unit_columns import find_head
from conversations.workflow.unit_doubts import find_doubts
from conversations.workflow.unit_import import read_list
from conversations.workflow.unit_list import UnitList
from conversations.workflow.unit_people import holds_two, split_people
from templates.loading.calendars import load_calendars

kind_named = load_calendars().kind_named
TOP = ["TINH", "UBND tỉnh"]


def listed(*lines: Sequence[str]) -> UnitList:
    found = read_list([*lines], [], kind_named)
    assert isinstance(found, UnitList), [str(one) for one in found]
    return found


@pytest.mark.parametrize(
    "above",
    [
        [],
        [["DANH SÁCH ĐƠN VỊ"]],
        [["UBND TỈNH BẮC SƠN"], [""], ["Danh sách đơn vị báo cáo", "", "năm 2026"], []],
    ],
)
@pytest.mark.parametrize(
    "head",
    [
        ["Mã", "Tên", "Trực thuộc", "Loại", "Cán bộ"],
        ["STT", "Mã đơn vị (*)", "Tên đơn vị", "Đơn vị cấp trên", "Loại đơn vị", "Chuyên viên:"],
        ["Mã số", "Tên cơ quan, đơn vị", "Cơ quan chủ quản", "Cấp", "Cán bộ phụ trách"],
        ["MA DON VI", "TEN DON VI", "MA CAP TREN", "PHAN LOAI", "NGUOI BAO CAO"],
    ],
)
def test_the_head_is_found_wherever_it_stands_and_whatever_its_words(
    above: list[list[str]], head: list[str]
) -> None:
    first = ["1"] if head[0] == "STT" else []
    units = [[*first, *TOP, "", ""], [*first, "X1", "Xã Một", "TINH", "xã", "Lan; Hùng"]]
    found = listed(*above, head, *units)
    assert [(one.code, one.parent, one.kind) for one in found.units] == [
        ("TINH", None, None),
        ("X1", "TINH", "commune"),
    ]
    assert [one.name for one in found.people] == ["Lan", "Hùng"]
    assert find_head([*above, head]).unread == []


def test_a_head_of_two_lines_and_a_line_of_numbers_below_it() -> None:
    found = listed(
        ["Mã", "Tên", "Trực thuộc", "Người dùng", "", "Ghi chú"],
        ["", "", "", "Cán bộ", "Lãnh đạo", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [*TOP, "", "", ""],
        ["X1", "Xã Một", "TINH", "Lan", "Bình"],
    )
    assert [(one.name, one.role) for one in found.people] == [
        ("Lan", Role.OFFICER),
        ("Bình", Role.REVIEWER),
    ]


@pytest.mark.parametrize(
    ("parent", "code"),
    [("TINH", "TINH"), ("tinh", "TINH"), ("UBND tỉnh", "TINH"), ("ubnd tinh", "TINH")],
)
def test_the_unit_above_is_named_by_its_code_or_its_name(parent: str, code: str) -> None:
    found = listed(["Mã", "Tên", "Thuộc"], [*TOP, ""], ["X1", "Xã Một", parent])
    assert found.units[1].parent == code


def test_sums_and_signatures_below_the_list_are_passed_over_and_told() -> None:
    found = listed(
        ["Mã", "Tên", "Trực thuộc"],
        TOP,
        ["X1", "Xã Một", "TINH"],
        ["Tổng cộng: 2 đơn vị"],
        ["", "", "Người lập biểu"],
    )
    assert [line for line, _ in found.passed] == [4, 5]


@pytest.mark.parametrize(
    "kind",
    [
        *("P.", "X.", "Xã", "phường", "TT", "Thị trấn", "đặc khu", "PHƯỜNG"),
        *("Sở", "ban", "Ngành", "UBND xã", "UBND phường"),
        *("Tỉnh", "UBND tỉnh", "Huyện", "H.", "Quận", "Q.", "TP"),
    ],
)
def test_usual_words_for_a_kind_of_unit(kind: str) -> None:
    assert kind_named(kind) is not None


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Lan; Hùng ;", ["Lan", "Hùng"]),
        ("Nguyễn Thị Lan\nPhạm Văn Bình", ["Nguyễn Thị Lan", "Phạm Văn Bình"]),
        ("Nguyễn Thị Lan\n(kế toán)", ["Nguyễn Thị Lan (kế toán)"]),
    ],
)
def test_people_of_one_cell(cell: str, people: list[str]) -> None:
    assert [one.name for one in split_people(cell)] == people


@pytest.mark.parametrize(
    ("cell", "name", "phone", "email"),
    [
        ("Nguyễn Thị Lan - 0912345678", "Nguyễn Thị Lan", "0912345678", ""),
        ("Nguyễn Thị Lan (0912 345 678)", "Nguyễn Thị Lan", "0912 345 678", ""),
        ("Lan, lan@x.gov.vn", "Lan", "", "lan@x.gov.vn"),
        ("Lan 0912.345.678 lan@x.gov.vn", "Lan", "0912.345.678", "lan@x.gov.vn"),
        ("Lan (kế toán)", "Lan (kế toán)", "", ""),
    ],
)
def test_what_stands_beside_a_name(cell: str, name: str, phone: str, email: str) -> None:
    (one,) = split_people(cell)
    assert (one.name, one.phone, one.email) == (name, phone, email)


@pytest.mark.parametrize(
    ("name", "two"),
    [
        ("Nguyễn Thị Lan, Phạm Văn Bình", True),
        ("Nguyễn Thị Lan / Phạm Văn Bình", True),
        ("Nguyễn Thị Lan và Phạm Văn Bình", True),
        ("nguyễn thị lan, phạm văn bình", True),
        ("NGUYỄN THỊ LAN - PHẠM VĂN BÌNH", True),
        ("Lan, Hùng", True),
        ("Nguyễn Thị Lan, Trưởng phòng", False),
        ("Nguyễn Thị Lan - PCT", False),
        ("Nguyễn Thị Lan, Phó Giám Đốc", False),
        ("Nguyễn Thị Lan (thay Phạm Văn Bình)", False),
        ("Tôn Nữ Thị Vân Anh", False),
        ("H'Hen Niê", False),
    ],
)
def test_two_names_in_one_cell(name: str, two: bool) -> None:
    assert holds_two(name) is two


def test_numbers_go_to_the_people_they_stand_beside_or_to_the_unit() -> None:
    found = listed(
        ["Mã", "Tên", "Cán bộ", "Điện thoại", "Lãnh đạo", "SĐT lãnh đạo", "ĐT cơ quan", "Email"],
        [
            "A",
            "Sở A",
            "Lan; Hùng",
            "0912345678; 0987654321",
            "Bình",
            "+84 903 111 222",
            "",
            "a@b.vn",
        ],
    )
    assert [(one.name, one.phone) for one in found.people] == [
        ("Lan", "0912 345 678"),
        ("Hùng", "0987 654 321"),
        ("Bình", "0903 111 222"),
    ]
    mailed = listed(["Mã", "Tên", "Cán bộ", "Email"], ["A", "Sở A", "Lan", "Lan@X.gov.vn"])
    assert mailed.people[0].email == "lan@x.gov.vn"
    assert found.units[0].phone is None
    several = listed(
        ["Mã", "Tên", "Cán bộ", "Điện thoại"], ["A", "Sở A", "Lan; Hùng", "0912345678"]
    )
    assert several.units[0].phone == "0912 345 678"
    wrong = read_list([["Mã", "Tên", "Điện thoại"], ["A", "Sở A", "12"]], [], kind_named)
    assert isinstance(wrong, tuple)
    assert "line 2, Điện thoại: found '12'" in str(wrong[0])
    bad = [["Mã", "Tên", "Cán bộ", "Email"], ["A", "Sở A", "Lan", "lân@x.vn"]]
    wrong = read_list(bad, [], kind_named)
    assert isinstance(wrong, tuple)
    assert "line 2, Email: found 'lân@x.vn'" in str(wrong[0])


def test_what_looks_wrong_is_told() -> None:
    found = listed(
        ["Mã", "Tên", "Trực thuộc", "Loại", "Cán bộ", "Lãnh đạo"],
        TOP,
        ["X1", "UBND xã Đông Sơn", "TINH", "xã", "Trần Văn Nam", "Bình"],
        ["X2", "Xã Đông Sơn", "TINH", "", "Trần Văn Nam"],
        ["X3", "Xã Ba", "TINH", "xã", "Nam 2", "Bình"],
    )
    told = [str(one) for one in find_doubts(found, coordinated=False)]
    assert told == [
        "1 units without a kind (Loại): X2",
        "1 units without a reviewer (Lãnh đạo): X2",
        "the same unit twice? X1, X2",
        "odd names: Nam 2",
        "1 names stand in several units; each gets a code there: Trần Văn Nam (X1, X2)",
        "nobody coordinates (Đầu mối): phuluc invite TINH coordinator",
    ]
    assert str(find_doubts(found, coordinated=True)[-1]) == told[-2]


def test_columns_that_are_missing_are_told_with_those_that_are_not_read() -> None:
    lines = [["Mã", "Tên", "Nơi quản"], ["A", "Sở A", "TINH"], TOP, ["B", "Sở B", "TINH"]]
    found = read_list(lines, [], kind_named)
    assert isinstance(found, tuple)
    assert len(found) == 1
    assert "a column headed Trực thuộc" in str(found[0])
    assert "unread: Nơi quản" in str(found[0])
