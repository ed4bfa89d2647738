"""A spreadsheet that an administrator gives to the command line, as lines of text."""

from __future__ import annotations

from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from templates.appendix_import.archive import check_size
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.excel.cell_reader import FAR
from templates.appendix_import.excel.sheets import excel_sheets
from templates.appendix_import.file_kind import open_archive
from templates.appendix_import.parted_text import read_parted_text

MAX_LINES = 20_000


def sheet_lines(content: bytes) -> list[list[str]]:
    """The first sheet of an .xlsx, .xls or .ods file that people see, or the table of a text that
    is parted by signs. FileRefusedError for anything else, and `file.too_many_rows` for more than
    MAX_LINES."""
    check_size(content)
    lines = _lines_of_excel(content)
    if lines is None:
        lines = _lines_of_others(content)
    if len(lines) > MAX_LINES:
        raise FileRefusedError("file.too_many_rows")
    return lines


def _lines_of_excel(content: bytes) -> list[list[str]] | None:
    """The cells as the sheet shows them: 00001 is a code; None for another kind of file."""
    try:
        kind, archive = open_archive(content)
    except FileRefusedError as error:
        if error.code in ("file.xls", "file.open_document", "file.xlsb"):
            return None
        table = read_parted_text(content, MAX_LINES + 1)
        if table is not None and error.code in ("file.text", "file.kind"):
            return table
        raise
    if kind != "excel":
        raise FileRefusedError("file.kind")
    with archive:
        first = next((sheet for sheet in excel_sheets(archive) if not sheet.hidden), None)
    if first is None:
        return []
    far = [place for place, asides in first.left_out.items() if FAR in {one.why for one in asides}]
    if far:
        cell = first.place(*far[0]).rpartition("!")[2]
        raise FileRefusedError("file.far_cells", sheet=first.name, cell=cell)
    return [
        ["" if first.hides(number, column) else cell for column, cell in enumerate(line)]
        for number, line in enumerate(first.lines)
        if number not in first.hidden_lines
    ]


def _lines_of_others(content: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(nrows=MAX_LINES + 1)
    except (CalamineError, ValueError) as error:
        raise FileRefusedError("file.kind") from error
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    """What stands in a cell; a code that the program took for a number has no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
