"""A spreadsheet that an administrator gives to the command line, as lines of text."""

from __future__ import annotations

from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from templates.appendix_import.archive import open_zip
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.parted_text import read_parted_text
from templates.appendix_import.workbook_parts import WORKBOOK, repack_workbook

MAX_LINES = 20_000


def sheet_lines(content: bytes) -> list[list[str]]:
    """The first sheet of an .xlsx, .xls or .ods file, or the table of a text that is parted by
    signs. FileRefusedError for anything else, and `file.too_many_rows` for more than MAX_LINES."""
    if content.startswith(b"PK"):
        with open_zip(content) as archive:
            if WORKBOOK in archive.namelist():
                content = repack_workbook(archive)
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(nrows=MAX_LINES + 1)
    except (CalamineError, ValueError) as error:
        lines = read_parted_text(content, MAX_LINES + 1)
        if lines is None:
            raise FileRefusedError("file.kind") from error
    else:
        lines = [[_text(cell) for cell in row] for row in rows]
    if len(lines) > MAX_LINES:
        raise FileRefusedError("file.too_many_rows")
    return lines


def _text(cell: object) -> str:
    """What stands in a cell; a code that Excel took for a number has no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
