"""Whole files: letterhead, title, tables, facts, outline, signatures; several forms in one."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter

from templates.form_draft.draft_json import print_draft
from templates.form_draft.form_finder import draft_form, find_forms
from templates.form_draft.found_forms import load_found
from templates.form_draft.model import FilePlace, FormDraft
from tests.support.papers import excel_file, word_file

_TABLE = [["STT", "Chỉ tiêu", "Số vụ"], ["1", "Khiếu nại", ""], ["2", "Tố cáo", ""]]
_SIGNED = [["NGƯỜI LẬP BIỂU\n(Ký, họ tên)", "GIÁM ĐỐC\n(Ký, đóng dấu)"]]


def only(content: bytes) -> FormDraft:
    found = find_forms("mau", "mau", "", content)
    assert found.draft is not None
    return found.draft


def _letterhead(code: str) -> list[list[str]]:
    said = f"Biểu số: {code}\nBan hành theo Thông tư số 02/2023/TT-BNV ngày 23/3/2023"
    return [[said, "Đơn vị báo cáo: ………\nĐơn vị nhận báo cáo: Sở Nội vụ"]]


def test_what_stands_around_a_table() -> None:
    draft = only(
        word_file(
            *(_letterhead("07.N/BNV"), "*BÁO CÁO", "*KẾT QUẢ GIẢI QUYẾT ĐƠN THƯ", "*Năm …"),
            *("Tổng số cán bộ: ……… người", "Đơn vị tính: Vụ", _TABLE),
            *("Ghi chú: số liệu đến cuối năm.", _SIGNED),
        )
    )
    assert draft.title == "BÁO CÁO KẾT QUẢ GIẢI QUYẾT ĐƠN THƯ"
    assert (draft.code, draft.sent_to) == ("07.N/BNV", "Sở Nội vụ")
    assert draft.issued_by == "Thông tư số 02/2023/TT-BNV ngày 23/3/2023"
    assert draft.period_kinds == ("year",)
    assert [(one.label, one.answer, one.measure) for one in draft.facts] == [
        ("Tổng số cán bộ", "count", "người")
    ]
    assert [one.title for one in draft.signers] == ["NGƯỜI LẬP BIỂU", "GIÁM ĐỐC"]
    table = draft.tables[0]
    assert (table.above, table.below) == ("Đơn vị tính: Vụ", ("Ghi chú: số liệu đến cuối năm.",))
    assert table.columns[0].measure == "Vụ"
    assert table.rows[1].cells == (FilePlace(1, 2, 2),)


def test_pieces_with_the_same_head_and_one_without_are_one_table() -> None:
    more = [["STT", "Chỉ tiêu", "Số vụ"], ["3", "Kiến nghị", ""]]
    rest = [["4", "Phản ánh", ""], ["", "Tổng cộng", ""]]
    draft = only(word_file("*BÁO CÁO ĐƠN THƯ", _TABLE, "", more, "", rest, _SIGNED))
    assert len(draft.tables) == 1
    assert [row.label for row in draft.tables[0].rows] == [
        *("Khiếu nại", "Tố cáo", "Kiến nghị", "Phản ánh", "Tổng cộng"),
    ]
    assert draft.tables[0].rows[3].cells == (FilePlace(2, 0, 2),)


def test_two_tables_with_their_headings() -> None:
    other = [["STT", "Loại xe", "Nguyên giá"], ["1", "Ô tô", ""], ["2", "Xe máy", ""]]
    draft = only(
        word_file(
            *("*BÁO CÁO TÀI SẢN", "I. Đơn thư", _TABLE),
            *("II. Xe", "Đơn vị tính: Triệu đồng", other),
        )
    )
    assert [table.title for table in draft.tables] == ["I. Đơn thư", "II. Xe"]
    assert draft.tables[1].columns[0].measure == "Triệu đồng"


def _several() -> bytes:
    blocks = []
    for number, title in enumerate(("BÁO CÁO HÒA GIẢI", "BÁO CÁO CHỨNG THỰC"), 1):
        blocks += [_letterhead(f"0{number}/TP"), f"*{title}", _TABLE, _SIGNED]
    return word_file(*blocks)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("", None),
        ("2", "02/TP"),
        ("01/TP", "01/TP"),
        ("chứng thực", "02/TP"),
        ("9", None),
        ("báo", None),
    ],
)
def test_of_several_forms_one_is_named(wanted: str, code: str | None) -> None:
    found = find_forms("mau", "mau.docx", wanted, _several())
    assert found.titles == ("01/TP: BÁO CÁO HÒA GIẢI", "02/TP: BÁO CÁO CHỨNG THỰC")
    assert (found.draft.code if found.draft is not None else None) == code


def test_an_outline_of_prose() -> None:
    draft = only(
        word_file(
            *("*BÁO CÁO CÔNG TÁC QUÝ I", "I. TÌNH HÌNH CHUNG", "……………", "II. KẾT QUẢ"),
            *("1. Lãnh đạo, chỉ đạo", "…………", "2. Công khai", "…………", "III. KIẾN NGHỊ", "………"),
        )
    )
    table = draft.tables[0]
    assert (table.kind, draft.period_kinds) == ("narrative", ("quarter",))
    assert [(row.level, row.kind, row.label) for row in table.rows] == [
        (0, "row", "I. TÌNH HÌNH CHUNG"),
        (0, "heading", "II. KẾT QUẢ"),
        (1, "row", "1. Lãnh đạo, chỉ đạo"),
        (1, "row", "2. Công khai"),
        (0, "row", "III. KIẾN NGHỊ"),
    ]


@pytest.mark.parametrize("lined", [None, (4, 6)])
def test_a_sheet_with_and_without_lines_around_its_table(lined: tuple[int, int] | None) -> None:
    draft = only(
        excel_file(
            *(
                ["Đơn vị: ……", "", "Biểu số 5/TN"],
                [],
                ["BÁO CÁO ĐƠN THƯ QUÝ …"],
                ["Đơn vị tính: Vụ"],
            ),
            *(*_TABLE, [], ["", "Người lập biểu"]),
            lined=lined,
        )
    )
    assert (draft.code, draft.title) == ("5/TN", "BÁO CÁO ĐƠN THƯ QUÝ …")
    table = draft.tables[0]
    assert [row.label for row in table.rows] == ["Khiếu nại", "Tố cáo"]
    assert table.columns[0].measure == "Vụ"
    assert table.rows[0].cells == (FilePlace(0, 5, 2),)


def test_nothing_is_found_where_no_form_is() -> None:
    assert (
        find_forms("mau", "mau.docx", "", word_file("Kính gửi các đơn vị", "Xin cảm ơn.")).titles
        == ()
    )


def test_a_form_that_is_filled_in_is_said_to_be() -> None:
    filled = [
        ["STT", "Chỉ tiêu", "Số vụ"],
        ["1", "Một", "5"],
        ["2", "Hai", "1.200"],
        ["3", "Ba", "0"],
    ]
    draft = only(word_file("*BÁO CÁO ĐƠN THƯ", filled))
    assert len(draft.tables[0].rows) == 3
    assert any("điền sẵn 3 ô" in said for said in draft.unclear)


def test_a_draft_goes_from_process_to_process_unchanged() -> None:
    content = word_file(_letterhead("07/BNV"), "*BÁO CÁO ĐƠN THƯ", _TABLE, _SIGNED)
    found = load_found(draft_form(b"mau", b"mau.docx", b"", content))
    assert found == find_forms("mau", "mau.docx", "", content)
    assert found.draft is not None
    told = print_draft(found.draft)
    assert told["tables"][0]["rows"][0] == {
        "key": "#0",
        "code": None,
        "stt": "1",
        "label": "Khiếu nại",
        "level": 0,
        "parent_index": None,
        "kind": "row",
        "measure": None,
        "formula": None,
    }


def test_formulas_that_a_workbook_computes_by() -> None:
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheet, border = book.add_worksheet(), book.add_format({"border": 1})
    for row, line in enumerate(
        [
            ["STT", "Nội dung", "Đầu kỳ", "Cuối kỳ", "Tăng, giảm"],
            ["1", "Đất lúa", None, None, "=D2-C2"],
            ["2", "Đất màu", None, None, "=D3-C3"],
            ["3", "Đất khác", None, None, "=IF(C4>0,D4-C4,0)"],
            ["", "Tổng cộng", "=SUM(C2:C4)", "=SUM(D2:D4)", "=D5-C5"],
        ]
    ):
        for column, said in enumerate(line):
            sheet.write(row, column, said, border)
    book.close()
    table = only(written.getvalue()).tables[0]
    assert [column.formula for column in table.columns] == [None, None, "[c2] - [c1]"]
    assert [row.formula for row in table.rows] == [None, None, None, "[#0] + [#1] + [#2]"]


def test_letters_of_before_unicode_whose_font_does_not_say_so() -> None:
    old = [["STT", "ChØ tiªu thèng kª", "Sè l­îng"], ["1", "C«ng t¸c chØ ®¹o", ""]]
    old += [["2", "KÕt qu¶ gi¶i quyÕt ®¬n th­ cña c«ng d©n", ""]]
    table = only(word_file("*B¸O C¸O T×NH H×NH", old)).tables[0]
    assert [row.label for row in table.rows] == [
        *("Công tác chỉ đạo", "Kết quả giải quyết đơn thư của công dân"),
    ]


def test_a_line_that_says_it_goes_on_parts_no_table() -> None:
    more = [["STT", "Chỉ tiêu", "Số vụ"], ["3", "Kiến nghị", ""]]
    draft = only(word_file("*BÁO CÁO ĐƠN THƯ", _TABLE, "Biểu số 1 (tiếp theo)", more, _SIGNED))
    assert [len(table.rows) for table in draft.tables] == [3]
    assert draft.code is None


def test_prose_between_tables_is_asked_too() -> None:
    draft = only(
        word_file(
            *("*BÁO CÁO ĐƠN THƯ", "I. CHỈ ĐẠO", "……………………", "II. SỐ LIỆU", _TABLE),
            *("III. KIẾN NGHỊ", "……………………", _SIGNED),
        )
    )
    assert [table.kind for table in draft.tables] == ["fixed", "narrative"]
    assert [row.label for row in draft.tables[1].rows] == ["I. CHỈ ĐẠO", "III. KIẾN NGHỊ"]
