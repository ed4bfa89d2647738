"""A spreadsheet that an administrator gives to the command line, as lines of text."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

MAX_LINES = 20_000


class SheetError(Exception):
    """The file is no spreadsheet that can be read; the text says why."""


def read_sheet(path: Path) -> list[list[str]]:
    """The first sheet of an .xlsx, .xls or .ods file. SheetError for anything else; OSError when
    the file cannot be opened."""
    with path.open("rb"):
        pass
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        rows = sheet.to_python(nrows=MAX_LINES + 1)
    except (CalamineError, ValueError) as error:
        message = f"{path} is no spreadsheet: {error}"
        raise SheetError(message) from error
    if len(rows) > MAX_LINES:
        message = f"{path} has more than {MAX_LINES} lines"
        raise SheetError(message)
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    """What stands in a cell; a code that Excel took for a number has no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
