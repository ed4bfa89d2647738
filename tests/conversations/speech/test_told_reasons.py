"""Reasons with the numbers of what they are for, as they are typed."""

from __future__ import annotations

import pytest

from conversations.speech.told_reasons import names_earlier, read_told_reasons

ALL, REST = "all", "rest"
Told = dict[object, str]


def read(text: str) -> tuple[Told, tuple[str, ...]]:
    told, others = read_told_reasons(text)
    by_point: Told = {}
    for one in told:
        by_point |= dict.fromkeys(one.numbers or (one.scope.value,), one.why)
    return by_point, others


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("1: do trùng\n2: do chuyển kỳ trước", {1: "do trùng", 2: "do chuyển kỳ trước"}),
        ("1: tăng 5 văn bản; 2: giảm 3 hồ sơ", {1: "tăng 5 văn bản", 2: "giảm 3 hồ sơ"}),
        ("1. do trùng\n2) do chuyển\n3 - khác", {1: "do trùng", 2: "do chuyển", 3: "khác"}),
        ("1: do trùng, 3: do chuyển", {1: "do trùng", 3: "do chuyển"}),
        ("1: do trùng. 2: do chuyển", {1: "do trùng.", 2: "do chuyển"}),
        ("câu 1 do trùng, câu 3 do chuyển", {1: "do trùng", 3: "do chuyển"}),
        ("cau 1 do trung, cau 3 do chuyen", {1: "do trung", 3: "do chuyen"}),
        ("điểm 2 vì mới sáp nhập", {2: "vì mới sáp nhập"}),
        ("lý do câu 1: trùng; lý do câu 2: tách", {1: "trùng", 2: "tách"}),
        ("1 do trùng, 3 do chuyển", {1: "do trùng", 3: "do chuyển"}),
        ("1, 3: vì trùng", {1: "vì trùng", 3: "vì trùng"}),
        ("1, 3 và 5: trùng; 2: khác", {1: "trùng", 3: "trùng", 5: "trùng", 2: "khác"}),
        ("1-3: theo kế hoạch", dict.fromkeys((1, 2, 3), "theo kế hoạch")),
        ("từ 1 đến 3: theo kế hoạch", dict.fromkeys((1, 2, 3), "theo kế hoạch")),
        ("cả 1 và 3: theo kế hoạch", dict.fromkeys((1, 3), "theo kế hoạch")),
        ("cả hai vì 2 nhóm trùng nhau", {ALL: "vì 2 nhóm trùng nhau"}),
        ("ca hai vi trung nhau", {ALL: "vi trung nhau"}),
        ("cả 2 đều do trùng nhau", {ALL: "do trùng nhau"}),
        ("tất cả: kỳ trước chuyển sang", {ALL: "kỳ trước chuyển sang"}),
        ("tat ca: ky truoc chuyen sang", {ALL: "ky truoc chuyen sang"}),
        ("các cái còn lại: theo kế hoạch", {REST: "theo kế hoạch"}),
        ("cac cai con lai: theo ke hoach", {REST: "theo ke hoach"}),
        ("1: trùng; những điểm khác: theo sổ", {1: "trùng", REST: "theo sổ"}),
        ("2:", {2: ""}),
        ("1, 3", {1: "", 3: ""}),
        ("tất cả", {ALL: ""}),
        ("3=12", {3: "12"}),
        ("3: à sửa thành 12", {3: "à sửa thành 12"}),
    ],
)
def test_each_reason_with_its_points(text: str, points: Told) -> None:
    assert read(text) == (points, ())


@pytest.mark.parametrize(
    "why",
    [
        "có 2 nhóm; một nhóm trùng",
        "gồm 5 việc, 2 do chậm, 3 việc khác",
        "theo QĐ số 12, 3. khoản khác",
        "tăng 1.234 hồ sơ, 12/3 họp",
        "tỷ lệ 2:1",
    ],
)
def test_numbers_within_a_reason_begin_no_other(why: str) -> None:
    assert read(f"1: {why}\n2: khác") == ({1: why, 2: "khác"}, ())


@pytest.mark.parametrize(
    "text",
    [
        *("66 văn bản gửi song song đã được tính", "2 đơn vị mới sáp nhập", "1.234 đồng"),
        *("số hồ sơ tiếp nhận do trùng", "Có 01 TTHC vừa được tích hợp", "câu 3 là gì"),
        *("biên chế có mặt = 46", "cả năm theo kế hoạch", "12/3 họp rồi", "nộp"),
    ],
)
def test_what_names_no_point(text: str) -> None:
    assert read(text) == ({}, (text,))


def test_a_line_without_a_number_is_no_part_of_the_reason_before_it() -> None:
    assert read("1: do trùng\nnộp") == ({1: "do trùng"}, ("nộp",))


def test_another_point_without_a_sign_before_it_is_noticed() -> None:
    (told,), _ = read_told_reasons("1: do trùng 2: do chuyển")
    assert told.runs_on


def test_the_count_of_all_is_kept() -> None:
    (told,), _ = read_told_reasons("cả ba vì trùng")
    assert told.count == 3


@pytest.mark.parametrize(
    ("why", "earlier"),
    [
        *(("như trên", 0), ("nhu tren", 0), ("tương tự", 0), ("nt", 0)),
        *(("cũng lý do đấy", 0), ("lý do như trên", 0), ("như cái trước", 0), ("nhu hoi nay", 0)),
        *(
            ("vẫn lý do cũ nha em", 0),
            ("lý do như câu 2", 2),
            ("lý do trước đây thiếu người", None),
        ),
        *(("như câu 1", 1), ("giống điểm 2", 2), ("như trên nhưng ít hơn", None)),
    ],
)
def test_a_reason_may_be_that_of_another_point(why: str, earlier: int | None) -> None:
    assert names_earlier(why) == earlier
