"""More damage: whole rows and tables of an appendix, moved, doubled, put into others."""

from __future__ import annotations

import copy
from typing import Any

from docx.oxml.ns import qn

from tests.support.appendix import form
from tests.support.damaged.cells import LABEL, STT, VALUE, cells_of, element, rows_of, runs, text_of


def write(cell: Any, text: str) -> None:
    """Put a text into the first run of a cell that has one."""
    words = [*cell.iter(qn("w:t"))]
    for word in words[1:]:
        word.getparent().remove(word)
    if words:
        words[0].text = text


def labels_numbered(_: Any, table: Any) -> None:
    """The officer numbers the labels through."""
    for number, row in enumerate(rows_of(table), 1):
        cell = cells_of(row)[LABEL]
        write(cell, f"{number}. {text_of(cell)}")


def numbers_joined_to_labels(_: Any, table: Any) -> None:
    """The printed number stands in the label's cell, its column is gone."""
    for row in rows_of(table):
        cells = cells_of(row)
        write(cells[LABEL], f"{text_of(cells[STT])} {text_of(cells[LABEL])}".strip())
    for row in table.findall(qn("w:tr")):
        row.remove(cells_of(row)[STT])


def order_turned_round(_: Any, table: Any) -> None:
    for row in reversed(rows_of(table)):
        table.append(row)


def blocks_under_each_others_headings(_: Any, table: Any) -> None:
    """The rows of two groups change places, the headings stay; some labels are in both."""
    keys = [row.key for row in form().rows]
    rows = dict(zip(keys, rows_of(table), strict=True))
    for heading, other in (("IV.06", "IV.07"), ("IV.07", "IV.06")):
        for key in reversed([key for key in keys if key.startswith(f"{other}.")]):
            rows[heading].addnext(rows[key])


def rows_moved_with_tracking(_: Any, table: Any) -> None:
    rows = rows_of(table)
    for at in (4, 5, 6, 30, 31):
        moved = copy.deepcopy(rows[at])
        moved.get_or_add_trPr().append(element("w:ins"))
        rows[at + 3].addnext(moved)
        rows[at].get_or_add_trPr().append(element("w:del"))


def summary_before(_: Any, table: Any) -> None:
    """A table of the first thirty rows with other numbers stands before the appendix."""
    summary = copy.deepcopy(table)
    for row in rows_of(summary)[30:]:
        summary.remove(row)
    for row in rows_of(summary):
        write(cells_of(row)[VALUE], "111")
    table.addprevious(summary)
    table.addprevious(element("w:p"))


def another_appendix_behind(_: Any, table: Any) -> None:
    """The file holds the appendixes of two units."""
    other = copy.deepcopy(table)
    for row in rows_of(other):
        write(cells_of(row)[VALUE], "111")
    table.addnext(other)
    table.addnext(element("w:p"))


def values_in_tables_of_their_own(_: Any, table: Any) -> None:
    for run in [*runs(table, VALUE)]:
        paragraph = run.getparent()
        inner, row, cell = element("w:tbl"), element("w:tr"), element("w:tc")
        inner.append(row)
        row.append(cell)
        cell.append(copy.deepcopy(paragraph))
        paragraph.addprevious(inner)
        paragraph.remove(run)


def table_inside_a_table(_: Any, table: Any) -> None:
    """The whole appendix lies in the one cell of a table that lays out the page."""
    outer, row, cell = element("w:tbl"), element("w:tr"), element("w:tc")
    outer.append(row)
    row.append(cell)
    table.addprevious(outer)
    cell.append(table)
    cell.append(element("w:p"))


def values_merged_with_measures(_: Any, table: Any) -> None:
    """Every fifth value was merged into the cell of its measure."""
    for run in [*runs(table, VALUE, every=5)]:
        cell = run.getparent().getparent()
        measure = cell.getprevious()
        measure.get_or_add_tcPr().append(element("w:gridSpan", val="2"))
        measure.append(run.getparent())
        cell.getparent().remove(cell)


def column_deleted_with_tracking(_: Any, table: Any) -> None:
    """A second column of values, whose deletion nobody has accepted yet."""
    for row in table.findall(qn("w:tr")):
        value = cells_of(row)[VALUE]
        gone = copy.deepcopy(value)
        write(gone, "333")
        gone.get_or_add_tcPr().append(element("w:cellDel"))
        value.addprevious(gone)


def values_merged_downwards(_: Any, table: Any) -> None:
    """Cells of two rows were made one: the lower row's number stands in the upper row now."""
    rows = [row for row in rows_of(table) if text_of(cells_of(row)[VALUE])]
    for row in rows[::9]:
        above = cells_of(row.getprevious())[VALUE]
        below = cells_of(row)[VALUE]
        for paragraph in below.findall(qn("w:p")):
            above.append(copy.deepcopy(paragraph))
            for run in paragraph.findall(qn("w:r")):
                paragraph.remove(run)
        above.get_or_add_tcPr().append(element("w:vMerge", val="restart"))
        below.get_or_add_tcPr().append(element("w:vMerge"))


ROWS = (
    labels_numbered,
    numbers_joined_to_labels,
    order_turned_round,
    blocks_under_each_others_headings,
    rows_moved_with_tracking,
    values_in_tables_of_their_own,
    table_inside_a_table,
    values_merged_with_measures,
    column_deleted_with_tracking,
)
