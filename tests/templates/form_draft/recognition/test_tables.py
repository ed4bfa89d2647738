"""A table: its head, its columns, its rows."""

from __future__ import annotations

import pytest

from tests.support.papers import read_drawn


def paths(*lines: str, repeated: int = 0) -> list[str]:
    table = read_drawn(*lines, repeated=repeated).table
    return [" / ".join(column.path) for column in table.columns]


_BODY = "1|Lúa||||"
_EXPECTED = ["Tổng số", "Chia ra / Nam", "Chia ra / Nữ", "Ghi chú"]


@pytest.mark.parametrize(
    "head",
    [
        ("STT|Chỉ tiêu|Tổng số|Chia ra|<|Ghi chú", "^|^|^|Nam|Nữ|^"),
        ("STT|Chỉ tiêu|Tổng số|Chia ra|Chia ra|Ghi chú", "STT|Chỉ tiêu|Tổng số|Nam|Nữ|Ghi chú"),
        ("STT|Chỉ tiêu|Tổng số|Chia ra||Ghi chú", "|||Nam|Nữ|"),
        ("STT|Chỉ tiêu|Tổng số|Chia ra|<|Ghi chú", "^|^|^|Nam|Nữ|^", "A|B|1|2|3|4"),
        ("STT|Chỉ tiêu|Tổng số|Chia ra|<|Ghi chú", "^|^|^|Nam|Nữ|^", "1|2|3=4+5|4|5|6"),
    ],
)
def test_one_head_set_in_many_ways(head: tuple[str, ...]) -> None:
    assert paths(*head, _BODY, "2|Ngô||||") == _EXPECTED


def test_a_head_of_many_lines() -> None:
    head = (
        "Khai sinh|<|<|<|Khai tử",
        "Đăng ký mới|<|<|Đăng ký lại|^",
        "Tổng số|Quá hạn|<|^|^",
        "^|Tổng số|Trong đó: dưới 5 tuổi|^|^",
        "(1)|(2)|(3)|(4)|(5)",
    )
    table = read_drawn(*head, "||||").table
    assert table.kind == "single_row"
    assert table.columns[2].path == (
        *("Khai sinh", "Đăng ký mới", "Quá hạn"),
        "Trong đó: dưới 5 tuổi",
    )
    assert [column.part_of for column in table.columns] == [None, "1", "2", None, None]


def test_formulas_and_parts_of_the_numbering_line() -> None:
    table = read_drawn(
        "Chỉ tiêu|Mã số|Kế hoạch|Thực hiện|Trong đó: nữ|Tỷ lệ (%)",
        "A|B|1|2|3|4=2/1*100",
        "Tổng số|01||||",
        "- Xã|02||||",
    ).table
    ratio = table.columns[3]
    assert (ratio.answer, ratio.role, ratio.formula) == ("percent", "ratio", "[2] / [1] * 100")
    assert [column.part_of for column in table.columns] == [None, None, "2", None]
    assert [column.role for column in table.columns[:3]] == ["plan", "actual", "part"]


@pytest.mark.parametrize(
    ("head", "above", "answer", "measure"),
    [
        ("Số lượng (Người)", "", "count", "Người"),
        ("Số tiền", "Đơn vị tính: Triệu đồng", "money", "Triệu đồng"),
        ("Số người", "Đơn vị tính: Triệu đồng", "count", None),
        ("Diện tích (ha)", "", "decimal", "ha"),
        ("Tuổi bình quân", "", "decimal", None),
        ("Tỷ lệ hoàn thành", "", "percent", None),
        ("% so với kế hoạch", "", "percent", None),
        ("Kinh phí (ĐVT: 1.000 đồng)", "", "money", "1.000 đồng"),
        ("Cơ quan, tổ chức, đơn vị", "Đơn vị tính: Phong trào", "count", "Phong trào"),
        ("Người tham gia", "", "count", None),
        ("Lý do", "", "text", None),
        ("Mức độ (Đạt/Không đạt)", "", "choice", None),
        ("Ngày hoàn thành", "", "date", None),
        ("Số ngày điều trị", "", "count", None),
    ],
)
def test_what_a_column_asks(head: str, above: str, answer: str, measure: str | None) -> None:
    lines = (f"STT|Chỉ tiêu|{head}|Kết quả", "1|Một||", "2|Hai||")
    column = read_drawn(*lines, above=[above]).table.columns[0]
    assert (column.answer, column.measure) == (answer, measure)


