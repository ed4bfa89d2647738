"""A list of units keeps what its cells show."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from templates.appendix_import.spreadsheet import sheet_lines


def test_codes_keep_their_zeros_and_hidden_lines_are_none() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        hidden = book.add_worksheet("Ẩn")
        hidden.write_row(0, 0, ["x"])
        page = book.add_worksheet("Đơn vị")
        page.activate()
        hidden.hide()
        page.set_first_sheet()
        page.write_row(0, 0, ["Mã", "Tên"])
        page.write_number(1, 0, 1, book.add_format({"num_format": "00000"}))
        page.write_string(1, 1, "Xã A")
        page.write_row(2, 0, ["00004", "Xã B"])
        page.set_row(2, None, None, {"hidden": True})
        page.write_row(3, 0, [256, "Xã C"])
    assert sheet_lines(buffer.getvalue()) == [["Mã", "Tên"], ["00001", "Xã A"], ["256", "Xã C"]]


def test_a_large_second_sheet_is_not_read() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("Đơn vị").write_row(0, 0, ["Mã", "Tên"])
        large = book.add_worksheet("Số liệu")
        for number in range(20_000):
            large.write_row(number, 0, [number] * 11)
    assert sheet_lines(buffer.getvalue()) == [["Mã", "Tên"]]
