"""The sheets of an Excel file as lines of cells, each with what a reader takes from it,
as an officer would type it."""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZipFile

from conversations.text.legacy_fonts import has_old_letters
from templates.appendix_import.excel.budget import WorkbookBudget
from templates.appendix_import.excel.cell_reader import CellReader
from templates.appendix_import.excel.cell_styles import read_styles
from templates.appendix_import.excel.drawings import OnSheet, read_comments, read_drawing
from templates.appendix_import.excel.shared_texts import RichText, read_texts
from templates.appendix_import.excel.sheet_cells import SheetCell, SheetCells, read_sheet
from templates.appendix_import.excel.workbook_parts import STYLES, TEXTS, SheetPart, WorkbookParts
from templates.appendix_import.markup import parse_markup, text_of
from templates.appendix_import.tables.filed_table import FiledTable


def excel_sheets(archive: ZipFile) -> Iterator[FiledTable]:
    """Each sheet; the lines above its header are found later."""
    parts = WorkbookParts(archive)
    book = WorkbookReader(parts)
    for sheet in parts.sheets():
        yield book.table(sheet)


class WorkbookReader(CellReader):
    """What the cells of a workbook say, as a reader takes it."""

    def __init__(self, parts: WorkbookParts) -> None:
        budget = WorkbookBudget()
        texts, styles = parts.named(TEXTS), parts.named(STYLES)
        said = read_texts(texts, budget) if texts else []
        super().__init__(
            read_styles(parse_markup(styles)) if styles else [],
            said,
            budget,
            since_1904=parts.since_1904,
            old_fonts=texts is not None and has_old_letters(text_of(texts)),
        )
        self._parts = parts

    def cells(self, sheet: SheetPart, blanks: int = 0) -> SheetCells:
        """The cells of a sheet, and of its first `blanks` rows those too that only have a look."""
        markup = self._parts.sheet(sheet)
        found = read_sheet(markup, self._budget, blanks)
        self._old_fonts = self._old_fonts or (
            b"inlineStr" in markup and has_old_letters(text_of(markup))
        )
        return found

    def table(self, sheet: SheetPart) -> FiledTable:
        return self.lay_out(
            sheet.name, self.cells(sheet), self._beside(sheet), visible=sheet.visible
        )

    @property
    def texts(self) -> Iterator[str]:
        """The shared texts of the workbook, as they were typed."""
        for text in self._texts:
            yield text if isinstance(text, str) else "".join(one.text for one in text)

    def raw_text(self, cell: SheetCell) -> str:
        """The text of a cell as it was typed, with the blanks before it; empty for a number."""
        text: RichText = cell.text or ""
        if cell.kind == "s" and cell.value.strip().isdecimal():
            number = int(cell.value[:10])
            text = self._texts[number] if number < len(self._texts) else ""
        return text if isinstance(text, str) else "".join(one.text for one in text)

    def _beside(self, sheet: SheetPart) -> list[OnSheet]:
        """Comments and drawings of the sheet."""
        found: list[OnSheet] = []
        if (comments := self._parts.beside(sheet, "comments")) is not None:
            found += read_comments(comments)
        if (drawing := self._parts.beside(sheet, "drawing")) is not None:
            found += read_drawing(drawing)
        return found