def test_measures_below_the_heads() -> None:
    table = read_drawn("TT|Cây|Diện tích|Sản lượng", "|ĐVT|ha|tấn", "1|Lúa||", "2|Ngô||").table
    assert [column.measure for column in table.columns] == ["ha", "tấn"]
    assert [row.label for row in table.rows] == ["Lúa", "Ngô"]


def test_a_price_of_no_measure_is_asked_about() -> None:
    reading = read_drawn("STT|Mặt hàng|Giá bán|Ghi chú", "1|Gạo||", "2|Thịt||")
    assert [one.key for one in reading.doubts] == ["table.0.column.c1.answer"]
    assert [one.value for one in reading.doubts[0].readings] == ["money", "count"]


def test_another_period_is_known_by_its_head() -> None:
    lines = (
        "TT|Chỉ tiêu|Kỳ này|Kỳ trước|Cùng kỳ năm trước|Lũy kế|Kỳ trước chuyển sang",
        "1|A|||||",
    )
    columns = read_drawn(*lines, "2|B|||||").table.columns
    assert [one.taken_from for one in columns] == [None, "last", "last_year", None, None]
    assert [one.role for one in columns[1:4]] == ["prior", "same_last_year", "cumulative"]


def test_headings_measures_and_codes_of_rows() -> None:
    rows = read_drawn(
        "Chỉ tiêu|Mã số|Đơn vị tính|Số liệu",
        "*Tổng số|01|Người|",
        "*Chia theo tuổi|||",
        "- Dưới 30|02|Người|",
        "- Tuổi bình quân|03|Tuổi|",
        "Kinh phí|04|Triệu đồng|",
    ).table.rows
    assert [row.kind for row in rows] == ["row", "heading", "row", "row", "row"]
    assert [row.code for row in rows] == ["01", None, "02", "03", "04"]
    assert [row.answer for row in rows] == [None, None, None, "decimal", "money"]
    assert rows[2].parent == 1


def test_grey_and_crossed_cells_are_not_asked() -> None:
    table = read_drawn("TT|Nội dung|Số vụ|Số tiền", "1|A||#", "2|B|x|", "3|C||").table
    assert [column.grey_for for column in table.columns] == [("#1",), ("#0",)]


def test_a_shade_of_a_whole_row_is_only_a_look() -> None:
    table = read_drawn("TT|Nội dung|Số vụ|Số tiền", "I|*A|#|#", "1|B||", "2|C||").table
    assert [row.kind for row in table.rows] == ["heading", "row", "row"]


@pytest.mark.parametrize(
    ("code", "label", "formula"),
    [
        ("04=01+02", "Tổng", "[01] + [02]"),
        ("04", "Tổng (04=01+02)", "[01] + [02]"),
        ("04", "Chênh lệch (01-02)", None),
        ("04", "Chênh lệch (I-II)", "[01] - [02]"),
        ("04", "Độ tuổi (18-30)", None),
        ("04", "Lãi {04 = 01 - (02 - 01)}", "[01] - [02] + [01]"),
        ("04", "Tổng cộng I + II", "[01] + [02]"),
        ("04=01+09", "Tổng", None),
    ],
)
def test_formulas_printed_beside_rows(code: str, label: str, formula: str | None) -> None:
    rows = read_drawn(
        *("Chỉ tiêu|Mã số|Số tiền", "I. Thu|01|", "II. Chi|02|"),
        f"{label}|{code}|",
    ).table.rows
    assert (rows[2].code, rows[2].formula) == ("04", formula)


def test_a_list_asks_for_names_and_keeps_groups_and_totals() -> None:
    table = read_drawn(
        "STT|Họ và tên|Ngày sinh|Giới tính (Nam/Nữ)|Số tiền (đồng)|Ghi chú",
        "I|*Biên chế||||",
        "1|||||",
        "…|||||",
        "|Tổng cộng|x|x||",
    ).table
    assert table.kind == "list"
    assert [one.answer for one in table.columns] == ["text", "date", "choice", "money", "text"]
    assert [one.item_key for one in table.columns] == [True, False, False, False, False]
    assert [(row.label, row.grows) for row in table.rows] == [
        ("Biên chế", True),
        ("Tổng cộng", False),
    ]
    assert len(table.blank_lines) == 2


