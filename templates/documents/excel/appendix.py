"""The appendix as an Excel table, to be re-keyed or pasted into other software: numbers are
numbers, codes are codes, texts are texts and never formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from textwrap import wrap
from typing import Any

import xlsxwriter

from conversations.answers.values import Answer, AnswerState, Day
from conversations.forms.model import Form, Row, RowKind
from conversations.reports.formatting import note_cell
from conversations.reports.model import Report
from conversations.reports.seal import Seal, make_seal
from templates.documents.appendix_table import printed_measure, printed_seal
from templates.documents.excel.workbook import number_width
from templates.documents.safe_text import clean_xml_text
from templates.documents.word.properties import CODE, HASH

FONT = {"font_name": "Times New Roman", "font_size": 12}
BOXED = FONT | {"border": 1, "text_wrap": True, "valign": "vcenter"}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
A4, MARGIN = 9, {"top": 0.79, "bottom": 0.79, "left": 1.18, "right": 0.59}  # inches
EPOCH = datetime(2020, 1, 1)  # noqa: DTZ001 - the same report gives the same bytes
_HEAD = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Diễn giải", "Ghi chú", "Mã")
_WIDTHS = (6, 46, 17, 11, 20, 26, 13)
VALUE, TALLEST = 3, 409  # the column of values; points of the highest row that Excel has
COUNT_FORMAT = "#,##0"
LINE = 15.6  # points that a line of the font takes


Content = Decimal | date | str | None


@dataclass(frozen=True)
class AppendixCell:
    """What a cell holds beside its form: a number, a day, a code or a text, and the remark to
    it."""

    value: Content
    remark: str = ""


def cell_of(answer: Answer) -> AppendixCell:
    """A value as a spreadsheet keeps it; nothing for every state without one, as in print."""
    value = answer.value
    if answer.state is not AnswerState.VALUE or value is None:
        return AppendixCell(None)
    content: Content = value.day if isinstance(value, Day) else value.amount
    if content is None:
        content = clean_xml_text(value.printed)
    return AppendixCell(content, clean_xml_text(answer.remark or ""))


def render_sheet(form: Form, report: Report, layout: str = "") -> bytes:
    """The report as an .xlsx with one sheet, of one layout; the same report gives the same
    bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        sealed = make_seal(report)
        document_properties(book, form, report, sealed)
        page = book.add_worksheet("Phụ lục")
        looks = {
            (bold, name): book.add_format(BOXED | {"bold": bold} | look)
            for bold in (False, True)
            for name, look in (_LOOKS | _own_looks(form)).items()
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


def _own_looks(form: Form) -> dict[str, dict[str, Any]]:
    """The looks of numbers and days whose types have formats of their own."""
    formats = {one.answer.number_format for one in form.rows if one.answer is not None} - {""}
    formats |= {re.sub(r"\.0#*", "", one) for one in formats}
    return {one: {"align": "center", "num_format": one} for one in sorted(formats)}


def look_of(row: Row, content: Content) -> str:
    """How the value of a row is shown: the name of a look, or a number format of its type."""
    own = row.answer.number_format if row.answer is not None else ""
    if isinstance(content, date):
        return own
    if not isinstance(content, Decimal):
        return "centre"
    whole = content == content.to_integral_value()
    if own:
        return re.sub(r"\.0#*", "", own) if whole else own
    return "count" if whole else "centre"


def _cells(row: Row, answer: Answer) -> Iterator[tuple[str, Content]]:
    cell = cell_of(answer)
    yield "centre", row.stt
    yield "text", clean_xml_text(row.label.replace("<i>", "").replace("</i>", ""))
    yield "centre", printed_measure(row)
    yield look_of(row, cell.value), cell.value
    yield "text", cell.remark
    yield "text", clean_xml_text(note_cell(answer))
    yield "code", row.key


def write_cell(page: Any, row: int, column: int, content: Content, look: Any) -> None:
    """A number as a number, a day as a day, a text as a text whatever it begins with, nothing as a
    blank cell."""
    if isinstance(content, date):
        page.write_datetime(row, column, content, look)
    elif isinstance(content, Decimal):
        page.write_number(row, column, float(content), look)
    elif content:
        page.write_string(row, column, content, look)
    else:
        page.write_blank(row, column, None, look)


def height_of(contents: Sequence[Content], widths: Sequence[float]) -> float:
    """The height, in points, that a row of wrapped cells of these widths needs: Excel works it
    out by itself, other programs do not."""
    lines = [
        sum(max(1, len(wrap(line, int(width)))) for line in content.split("\n"))
        for content, width in zip(contents, widths, strict=True)
        if isinstance(content, str) and content
    ]
    return min(LINE * max(lines, default=1) + 2, TALLEST)


def document_properties(book: Any, form: Form, report: Report, sealed: Seal | None) -> None:
    """Properties of the file; an issued one has its code and hash."""
    code = sealed.code if sealed else ""
    title = clean_xml_text(f"{form.title} {report.period.name}")
    book.set_properties({"title": title, "keywords": code, "created": EPOCH})
    if sealed:
        book.set_custom_property(CODE, sealed.code, "text")
        book.set_custom_property(HASH, sealed.digest, "text")


def title_lines(book: Any, page: Any, form: Form, report: Report, last: int) -> int:
    """The title over the whole width; the number of the first line below it."""
    bold = book.add_format(FONT | {"bold": True, "font_size": 14, "align": "center"})
    page.merge_range(0, 0, 0, last, clean_xml_text(form.title).upper(), bold)
    words = f"{report.period.name} của {report.unit.name}"
    page.merge_range(1, 0, 1, last, clean_xml_text(words).upper(), bold)
    return 3


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
