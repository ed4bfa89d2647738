"""The appendix as an Excel table, to be re-keyed or pasted into other software: numbers are
numbers, codes are codes, texts are texts and never formulas."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import xlsxwriter

from conversations.answers.values import Answer
from conversations.forms.model import Form
from conversations.forms.row import Row, RowKind
from conversations.reports.model import Report
from conversations.reports.printed_answers import note_cell
from conversations.reports.seal import make_seal
from templates.documents.appendix_table import printed_measure, printed_seal
from templates.documents.excel.block_sheet import render_block_sheet
from templates.documents.excel.cells import (
    A4,
    BOXED,
    COUNT_FORMAT,
    FONT,
    MARGIN,
    OPTIONS,
    Content,
    cell_of,
    document_properties,
    height_of,
    look_of,
    own_looks,
    title_lines,
    write_cell,
)
from templates.documents.excel.own_workbook import ENDING, render_own_workbook
from templates.documents.excel.workbook import number_width
from templates.documents.safe_text import clean_xml_text

_HEAD = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Diễn giải", "Ghi chú", "Mã")
_WIDTHS = (6, 46, 17, 11, 20, 26, 13)
VALUE = 3  # the column of values


def render_sheet(form: Form, report: Report, layout: str = "") -> bytes:
    """The report as an .xlsx with one sheet, of one layout; the same report gives the same
    bytes."""
    own = form.layout(layout)
    if own.content is not None and own.template.endswith(ENDING):
        return render_own_workbook(form, report, own.content)
    if form.blocks:
        return render_block_sheet(form, report)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        sealed = make_seal(report)
        document_properties(book, form, report, sealed)
        page = book.add_worksheet("Phụ lục")
        looks = {
            (bold, name): book.add_format(BOXED | {"bold": bold} | look)
            for bold in (False, True)
            for name, look in (_LOOKS | own_looks(form)).items()
        }
        first, widest = title_lines(book, page, form, report, len(_HEAD) - 1), float(_WIDTHS[VALUE])
        _head(book, page, first)
        for number, row in enumerate(form.rows, first + 1):
            bold = row.kind is not RowKind.INDICATOR
            cells = [*_cells(row, report.answer(row.key))]
            widest = max(
                [widest, *(number_width(one) for _, one in cells if isinstance(one, Decimal))]
            )
            for column, (name, content) in enumerate(cells):
                write_cell(page, number, column, content, looks[bold and column < 2, name])
            page.set_row(number, height_of([content for _, content in cells], _WIDTHS))
        page.set_column(VALUE, VALUE, widest)
        last = first + len(form.rows) + 1
        page.write_string(last, 0, printed_seal(sealed)["line"], book.add_format(FONT))
        _print_setup(page, first)
    return buffer.getvalue()


_LOOKS: dict[str, dict[str, Any]] = {
    "text": {},
    "centre": {"align": "center"},
    "count": {"align": "center", "num_format": COUNT_FORMAT},
    "code": {"font_color": "#707070", "font_size": 9},
}


def _cells(row: Row, answer: Answer) -> Iterator[tuple[str, Content]]:
    cell = cell_of(answer)
    yield "centre", row.stt
    yield "text", clean_xml_text(row.label.replace("<i>", "").replace("</i>", ""))
    yield "centre", printed_measure(row)
    yield look_of(row, cell.value), cell.value
    yield "text", cell.remark
    yield "text", clean_xml_text(note_cell(answer))
    yield "code", row.key


def _head(book: Any, page: Any, line: int) -> None:
    look = book.add_format(BOXED | {"bold": True, "align": "center", "bg_color": "#E8EDF2"})
    for column, (words, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
        page.set_column(column, column, width)
        page.write_string(line, column, words, look)
    page.freeze_panes(line + 1, 2)


def _print_setup(page: Any, head: int) -> None:
    page.set_paper(A4)
    page.set_margins(**MARGIN)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.set_header("&C&P", {"margin": 0.4})
