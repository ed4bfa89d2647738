"""Workbooks for coordinators: plain sheets with a frozen head. Texts never become formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from templates.documents.safe_text import clean_xml_text

USUAL_WIDTH, WIDTH_OF_SIGN = 8.43, 1.1  # of a column, in characters; of one of our larger font
_A4 = 9
LONGEST = 32_767  # characters of a cell, in any workbook
Cell = str | int | Decimal | None
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - the same content gives the same bytes


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet: its name, the words above its columns, its rows, and the widths in characters.
    `frozen` columns stay in sight. One that is `printed` is set up for A4 across: all its columns
    on the width of a page, the head on each."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()
    frozen: int = 0
    title: str = ""
    printed: bool = False


def write_workbook(sheets: Sequence[ListSheet]) -> bytes:
    """The sheets as an .xlsx file, written row by row."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _MADE})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name[:31]), sheet, wrap, bold)
    return out.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    sheet: ListSheet,
    wrap: xlsxwriter.format.Format,
    bold: xlsxwriter.format.Format,
) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    first = 1 if sheet.title else 0
    if sheet.title:
        page.write_string(0, 0, sheet.title)
    for column, words in enumerate(sheet.head):
        page.write_string(first, column, words, bold)
    page.freeze_panes(first + 1, sheet.frozen)
    if sheet.printed:
        _set_up_print(page, first)
    needed: dict[int, float] = {}
    for number, row in enumerate(sheet.rows, first + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, column, _fitting(cell), wrap)
            elif cell is not None:
                page.write_number(number, column, float(cell), wrap)
                needed[column] = max(needed.get(column, 0), number_width(cell))
    for column, wide in needed.items():
        own = sheet.widths[column] if column < len(sheet.widths) else USUAL_WIDTH
        if wide > own:
            page.set_column(column, column, wide)


def _set_up_print(page: xlsxwriter.worksheet.Worksheet, head: int) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, head)
    page.hide_gridlines(0)
    page.set_footer("&L&A&RTrang &P/&N")


def number_width(number: int | Decimal) -> float:
    """The width of a column in which a number is shown as a whole, with dots between thousands:
    in a narrower one there would be ##### or an exponent."""
    return len(f"{number:,}") * WIDTH_OF_SIGN + 2


def _fitting(text: str) -> str:
    """The text without what no workbook holds; what is too long for a cell ends in an ellipsis,
    as it would be left out altogether."""
    whole = clean_xml_text(text)
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"
