"""Cells that are named by a row and the number of a column, where the number before the officer is
not the printed one."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers, read_entry
from conversations.forms.model import Form
from conversations.forms.places import lines_at
from conversations.tables.cell_names import name_cell
from conversations.tables.placed_lines import part_place
from conversations.text.normalize import shorten_text

LONGEST_WORDS = 80  # characters by which a way is told


def with_shown_cell(
    form: Form, rows: Sequence[str], text: str, ways: tuple[BulkAnswers, ...]
) -> tuple[BulkAnswers, ...]:
    """The ways to read a cell by its place; beside the printed column the one that has its number
    among the cells in hand, `rows`, of the same row."""
    found = part_place(form, text) if len(rows) > 1 else None
    if found is None or not found[0].column.isdecimal():
        return ways
    place, value = found
    at, cell = int(place.column), form.row(rows[0]).cell
    here = cell is not None and any(row.key == cell.row for row in lines_at(form, place.line))
    if not here or not 1 <= at <= len(rows):
        return ways
    entry = read_entry(form, rows[at - 1], value)
    if any(one.row == entry.row for way in ways for one in way.entries):
        return ways
    shown = _told(form, BulkAnswers(entries=(entry,)))
    return (shown, *(_told(form, way) for way in ways))


def _told(form: Form, way: BulkAnswers) -> BulkAnswers:
    """With the words that tell it from others."""
    only = way.entries[0]
    if way.words or only.row is None:
        return way
    words = f"{name_cell(form, form.row(only.row))}: {only.said}"
    return way.model_copy(update={"words": shorten_text(words, LONGEST_WORDS)})
