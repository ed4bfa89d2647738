"""What the cells of a sheet say, as a reader takes it, whatever file they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from templates.appendix_import import limits
from templates.appendix_import.cell_text import (
    FALSE,
    HIDDEN,
    MARKS,
    TRUE,
    Aside,
    CellText,
    Piece,
    compose_cell,
)
from templates.appendix_import.excel.budget import WorkbookBudget
from templates.appendix_import.excel.cell_styles import PLAIN, CellLook, FontLook
from templates.appendix_import.excel.drawings import OnSheet
from templates.appendix_import.excel.number_format import show_number
from templates.appendix_import.excel.shared_texts import RichText, text_length
from templates.appendix_import.excel.sheet_cells import SheetCell, SheetCells
from templates.appendix_import.tables.filed_table import FiledTable

FAR, FORMULA, ERROR, COVERED, FILTERED = (
    "aside.far",
    "aside.formula",
    "aside.error",
    "aside.covered",
    "aside.filtered",
)


class CellReader:
    """`looks` and `texts` are those that cells name by number; `old_fonts`: letters of fonts before
    Unicode are put into today's."""

    def __init__(
        self,
        looks: Sequence[CellLook],
        texts: Sequence[RichText],
        budget: WorkbookBudget,
        *,
        since_1904: bool,
        old_fonts: bool,
    ) -> None:
        self._budget = budget
        self._looks = looks
        self._texts = texts
        self._since_1904 = since_1904
        self._old_fonts = old_fonts

    def lay_out(
        self, name: str, found: SheetCells, beside: Iterable[OnSheet] = (), *, visible: bool
    ) -> FiledTable:
        """The cells of a sheet as lines, with the asides that lie beside them on it."""
        covered = _covered(found)
        lines: list[list[str]] = []
        left_out: dict[tuple[int, int], tuple[Aside, ...]] = {}
        ways: dict[tuple[int, int], tuple[str, ...]] = {}
        numbers = sorted(found.rows)
        for line, row in enumerate(numbers):
            cells = found.rows[row]
            texts = [""] * min(max(cells), limits.MAX_CELLS)
            for column, cell in sorted(cells.items()):
                said = self.read_cell(cell, found, covered=(row, column) in covered)
                place = (line, column - 1)
                if column > limits.MAX_CELLS:
                    said = CellText(asides=(*said.asides, Aside(said.text, FAR)))
                else:
                    texts[column - 1] = said.text
                if said.asides:
                    left_out[place] = tuple(one for one in said.asides if one.text)
                if said.ways:
                    ways[place] = said.ways
            lines.append(texts)
        _add_beside(beside, numbers, lines, left_out)
        return FiledTable(
            titles=(),
            lines=lines,
            tall=_tall(found, numbers),
            name=name,
            places=tuple(numbers),
            left_out=left_out,
            ways=ways,
            hidden=not visible,
            hidden_lines={
                line: FILTERED if found.filtered else HIDDEN
                for line, row in enumerate(numbers)
                if row in found.hidden_rows
            },
            hidden_columns=frozenset(
                column - 1
                for column in range(1, limits.MAX_CELLS + 1)
                if found.hides_column(column)
            ),
        )

    def read_cell(self, cell: SheetCell, sheet: SheetCells, *, covered: bool) -> CellText:
        """What a cell says; `covered` when it lies under a merged one."""
        look = self._looks[cell.style] if cell.style < len(self._looks) else PLAIN
        said = self._read(cell, look)
        if covered:
            return CellText(asides=(*said.asides, Aside(said.text, COVERED)))
        if not sheet.zeros and said.text and cell.kind == "n" and cell.value.strip("0.") == "":
            return CellText(said.text, said.asides, ways=("0", ""))
        return said

    def _read(self, cell: SheetCell, look: CellLook) -> CellText:
        match cell.kind:
            case "s" if cell.value.strip().isdecimal():
                number = int(cell.value[:10])
                text = self._texts[number] if number < len(self._texts) else ""
                self._budget.spend("text", text_length(text))
                return self._rich(text, look)
            case "inlineStr":
                return self._rich(cell.text or "", look)
            case "str":
                return self._rich(cell.value, look)
            case "d":
                return self._alone(_iso_day(cell.value), look)
            case "e":
                return CellText(asides=(Aside(cell.value, ERROR),))
            case "b":
                return self._alone(TRUE if cell.value.strip() == "1" else FALSE, look)
        if not cell.value.strip():
            if cell.formula is None:
                return CellText()
            return CellText(asides=(Aside(f"={cell.formula}", FORMULA),))
        return self._number(cell, look)

    def _number(self, cell: SheetCell, look: CellLook) -> CellText:
        try:
            shown = show_number(cell.value, look.number_format, since_1904=self._since_1904)
        except (ValueError, ArithmeticError):
            return self._alone(cell.value, look)
        bare = self._alone(shown.text, look)
        return CellText(bare.text, (*bare.asides, *shown.asides), shown.ways if bare.text else ())

    def _rich(self, text: RichText, look: CellLook) -> CellText:
        if isinstance(text, str):
            return self._alone(text, look)
        return self._compose(_piece(one.text, one.font or look.font, look) for one in text)

    def _alone(self, text: str, look: CellLook) -> CellText:
        """A text of one font; what is raised or lowered as a whole is what the cell says."""
        piece = _piece(text, look.font, look)
        return self._compose([replace(piece, why="") if piece.why in MARKS else piece])

    def _compose(self, pieces: Iterable[Piece]) -> CellText:
        return compose_cell(pieces, old_fonts=self._old_fonts)


def _add_beside(
    found: Iterable[OnSheet],
    numbers: list[int],
    lines: list[list[str]],
    left_out: dict[tuple[int, int], tuple[Aside, ...]],
) -> None:
    """Comments and drawings of the sheet: they lie on a cell, or on none of the table."""
    line_of = {row: line for line, row in enumerate(numbers)}
    for row, column, aside in islice(found, limits.MAX_LINES):
        if row not in line_of:
            line_of[row] = len(lines)
            numbers.append(row)
            lines.append([])
        place = (line_of[row], column - 1)
        left_out[place] = (*left_out.get(place, ()), aside)


def _piece(text: str, font: FontLook, look: CellLook) -> Piece:
    why = HIDDEN if look.number_format.strip() == ";;;" else font.aside(look.paper)
    return Piece(text, why, font.name)


def _iso_day(said: str) -> str:
    """`2023-03-14T00:00:00` of Strict Open XML."""
    day, _, clock = said.partition("T")
    parts = day.split("-")
    shown = "/".join(reversed(parts)) if len(parts) == 3 else day
    return f"{shown} {clock[:5]}" if clock.strip("0:.Z") else shown


def _covered(sheet: SheetCells) -> set[tuple[int, int]]:
    """The cells with something in them that lie under a merged one."""
    return {
        (row, column)
        for top, left, bottom, right in sheet.merged
        for row in sheet.rows
        if top <= row <= bottom
        for column in sheet.rows[row]
        if left <= column <= right and (row, column) != (top, left)
    }


def _tall(sheet: SheetCells, numbers: list[int]) -> frozenset[tuple[int, int]]:
    """The cells that reach down over other lines."""
    line_of = {row: line for line, row in enumerate(numbers)}
    return frozenset(
        (line_of[top], column - 1)
        for top, left, bottom, right in sheet.merged
        if bottom > top and top in line_of
        for column in range(left, min(right, limits.MAX_CELLS) + 1)
    )
