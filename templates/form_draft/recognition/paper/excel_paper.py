"""A workbook as lines of words and grids: what is within lines is a table, the rest stands above,
between or below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zipfile import ZipFile

from conversations.text.normalize import clean_text
from templates.appendix_import import limits
from templates.appendix_import.excel.sheet_cells import SheetCell, SheetCells
from templates.appendix_import.excel.sheets import WorkbookReader
from templates.appendix_import.excel.workbook_parts import STYLES, WorkbookParts
from templates.appendix_import.markup import parse_markup
from templates.form_draft.model import FilePlace
from templates.form_draft.recognition.paper.grid import (
    SHARED,
    Block,
    Grid,
    GridCell,
    PaperFile,
    PaperLine,
    Sheet,
)
from templates.form_draft.recognition.paper.old_letters import Letters, find_letters
from templates.form_draft.recognition.paper.sheet_looks import PLAIN_LOOK, SheetLook, read_looks
from templates.form_draft.recognition.paper.unlined import find_unlined
from templates.form_draft.recognition.paper.word_paper import is_grey

_BLANK_WIDTH = 60  # twentieths of a point
_FEWEST = 2  # columns within lines that make a row one of a table


def read_excel_paper(archive: ZipFile) -> PaperFile:
    """The sheets that people see. FileRefusedError for more than one is willing to look at."""
    parts = WorkbookParts(archive)
    reader = WorkbookReader(parts)
    styles = parts.named(STYLES)
    looks = read_looks(parse_markup(styles)) if styles else []
    letters = find_letters(reader.texts)
    found = []
    for number, sheet in enumerate(parts.sheets()):
        if sheet.visible:
            cells = reader.cells(sheet, blanks=limits.MAX_LINES)
            blocks = _SheetPaper(number, cells, reader, looks, letters).blocks()
            found.append(Sheet(sheet.name, tuple(blocks)))
    return PaperFile("excel", tuple(found))


@dataclass
class _SheetPaper:
    """Rows and columns count from 0 here, and those that nobody sees are left out."""

    number: int
    sheet: SheetCells
    reader: WorkbookReader
    looks: list[SheetLook]
    letters: Letters = str
    cells: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    lined: dict[int, set[int]] = field(default_factory=dict)
    last: int = 0

    def blocks(self) -> list[Block]:
        self._read()
        tables = self._tables()
        found: list[Block] = []
        row = 0
        while row <= self.last:
            table = next((one for one in tables if one[0] == row), None)
            if table is not None:
                found.append(self._grid(*table))
                row = table[1] + 1
            else:
                found.extend(self._lines(row))
                row += 1
        return found

    @cached_property
    def words(self) -> dict[int, list[GridCell]]:
        """The cells with words, by row."""
        found: dict[int, list[GridCell]] = {}
        for (row, _), cell in sorted(self.cells.items()):
            if cell.text:
                found.setdefault(row, []).append(cell)
        return found

    def _read(self) -> None:
        merged = {(top, left): (bottom, right) for top, left, bottom, right in self.sheet.merged}
        covered = self._covered()
        for row, line in self.sheet.rows.items():
            if row in self.sheet.hidden_rows or row > limits.MAX_LINES:
                continue
            for column, cell in line.items():
                if column > limits.MAX_CELLS or self.sheet.hides_column(column):
                    continue
                look = self.looks[cell.style] if cell.style < len(self.looks) else PLAIN_LOOK
                if look.lined:
                    self.lined.setdefault(row - 1, set()).add(column - 1)
                if (row, column) in covered:
                    continue
                end = merged.get((row, column), (row, column))
                made = self._cell(row, column, cell, look, end)
                self.cells[row - 1, column - 1] = made
                if made.text or look.lined:
                    self.last = max(self.last, made.line + made.height - 1)
        for top, left, bottom, right in self.sheet.merged:
            self._spread(top - 1, left - 1, bottom - 1, right - 1)

    def _covered(self) -> set[tuple[int, int]]:
        """The places under merged cells, as far as a table is looked at."""
        return {
            (row, column)
            for top, left, bottom, right in self.sheet.merged
            for row in range(top, min(bottom, limits.MAX_LINES) + 1)
            for column in range(left, min(right, limits.MAX_CELLS) + 1)
            if (row, column) != (top, left)
        }

    def _spread(self, top: int, left: int, bottom: int, right: int) -> None:
        """A merged cell has its lines wherever it reaches."""
        rows = range(top, min(bottom, limits.MAX_LINES - 1) + 1)
        if any(left <= one <= right for row in rows for one in self.lined.get(row, ())):
            for row in rows:
                reach = range(left, min(right, limits.MAX_CELLS - 1) + 1)
                self.lined.setdefault(row, set()).update(reach)

    def _cell(
        self, row: int, column: int, cell: SheetCell, look: SheetLook, end: tuple[int, int]
    ) -> GridCell:
        computed = cell.formula is not None and cell.kind != "str"
        said = "" if computed else self.reader.read_cell(cell, self.sheet, covered=False).text
        raw = self.reader.raw_text(cell)
        indent = look.indent + _BLANK_WIDTH * (len(raw) - len(raw.lstrip()))
        place = FilePlace(self.number, row - 1, column - 1)
        lines = tuple(
            PaperLine(
                clean_text(part.replace("\u00ad", "")),
                indent=indent,
                bold=look.bold,
                centered=look.centered,
                region=column,
                place=place,
            )
            for part in self.letters(said).split("\n")
        )
        bottom, right = min(end[0], limits.MAX_LINES), min(end[1], limits.MAX_CELLS)
        return GridCell(
            row - 1,
            column - 1,
            max(1, bottom - row + 1),
            max(1, right - column + 1),
            lines,
            is_grey(look.paper),
            place,
            (cell.formula or SHARED) if computed else "",
        )

    def _tables(self) -> list[tuple[int, int, int, int]]:
        """First and last row, first and last column of each table."""
        rows = sorted(row for row, columns in self.lined.items() if len(columns) >= _FEWEST)
        rows = [row for row in rows if row <= self.last]
        if not rows:
            found = find_unlined(self.cells, self.last)
            return [found] if found is not None else []
        runs: list[list[int]] = []
        for row in rows:
            if runs and row - runs[-1][-1] == 1:
                runs[-1].append(row)
            else:
                runs.append([row])
        return [
            (
                run[0],
                run[-1],
                min(min(self.lined[row]) for row in run),
                max(max(self.lined[row]) for row in run),
            )
            for run in runs
        ]

    def _grid(self, top: int, bottom: int, left: int, right: int) -> Grid:
        seen = [one for one in range(left, right + 1) if not self.sheet.hides_column(one + 1)]
        rows = [one for one in range(top, bottom + 1) if one + 1 not in self.sheet.hidden_rows]
        column_of = {column: at for at, column in enumerate(seen)}
        line_of = {row: at for at, row in enumerate(rows)}
        cells = [
            GridCell(
                line_of[row],
                column_of[column],
                _reach(cell.line, cell.height, line_of),
                _reach(cell.column, cell.width, column_of),
                cell.lines,
                cell.grey,
                cell.place,
                cell.formula,
            )
            for (row, column), cell in self.cells.items()
            if row in line_of and column in column_of
        ]
        cells += self._blanks(cells, rows, seen)
        return Grid(len(seen), len(rows), tuple(cells))

    def _blanks(self, cells: list[GridCell], rows: list[int], seen: list[int]) -> list[GridCell]:
        """The places of a table that the file does not speak of."""
        taken = {
            (line, column)
            for cell in cells
            for line in range(cell.line, cell.line + cell.height)
            for column in range(cell.column, cell.column + cell.width)
        }
        return [
            GridCell(line, column, place=FilePlace(self.number, rows[line], seen[column]))
            for line in range(len(rows))
            for column in range(len(seen))
            if (line, column) not in taken
        ]

    def _lines(self, row: int) -> Iterator[PaperLine]:
        """The words of a row outside of tables; those that stand alone in it are the page's."""
        said = self.words.get(row, [])
        for cell in said:
            for one in cell.lines:
                region = one.region if len(said) > 1 else 0
                yield PaperLine(one.text, "", one.indent, one.bold, one.centered, region, one.place)


def _reach(first: int, length: int, seen: Mapping[int, int]) -> int:
    """How many of the rows or columns that are seen a cell covers."""
    return 1 if length == 1 else sum(one in seen for one in range(first, first + length))
