"""A list that an administrator gives to the command line or to the desk, as lines of text."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from python_calamine import CalamineWorkbook

from templates.appendix_import.archive import check_size
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.excel.cell_reader import FAR
from templates.appendix_import.file_content import FileContent, open_content
from templates.appendix_import.parted_text import read_parted_text
from templates.appendix_import.tables.filed_table import FiledTable

MAX_LINES = 20_000


def sheet_lines(content: bytes) -> list[list[str]]:
    """The first sheet of a workbook that people see, the longest table of a text or a page, or the
    table of a plain text that is parted by signs. FileRefusedError for anything else, and
    `file.too_many_rows` for more than MAX_LINES."""
    check_size(content)
    lines = _lines(content)
    if len(lines) > MAX_LINES:
        raise FileRefusedError("file.too_many_rows")
    return lines


def _lines(content: bytes) -> list[list[str]]:
    try:
        with open_content(content) as file:
            found = _table(file)
            return _shown(found) if found is not None else []
    except FileRefusedError as error:
        if error.code == "file.xlsb":
            return _lines_of_binary(content)
        table = read_parted_text(content, MAX_LINES + 1)
        if table is not None and error.code in ("file.text", "file.kind"):
            return table
        raise


def _table(file: FileContent) -> FiledTable | None:
    """Of a workbook no sheet is read behind the first one that people see."""
    seen = (one for one in file.reading.tables() if not one.hidden)
    if file.is_sheet:
        return next(seen, None)
    return max(seen, key=lambda one: len(one.lines), default=None)


def _shown(table: FiledTable) -> list[list[str]]:
    """The cells as they are shown: 00001 is a code. FileRefusedError for cells too far right."""
    far = [place for place, asides in table.left_out.items() if FAR in {one.why for one in asides}]
    if far:
        cell = table.place(*far[0]).rpartition("!")[2]
        raise FileRefusedError("file.far_cells", sheet=table.name, cell=cell)
    return [
        ["" if table.hides(number, column) else cell for column, cell in enumerate(line)]
        for number, line in enumerate(table.lines)
        if number not in table.hidden_lines
    ]


def _lines_of_binary(content: bytes) -> list[list[str]]:
    """An .xlsb file, without what its cells look like."""
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        rows: Iterable[list[object]] = sheet.to_python(nrows=MAX_LINES + 1)  # type: ignore[assignment]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic in a library of Rust is no Exception
        raise FileRefusedError("file.kind") from error
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    """What stands in a cell; a code that the program took for a number has no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
