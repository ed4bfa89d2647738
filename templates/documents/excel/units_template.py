"""The workbook in which an administrator lists units and people: to be filled and imported."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

FIRST, LAST = 1, 5_000  # lines that have a drop-down
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - the same content gives the same bytes
HEAD = (
    *("Mã", "Tên", "Tên ngắn", "Viết tắt", "Loại", "Trực thuộc"),
    *("Cán bộ", "Điện thoại cán bộ", "Email cán bộ"),
    *("Lãnh đạo", "Điện thoại lãnh đạo", "Email lãnh đạo", "Đầu mối", "Điện thoại đơn vị"),
    "Mã định danh",
)
_WIDTHS = (12, 38, 22, 12, 20, 14, 32, 22, 28, 28, 20, 26, 26, 20, 18)
_HINTS = {
    "Mã": "Mã ngắn, không dấu cách, mỗi đơn vị một mã: SNV, X01.",
    "Loại": "Chọn trong danh sách. Đơn vị trên cùng có thể để trống.",
    "Trực thuộc": "Mã (hoặc tên) của đơn vị cấp trên. Chỉ một đơn vị trên cùng để trống ô này.",
    "Cán bộ": "Nhiều người thì cách nhau bằng dấu chấm phẩy (;) hoặc xuống dòng trong ô.",
    "Lãnh đạo": "Người duyệt báo cáo. Nhiều người thì cách nhau bằng dấu chấm phẩy (;).",
    "Đầu mối": "Người mở đợt, đôn đốc, tổng hợp; thường chỉ ở đơn vị trên cùng.",
    "Mã định danh": "Theo Quyết định 20/2020/QĐ-TTg, nếu có: H59.17 hoặc 000.17.H59.",
    "Điện thoại cán bộ": "Cùng thứ tự với ô Cán bộ, cách nhau bằng dấu chấm phẩy (;).",
}
EXAMPLES = (
    ("TINH", "UBND tỉnh Bắc Sơn", "UBND tỉnh", "UBND", "", "", "", "", "", "", "", "",
     "Nguyễn Thị Mai", "0205 3812 345", "H59"),
    ("SNV", "Sở Nội vụ", "Sở NV", "SNV", "sở, ban, ngành", "TINH", "Trần Văn Hùng; Lê Thị Lan",
     "0912 345 678; 0987 654 321", "hungtv@example.gov.vn; lanlt@example.gov.vn",
     "Phạm Thị Bình", "0903 111 222", "binhpt@example.gov.vn", "", "0205 3870 123", "H59.17"),
    ("X01", "Xã Đông Sơn", "Xã Đông Sơn", "ĐS", "xã, phường", "TINH", "Hoàng Văn Nam",
     "0977 222 333", "", "Vũ Thị Hoa", "", "", "", "", ""),
)  # fmt: skip
_GUIDE = (
    "1. Điền sheet “Đơn vị”, mỗi đơn vị một dòng; sheet “Ví dụ” cho thấy cách điền.",
    "2. Xem thử, chưa ghi gì: phuluc units import TỆP --dry-run",
    "3. Ghi, và nhận tệp mã mời: phuluc units import TỆP",
    "4. Gửi mỗi người mã mời của họ. Mã chỉ dùng một lần, trong 30 ngày.",
    "5. Sửa danh sách rồi nhập lại lúc nào cũng được: phần mềm cho xem sẽ đổi gì trước khi đổi.",
    "Email dùng để gửi thư mời, thư nhắc và mã vào bàn; mỗi người xác nhận địa chỉ của mình trước.",
)


def write_units_template(kinds: Sequence[str]) -> bytes:
    """The workbook; `kinds` are the kinds of unit to choose from."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_urls": False}) as book:
        book.set_properties({"created": _MADE})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        page = book.add_worksheet("Đơn vị")
        _head(page, bold, text)
        _choices(page, len(kinds))
        example = book.add_worksheet("Ví dụ")
        _head(example, bold, text)
        for number, row in enumerate(EXAMPLES, 1):
            example.write_row(number, 0, row, text)
        lists = book.add_worksheet("Loại đơn vị")
        lists.set_column(0, 0, 30)
        lists.write_column(0, 0, [*kinds])
        guide = book.add_worksheet("Hướng dẫn")
        guide.set_column(0, 0, 110)
        guide.write_column(0, 0, _GUIDE)
    return out.getvalue()


def _head(
    page: xlsxwriter.worksheet.Worksheet,
    bold: xlsxwriter.format.Format,
    text: xlsxwriter.format.Format,
) -> None:
    for column, (words, width) in enumerate(zip(HEAD, _WIDTHS, strict=True)):
        page.set_column(column, column, width, text)  # codes and numbers keep their zeros
        page.write_string(0, column, words, bold)
    page.freeze_panes(1, 2)


def _choices(page: xlsxwriter.worksheet.Worksheet, kinds: int) -> None:
    """What each column takes; other kinds are refused by Excel already."""
    sources = {"Loại": f"='Loại đơn vị'!$A$1:$A${kinds}"}
    for words, hint in _HINTS.items():
        rule = {"validate": "any", "input_title": words, "input_message": hint}
        if words in sources:
            rule |= {"validate": "list", "source": sources[words], "error_title": words}
            rule["error_message"] = hint
        column = HEAD.index(words)
        page.data_validation(FIRST, column, LAST, column, rule)
