"""Cells that are named by a row and the number of a column, where the number before the officer is
not the printed one."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers, read_entry
from conversations.forms.model import Form
from conversations.forms.places import cells_under, lines_at
from conversations.tables.cell_names import name_cell
from conversations.tables.placed_lines import part_place
from conversations.text.normalize import shorten_text

LONGEST_WORDS = 80  # characters by which a way is told


def with_shown_cell(
    form: Form, rows: Sequence[str], text: str, ways: tuple[BulkAnswers, ...]
) -> tuple[BulkAnswers, ...]:
    """The ways to read a cell by its place; beside the printed column the one that has its number
    among the cells that are asked of the row: those in hand, `rows`, where they are of it."""
    found = part_place(form, text)
    if found is None or not found[0].column.isdecimal():
        return ways
    place, value = found
    keys = _cells_shown(form, rows, place.line)
    if not 1 <= int(place.column) <= len(keys):
        return ways
    entry = read_entry(form, keys[int(place.column) - 1], value)
    if any(one.row == entry.row for way in ways for one in way.entries):
        return ways
    shown = _told(form, BulkAnswers(entries=(entry,)))
    told = (shown, *(_told(form, way) for way in ways))
    return told if len(told) > 1 else (shown.model_copy(update={"words": ""}),)


def _cells_shown(form: Form, rows: Sequence[str], line: str) -> Sequence[str]:
    """The cells under numbers when this row is asked; none where there are several such rows."""
    cell = form.row(rows[0]).cell if len(rows) > 1 else None
    lines = lines_at(form, line)
    if cell is not None and any(row.key == cell.row for row in lines):
        return rows
    keys = cells_under(form, lines[0]) if len(lines) == 1 else ()
    return [key for key in keys if form.row(key).computed is None]


def _told(form: Form, way: BulkAnswers) -> BulkAnswers:
    """With the words that tell it from others."""
    only = way.entries[0]
    if way.words or only.row is None:
        return way
    words = f"{name_cell(form, form.row(only.row))}: {only.said}"
    return way.model_copy(update={"words": shorten_text(words, LONGEST_WORDS)})