def test_groups_that_reach_over_the_figures_grow() -> None:
    table = read_drawn(
        "STT|Mã hàng|Tên hàng|Giá", "01 Lương thực|<|<|<", "|||", "|||", "02 Vật liệu|<|<|<", "|||"
    ).table
    assert [(row.stt, row.label, row.grows) for row in table.rows] == [
        ("01", "Lương thực", True),
        ("02", "Vật liệu", True),
    ]


def test_labels_in_two_columns() -> None:
    table = read_drawn(
        *("TT|Chỉ tiêu|<|Số đơn", "1|Khiếu nại|Lần đầu|", "^|^|Lần hai|"),
        *("2|Tố cáo|Hành chính|", "^|^|Khác|"),
    ).table
    assert [(row.level, row.kind, row.label) for row in table.rows] == [
        (0, "heading", "Khiếu nại"),
        (1, "row", "Lần đầu"),
        (1, "row", "Lần hai"),
        (0, "heading", "Tố cáo"),
        (1, "row", "Hành chính"),
        (1, "row", "Khác"),
    ]


def test_labels_in_two_columns_whose_first_is_left_out_below() -> None:
    table = read_drawn(
        *("TT|Chỉ tiêu|Phân loại|Số đơn", "1|Số vụ việc|Khiếu nại|", "||Tố cáo|"),
        *("2|Số cuộc đối thoại|Trực tiếp|",),
    ).table
    assert [(row.level, row.kind, row.stt, row.label) for row in table.rows] == [
        (0, "heading", "1", "Số vụ việc"),
        (1, "row", None, "Khiếu nại"),
        (1, "row", None, "Tố cáo"),
        (0, "row", "2", "Số cuộc đối thoại: Trực tiếp"),
    ]


def test_a_column_that_splits_in_some_rows() -> None:
    table = read_drawn(
        *("SỰ KIỆN|Tổng số|<", "A|(1)|<", "I. Nhận con||<", "II. Giám hộ||<"),
        *("III. Xác nhận|Nam|Nữ", "1. Để kết hôn||", "2. Khác||"),
    ).table
    assert [column.path for column in table.columns] == [
        ("Tổng số",),
        ("Tổng số", "Nam"),
        ("Tổng số", "Nữ"),
    ]
    assert [column.grey_for for column in table.columns] == [
        ("#3", "#4"),
        ("#0", "#1"),
        ("#0", "#1"),
    ]
    assert table.rows[2].kind == "heading"


def test_choices_in_cells_and_in_the_column_of_measures() -> None:
    table = read_drawn("TT|Tiêu chí|Kết quả", "1|Điện|Đạt/Không đạt", "2|Đường|Đạt/Không đạt").table
    assert table.columns[0].choices == ("Đạt", "Không đạt")
    rows = read_drawn(
        "TT|Chỉ tiêu|Đơn vị tính|Số liệu",
        "1|Số văn bản|Văn bản|",
        "2|Có sáng kiến|Không = 0 Có = 1|",
    ).table.rows
    assert (rows[1].answer, rows[1].choices) == ("choice", ("Không", "Có"))


def test_words_printed_in_every_row_of_a_column_are_not_asked() -> None:
    reading = read_drawn(
        *("TT|Chỉ số|Cách tính|Giá trị", "1|Mức hài lòng|Khảo sát hằng năm|"),
        *("2|Số thủ tục|Đếm theo quyết định|", "3|Số hồ sơ|Đếm trên cổng|"),
    )
    assert [column.path for column in reading.table.columns] == [("Giá trị",)]
    assert any("Cách tính" in said for said in reading.unclear)


def test_a_code_that_is_printed_twice_keeps_both_rows() -> None:
    lines = ("Chỉ tiêu|Mã số|Số lượng", "- A|13|", "- B|14|", "- C|14|")
    assert read_drawn(*lines).table.row_keys() == ("13", "#1", "#2")
