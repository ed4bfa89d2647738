"""The tables of a total as they are printed, a line for each row; and below each row the units that
it was added up from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from conversations.forms.model import Form
from conversations.forms.tables import Block, Line
from conversations.tables.cell_names import name_line
from conversations.workflow.rollup import FormTotal
from templates.documents.excel.workbook import Cell, ListSheet

Figures = Callable[[str], Cell]  # what stands in a cell, by its key
_LABEL, _FIGURE = 50, 12  # characters of their columns


def total_tables(
    form: Form, figure: Figures, units: Sequence[tuple[str, Figures]], title: str
) -> list[ListSheet]:
    """Two sheets for each table with several columns: the sums, and every unit's own figures."""
    found = []
    tables = [block for block in form.blocks if block.is_wide]
    for number, block in enumerate(tables, 1):
        which = f" {number}" if len(tables) > 1 else ""
        head = [column.title for column in block.columns]
        widths = (_LABEL, *(_FIGURE for _ in head))
        words = " · ".join(filter(None, (title, block.title)))
        sums = _sums(form, block, figure)
        found.append(ListSheet(f"Bảng{which}", ("Dòng", *head), sums, widths, 1, words))
        by_unit = _by_unit(form, block, units)
        heads = ("Dòng", "Đơn vị", *head)
        wide = (_LABEL, 24, *(_FIGURE for _ in head))
        found.append(ListSheet(f"Từng đơn vị{which}", heads, by_unit, wide, 2, words))
    return found


def _sums(form: Form, block: Block, figure: Figures) -> Iterator[tuple[Cell, ...]]:
    for line in block.lines:
        yield (name_line(form, form.row(line.key)), *_figures(block, line, figure))


def _by_unit(
    form: Form, block: Block, units: Sequence[tuple[str, Figures]]
) -> Iterator[tuple[Cell, ...]]:
    for line in (one for one in block.lines if one.cells):
        for name, figure in units:
            words = name_line(form, form.row(line.key))
            yield (words, name, *_figures(block, line, figure))


def _figures(block: Block, line: Line, figure: Figures) -> Iterator[Cell]:
    """The figures of a row, one for each column; none where it is grey."""
    for column in block.columns:
        key = line.cells.get(column.key)
        yield figure(key) if key is not None else None


def total_figure(total: FormTotal) -> Figures:
    """The sums by the keys of their cells; of a percentage the share."""

    def figure(key: str) -> Cell:
        one = total.rows.get(key)
        return one.value.amount if one is not None and one.value is not None else None

    return figure
