"""Blank forms for tests: grids drawn in text, and small Word and Excel files."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
import xlsxwriter

from templates.form_draft.model import FilePlace
from templates.form_draft.recognition.paper.grid import Grid, GridCell, PaperLine
from templates.form_draft.recognition.tables.body import TablePiece
from templates.form_draft.recognition.tables.heads import find_head
from templates.form_draft.recognition.tables.table_reader import TableReading, read_table

LEFT, UP = "<", "^"  # a cell that belongs to the one at its left, or above it
GREY, BOLD = "#", "*"  # at the front of a cell's words


def draw_grid(*lines: str, repeated: int = 0) -> Grid:
    """A table of lines as `STT | Chỉ tiêu | Tổng số | <`; three blanks before words set them in."""
    texts = [list(line.split("|")) for line in lines]
    width = max(len(line) for line in texts)
    cells = []
    for line, row in enumerate(texts):
        for column, said in enumerate(row):
            if said.strip() in (LEFT, UP):
                continue
            cells.append(_cell(texts, line, column, said, width))
    return Grid(width, len(lines), tuple(cells), repeated)


def _cell(texts: list[list[str]], line: int, column: int, said: str, width: int) -> GridCell:
    across, down = 1, 1
    while column + across < len(texts[line]) and texts[line][column + across].strip() == LEFT:
        across += 1
    while line + down < len(texts) and _at(texts, line + down, column).strip() == UP:
        down += 1
    words = said.strip()
    grey, bold = words.startswith(GREY), words.startswith(BOLD)
    indent = 60 * (len(said.rstrip()) - len(said.strip()) - 1) if column == 0 or said.strip() else 0
    one = PaperLine(words.lstrip(GREY + BOLD).strip(), indent=max(0, indent), bold=bold)
    return GridCell(line, column, down, across, (one,), grey, FilePlace(0, line, column))


def _at(texts: list[list[str]], line: int, column: int) -> str:
    return texts[line][column] if column < len(texts[line]) else ""


def read_drawn(*lines: str, above: Sequence[str] = (), repeated: int = 0) -> TableReading:
    """What is recognised in a drawn table."""
    grid = draw_grid(*lines, repeated=repeated)
    found = read_table(0, [TablePiece(grid, find_head(grid))], above)
    assert found is not None
    return found


def word_file(*blocks: str | Sequence[Sequence[str]], merged: Sequence[Any] = ()) -> bytes:
    """A Word file of paragraphs (`*` before bold and centered ones) and tables. `merged` are places
    of the last table: top, left, bottom, right."""
    document = docx.Document()
    table = None
    for block in blocks:
        if isinstance(block, str):
            paragraph = document.add_paragraph()
            paragraph.add_run(block.lstrip(BOLD)).bold = block.startswith(BOLD)
            paragraph.alignment = 1 if block.startswith(BOLD) else None
        else:
            table = document.add_table(len(block), max(map(len, block)))
            for line, row in enumerate(block):
                for column, text in enumerate(row):
                    table.cell(line, column).text = text
    for top, left, bottom, right in merged:
        assert table is not None
        table.cell(top, left).merge(table.cell(bottom, right))
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def excel_file(*lines: Sequence[str], lined: tuple[int, int] | None = None) -> bytes:
    """A workbook of one sheet; the rows from `lined[0]` to `lined[1]` have borders."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheet = book.add_worksheet("Biểu")
    border = book.add_format({"border": 1})
    width = max(len(line) for line in lines)
    for row, line in enumerate(lines):
        within = lined is not None and lined[0] <= row <= lined[1]
        for column, text in enumerate(line):
            if text:
                sheet.write_string(row, column, text, border if within else None)
        for column in range(width if within else 0):
            if column >= len(line) or not line[column]:
                sheet.write_blank(row, column, None, border)
    book.close()
    return written.getvalue()
