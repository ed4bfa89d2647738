"""What all workbooks of a report have in common: fonts, cells, titles and properties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from textwrap import wrap
from typing import Any

from conversations.answers.values import Answer, AnswerState, Day
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.model import Report
from conversations.reports.seal import Seal
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
COUNT_FORMAT = "#,##0"
TALLEST = 409  # points of the highest row that Excel has
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


_DECIMALS = re.compile(r"\.0#*")


def own_looks(form: Form, align: str = "center") -> dict[str, dict[str, Any]]:
    """The looks of numbers and days whose types have formats of their own, by the format."""
    formats = {one.answer.number_format for one in form.rows if one.answer is not None} - {""}
    formats |= {_DECIMALS.sub("", one) for one in formats}
    return {one: {"align": align, "num_format": one} for one in sorted(formats)}


def look_of(row: Row, content: Content) -> str:
    """How the value of a row is shown: the name of a look, or a format of its type."""
    own = row.answer.number_format if row.answer is not None else ""
    if isinstance(content, date):
        return own
    if not isinstance(content, Decimal):
        return "centre"
    whole = content == content.to_integral_value()
    if own:
        return _DECIMALS.sub("", own) if whole else own
    return "count" if whole else "centre"


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


def title_lines(book: Any, page: Any, form: Form, report: Report, last: int, at: int = 0) -> int:
    """The title over the whole width, from this line on; the number of the first line below it."""
    bold = book.add_format(FONT | {"bold": True, "font_size": 14, "align": "center"})
    page.merge_range(at, 0, at, last, clean_xml_text(form.title).upper(), bold)
    words = f"{report.period.name} của {report.unit.name}"
    page.merge_range(at + 1, 0, at + 1, last, clean_xml_text(words).upper(), bold)
    return at + 3
