"""The sheets of an Excel file as lines of cells, numbers as an officer would type them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from templates.appendix_import import limits
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.tables import FiledTable
from templates.appendix_import.workbook_parts import repack_workbook


def excel_sheets(archive: ZipFile) -> Iterator[FiledTable]:
    """Each sheet; the lines above its header are found later."""
    content = repack_workbook(archive)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names[: limits.MAX_SHEETS]:
            sheet = book.get_sheet_by_name(name)
            rows = sheet.to_python(nrows=limits.MAX_LINES + 1)
            lines = [[_typed(cell) for cell in row[: limits.MAX_CELLS]] for row in rows]
            yield FiledTable((), lines, _tall(sheet))
    except (CalamineError, ValueError, OSError) as error:
        raise FileRefusedError("file.broken") from error


def _tall(sheet: CalamineSheet) -> frozenset[tuple[int, int]]:
    """The cells that reach down over other lines, counted from where the sheet's lines begin."""
    top, left = sheet.start or (0, 0)
    return frozenset(
        (first[0] - top, column - left)
        for first, last in islice(sheet.merged_cell_ranges or (), limits.MAX_LINES)
        for column in range(first[1], min(last[1], first[1] + limits.MAX_CELLS) + 1)
        if last[0] > first[0]
    )


def _typed(cell: Any) -> str:
    """21.0 is `21` and 33.33 is `33,33`: Excel knows no other numbers than these."""
    match cell:
        case bool():
            return "1" if cell else "0"
        case int():
            return str(cell)
        case float():
            text = f"{cell:.10f}".rstrip("0").rstrip(".")
            return text.replace(".", ",")
        case datetime() | date():
            return cell.strftime("%d/%m/%Y")
        case time() | timedelta():
            return str(cell)
        case _:
            return str(cell).strip()[: limits.MAX_CELL_TEXT]
