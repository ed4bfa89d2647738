"""What a person decides about a doubt of a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from templates.form_draft.model import DraftDoubt, DraftTable, FormDraft
from templates.form_draft.output.kept_names import NEW_ROW
from templates.form_draft.output.letterhead.period_doubt import TITLE_PERIOD, choose_period

_COLUMN = re.compile(r"table\.(\d+)\.column\.([^.]+)\.(\w+)")
_ROW = re.compile(r"table\.(\d+)\.row\.(\d+)\.(\w+)")
_CELL = re.compile(r"table\.(\d+)\.row\.(\d+)\.column\.([^.]+)\.(\w+)")
_COLUMN_PARTS = frozenset({"answer", "role", "measure", "part_of", "taken_from"})
_ROW_PARTS = frozenset({"kind", "measure", "answer", "was"})


def find_doubt(draft: FormDraft, key: str) -> DraftDoubt | None:
    return next((doubt for doubt in draft.doubts if doubt.key == key), None)


def decide_doubt(draft: FormDraft, key: str, value: str) -> FormDraft:
    """The draft in which this doubt is decided for the reading of this value; unchanged when there
    is no such doubt or reading."""
    doubt = find_doubt(draft, key)
    if doubt is None or value not in {reading.value for reading in doubt.readings}:
        return draft
    left = tuple(one for one in draft.doubts if one is not doubt)
    return take_reading(replace(draft, doubts=left), key, value)


def take_reading(draft: FormDraft, key: str, value: str) -> FormDraft:
    """The draft with what a doubt of this key is about read so."""
    made = draft
    if key == TITLE_PERIOD:
        return choose_period(draft, value)
    if found := _CELL.fullmatch(key):
        return _with_table(made, int(found[1]), _cell, int(found[2]), found[3], value)
    if found := _COLUMN.fullmatch(key):
        return _with_table(made, int(found[1]), _column, found[2], found[3], value)
    if found := _ROW.fullmatch(key):
        return _with_table(made, int(found[1]), _row, int(found[2]), found[3], value)
    return made


def _with_table(
    draft: FormDraft, number: int, change: Callable[..., DraftTable], *given: object
) -> FormDraft:
    if number >= len(draft.tables):
        return draft
    tables = [*draft.tables]
    tables[number] = change(tables[number], *given)
    return replace(draft, tables=tuple(tables))


def _column(table: DraftTable, key: str, part: str, value: str) -> DraftTable:
    at = _column_number(table, key)
    if at is None or part not in _COLUMN_PARTS:
        return table
    columns = [*table.columns]
    update: dict[str, Any] = {part: value or None}
    columns[at] = replace(columns[at], **update)
    return replace(table, columns=tuple(columns))


def _row(table: DraftTable, at: int, part: str, value: str) -> DraftTable:
    if at >= len(table.rows) or part not in _ROW_PARTS:
        return table
    rows = [*table.rows]
    update: dict[str, Any] = {part: value or None}
    if part == "was" and value == NEW_ROW:
        update = {part: None}
    rows[at] = replace(rows[at], **update)
    return replace(table, rows=tuple(rows))


def _cell(table: DraftTable, row: int, key: str, part: str, value: str) -> DraftTable:
    """A cell that is asked, or is grey."""
    at = _column_number(table, key)
    if at is None or row >= len(table.rows) or part != "words":
        return table
    name = table.row_keys()[row]
    column = table.columns[at]
    grey = tuple(one for one in column.grey_for if one != name)
    columns = [*table.columns]
    columns[at] = replace(column, grey_for=(*grey, name) if value == "grey" else grey)
    return replace(table, columns=tuple(columns))


def _column_number(table: DraftTable, key: str) -> int | None:
    keys = table.column_keys()
    if key in keys:
        return keys.index(key)
    return int(key) if key.isdecimal() and int(key) < len(keys) else None
