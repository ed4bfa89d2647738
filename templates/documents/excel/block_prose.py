"""The prose of a form on a sheet: each heading of its outline beside its text."""

from __future__ import annotations

from typing import Any

from conversations.forms.row import Row
from conversations.forms.tables import Block
from templates.documents.excel.block_cells import BlockSheet, limit_cell, state_words
from templates.documents.excel.cells import FONT, cell_of, height_of, write_cell
from templates.documents.safe_text import clean_xml_text


def write_prose(sheet: BlockSheet, block: Block) -> None:
    """An outline: each heading beside its text, over the columns of the tables."""
    page, last = sheet.page, max(sheet.widths)
    if block.title:
        words = clean_xml_text(block.title)
        page.write_string(sheet.at, 0, words, sheet.book.add_format(FONT | {"bold": True}))
        sheet.at += 1
    for line in block.lines:
        row = sheet.form.row(line.key)
        heading = clean_xml_text(f"{row.stt}. {row.label}" if row.stt else row.label)
        look = sheet.looks["bold" if line.is_heading else "text"]
        _span(page, sheet.at, 0, sheet.labels - 1, heading, look)
        rows = [sheet.form.row(key) for key in line.cells.values()]
        texts = [heading, *(_text(sheet, one, sheet.labels, last - 1) for one in rows)]
        write_cell(page, sheet.at, last, line.key, sheet.looks["key"])
        sides = (range(sheet.labels), range(sheet.labels, last))
        widths = [sum(sheet.widths[at] for at in side) for side in sides]
        page.set_row(sheet.at, height_of(texts, widths[: len(texts)]))
        sheet.at += 1
    sheet.at += 1


def _text(sheet: BlockSheet, row: Row, first: int, last: int) -> str:
    """The text of a row, over these columns."""
    answer = sheet.report.answer(row.key)
    content = cell_of(answer).value
    said = content if isinstance(content, str) else ""
    said = said or (state_words(answer) or "" if sheet.fill else "")
    open_ = sheet.fill and row.computed is None
    _span(sheet.page, sheet.at, first, last, said, sheet.looks["open.text" if open_ else "text"])
    if open_:
        limit_cell(sheet, row, first)
    return said


def _span(page: Any, line: int, first: int, last: int, words: str, look: Any) -> None:
    if first == last:
        write_cell(page, line, first, words, look)
    else:
        page.merge_range(line, first, line, last, words, look)
