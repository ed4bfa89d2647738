"""The sheets of an Excel file before 2007. How cells look and what numbers they keep is read from
its records; the letters of texts by python-calamine, which has met more such files than we."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

from python_calamine import CalamineWorkbook

from conversations.text.legacy_fonts import has_old_letters
from templates.appendix_import import limits
from templates.appendix_import.compound import open_compound, read_stream
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.excel.budget import WorkbookBudget
from templates.appendix_import.excel.cell_reader import CellReader
from templates.appendix_import.excel.sheet_cells import SheetCells
from templates.appendix_import.excel97.book import SheetPlace, read_book
from templates.appendix_import.excel97.sheet import TEXT, read_sheet97
from templates.appendix_import.tables.filed_table import FiledTable

_STREAMS = ("Workbook", "Book")
MAX_AREA = 2_000_000  # cells between the first and the last one of a sheet, blank ones too


def excel97_sheets(content: bytes) -> Iterator[FiledTable]:
    """Each sheet. FileRefusedError for a password, macros, damage, or more than one looks at."""
    with open_compound(content) as streams:
        name = next((one for one in _STREAMS if streams.exists(one)), _STREAMS[0])
        stream = read_stream(streams, name, len(content))
        book = read_book(stream)
        budget = WorkbookBudget()
        found = [(one, read_sheet97(stream, one.start, budget)) for one in book.sheets]
    if any(_area(cells) > MAX_AREA for _, cells in found):
        raise FileRefusedError("file.too_many_rows")
    said = "".join(_put_texts(content, found, budget))
    reader = CellReader(
        book.looks, (), budget, since_1904=book.since_1904, old_fonts=has_old_letters(said)
    )
    for sheet, cells in found:
        yield reader.lay_out(sheet.name, cells, visible=sheet.visible)


def _area(cells: SheetCells) -> int:
    return max(cells.rows, default=0) * max((max(row) for row in cells.rows.values()), default=0)


def _put_texts(
    content: bytes, found: list[tuple[SheetPlace, SheetCells]], budget: WorkbookBudget
) -> Iterator[str]:
    """Put the letters into the cells of texts; they are given back too."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        names = book.sheet_names
        grids = {
            sheet.name: book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            for sheet, _ in found
            if sheet.name in names
        }
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic in a library of Rust is no Exception
        raise FileRefusedError("file.broken") from error
    for sheet, cells in found:
        grid = grids.get(sheet.name, [])
        for row, line in cells.rows.items():
            for column, cell in [*line.items()]:
                if cell.kind == TEXT:
                    text = _at(grid, row, column)
                    budget.spend("text", len(text))
                    line[column] = replace(cell, kind="str", value=text)
                    yield text


def _at(grid: Sequence[Sequence[object]], row: int, column: int) -> str:
    line = grid[row - 1] if row <= len(grid) else ()
    value = line[column - 1] if column <= len(line) else ""
    return str(value)[: limits.MAX_TEXT]
