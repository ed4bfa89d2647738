"""What is said of a printed row, or of one of its cells, by its place: `dòng 3: 5 2`,
`dòng 3 không phát sinh`, `dòng 3 cột 2 = 7`, `cột 2 của dòng 3 là 7`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from conversations.bulk.model import BulkAnswers, BulkEntry, once_each, read_entry, surplus_entry
from conversations.bulk.said_states import read_said_state
from conversations.forms.column_names import find_column
from conversations.forms.model import Form
from conversations.forms.places import (
    TablePlace,
    asked_lines,
    cells_under,
    lines_at,
    read_place,
    rows_at,
)
from conversations.forms.row import Row
from conversations.forms.tables import Block
from conversations.parsing.result import ReadState
from conversations.reports.model import Report
from conversations.tables.cell_names import name_cell, name_line, number_columns, short_titles
from conversations.tables.named_cells import read_named_cells
from conversations.tables.typed_values import BETWEEN, BLANK_VALUE, FIGURE, strip_end
from conversations.text.normalize import shorten_text

LONGEST = 2_000  # characters
LONGEST_CELL = 200  # of a place of one cell with its value
MOST_NAMED = 12  # columns that are named where another was meant
_LINE = r"(?:hàng|hang|dòng|dong|mã số|ma so|mã|ma)\s+(?:số\s+|so\s+)?\w+(?:\.\w+)*"
_COLUMN = r"(?:cột|cot)\s+(?:số\s+|so\s+)?\w[^:=\n]{0,60}?"
_IS = r"(?:\s*[:=]\s*|\s+(?:(?:là|la|bằng|bang|ghi|được|duoc|thành|thanh|đều|deu)\s+)+)"
_CELL = re.compile(
    rf"\s*(?P<place>{_LINE}[\s,]+{_COLUMN}|{_COLUMN}[\s,]+(?:(?:của|cua|ở|o|tại|tai)\s+)?{_LINE})"
    rf"{_IS}(?P<values>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_ROW = re.compile(rf"\s*(?P<place>{_LINE})(?:{_IS}|\s+)(?P<values>\S.*)", re.IGNORECASE | re.DOTALL)
_ALONE = re.compile(rf"\s*(?P<place>{_COLUMN}){_IS}(?P<values>\S.*)", re.IGNORECASE | re.DOTALL)
_PARTS = re.compile(rf"\s*[;\n]\s*|[\s,]+(?={_LINE})", re.IGNORECASE)
BOTH = 2  # a printed number, and one that is counted
LONGEST_WORDS = 120  # characters by which a way is told
MOST_DIGITS = 6  # of the number of a row
MOST_LINES = 60  # rows of one message
_NUMBERED = re.compile(r"\d{1,3}[a-zđ]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MissingPlace:
    """A row or column that was meant and is not there: which words say so, and what is there."""

    code: str
    data: dict[str, Any]


def read_placed_lines(
    form: Form, report: Report, text: str, numbered: Sequence[str] = ()
) -> tuple[BulkAnswers, ...]:
    """The ways in which the text answers cells that it names by their place; none where it does
    not. Where cells of several rows are `numbered` before the officer, `dòng 3` may be the third
    of them."""
    if form.blocks and (several := _several(form, report, text)):
        return several
    match = _match(text) if form.blocks else None
    if match is None:
        return ()
    said = strip_end(match["values"])
    rows = _rows_meant(form, match["place"])
    ways = [way for row in rows for way in read_line(form, report, row, said)]
    place = read_place(match["place"])
    at = int(place.line) if place and not place.column and place.line.isdecimal() else 0
    if 1 <= at <= len(numbered) and len(said.split()) == 1:
        key = numbered[at - 1]
        ways.insert(0, _way(form, form.row(key), said, [read_entry(form, key, said)]))
    return tuple(ways) if len(ways) != 1 else (ways[0].model_copy(update={"words": ""}),)


def _several(form: Form, report: Report, text: str) -> tuple[BulkAnswers, ...]:
    """Rows that are said one after the other, `dòng 1: 5 3⏎dòng 2: 7 1`, each with one way to be
    read: by their printed numbers, and as they are counted; none for any other text."""
    parts = [one for one in _PARTS.split(text) if one.strip()] if len(text) <= LONGEST else []
    matches = [match for one in parts if (match := _ROW.fullmatch(one)) is not None]
    if not 1 < len(parts) <= MOST_LINES or len(matches) < len(parts):
        return ()
    rows = [_rows_meant(form, one["place"]) for one in matches]
    if not all(1 <= len(one) <= BOTH for one in rows):
        return ()
    said = [strip_end(one["values"]) for one in matches]
    meant = [[one[0] for one in rows], [one[-1] for one in rows]]
    ways = [_of_rows(form, report, one, said) for one in meant[: max(map(len, rows))]]
    found = tuple(way for way in ways if way is not None)
    return found if len(found) != 1 else (found[0].model_copy(update={"words": ""}),)


def _of_rows(
    form: Form, report: Report, rows: Sequence[Row], said: Sequence[str]
) -> BulkAnswers | None:
    """What is said of each of the rows; None where one has no way to be read, or several."""
    ways = [read_line(form, report, row, one) for row, one in zip(rows, said, strict=True)]
    if any(len(one) != 1 for one in ways):
        return None
    words = "; ".join(f"{name_line(form, row)}: {one}" for row, one in zip(rows, said, strict=True))
    entries = once_each(entry for one in ways for entry in one[0].entries)
    return BulkAnswers(entries=entries, words=shorten_text(words, LONGEST_WORDS))


def names_cell(form: Form, text: str) -> bool:
    """Whether it is a row and a column with something for the cell, in one line."""
    short = len(text) <= LONGEST_CELL and "\n" not in text
    return bool(form.blocks) and short and _CELL.fullmatch(text) is not None


def _rows_meant(form: Form, said: str) -> tuple[Row, ...]:
    """The rows at a place; beside the printed number, the one that is counted so when it is asked,
    where the number is typed as both may be."""
    rows, place = rows_at(form, said), read_place(said)
    if place is None or place.column or not place.line.isdecimal() or place.line[:1] == "0":
        return rows
    units = form.derived(asked_lines)
    at = int(place.line) if len(place.line) < MOST_DIGITS else 0
    counted = form.row(units[at - 1]) if 1 <= at <= len(units) else None
    known = {key for row in rows for key in (row.key, *cells_under(form, row)[:1])}
    if counted is None or {counted.key, *cells_under(form, counted)[:1]} & known:
        return rows
    return (*rows, counted) if any(row.cell is None for row in rows) else rows


def part_place(form: Form, text: str) -> tuple[TablePlace, str] | None:
    """The place of a row and a column, and what is said of it; None for other texts."""
    place, said = _part_cell(form, text)
    read = read_place(place) if place else None
    return (read, said) if read is not None else None


def part_cell(form: Form, text: str) -> tuple[tuple[Row, ...], str] | None:
    """The cells at such a place, and what is said of them; None for other texts."""
    place, said = _part_cell(form, text)
    return (rows_at(form, place), said) if place else None


def _part_cell(form: Form, text: str) -> tuple[str, str]:
    """The words for a row and a column, and what is said of them; empty in other texts."""
    match = _CELL.fullmatch(text) if names_cell(form, text) else None
    return (match["place"], strip_end(match["values"])) if match is not None else ("", "")


def find_missing_cell(form: Form, text: str) -> MissingPlace | None:
    """The column that a row of the table does not have, where the text names both."""
    match = _CELL.fullmatch(text) if form.blocks and len(text) <= LONGEST else None
    place = read_place(match["place"]) if match is not None else None
    lines = _filled_lines(form, place.line) if place is not None else []
    if match is None or place is None or not lines or rows_at(form, match["place"]):
        return None
    return _no_column(form, lines[0], place.column)


def find_missing_place(form: Form, rows: Sequence[str], text: str) -> MissingPlace | None:
    """What a text names that is meant for a place of a table which is not there; `rows` are the
    cells in hand. None for any other text."""
    if len(text) > LONGEST or not form.blocks:
        return None
    if (match := _match(text)) is not None and (place := read_place(match["place"])) is not None:
        if lines_at(form, place.line):
            return find_missing_cell(form, text)
        return _no_line(form, place) if _is_answer(match["values"]) else None
    alone = _ALONE.fullmatch(text)
    cell = form.row(rows[0]).cell if rows else None
    if alone is None or cell is None or not _is_answer(alone["values"]):
        return None
    column = alone["place"].split(maxsplit=1)[1]
    if _NUMBERED.fullmatch(column) is None or find_column(form.blocks_by_key[cell.table], column):
        return None
    return _no_column(form, form.row(cell.row), column)


def _filled_lines(form: Form, said: str) -> list[Row]:
    """The printed rows of this number in which there are cells."""
    found = ((row, cells_under(form, row)) for row in lines_at(form, said))
    return [row for row, keys in found if keys and form.row(keys[0]).cell is not None]


def _match(text: str) -> re.Match[str] | None:
    if len(text) > LONGEST:
        return None
    return _CELL.fullmatch(text) or _ROW.fullmatch(text)


def _is_answer(said: str) -> bool:
    """Whether it begins like one: with a figure, or a state."""
    said = strip_end(said)
    return said[:1].isdigit() or isinstance(read_said_state(said), ReadState)


def read_line(form: Form, report: Report, row: Row, said: str) -> list[BulkAnswers]:
    """The ways to read what is said of this row, or of this cell."""
    keys = [key for key in cells_under(form, row) if form.row(key).computed is None]
    if len(keys) < 2:
        return (
            [_way(form, row, said, [read_entry(form, key, said) for key in keys])] if keys else []
        )
    if isinstance(read_said_state(said), ReadState):
        waiting = [key for key in keys if report.waits(key)] or keys
        return [_way(form, row, said, [read_entry(form, key, said) for key in waiting])]
    values = [one for one in BETWEEN.split(said) if one]
    if all(FIGURE.fullmatch(one) or BLANK_VALUE.fullmatch(one) for one in values):
        return _of_values(form, report, row, keys, values)
    named = read_named_cells(form, keys, said)
    return [named.model_copy(update={"words": name_line(form, row)})] if named is not None else []


def _of_values(
    form: Form, report: Report, row: Row, keys: Sequence[str], values: Sequence[str]
) -> list[BulkAnswers]:
    """Values from the left; a lone one may be that of any cell that waits, and 0 of all."""
    if len(values) == 1:
        waiting = [key for key in keys if report.waits(key)] or [*keys]
        ways = [_way(form, row, values[0], [read_entry(form, key, values[0])]) for key in waiting]
        if values[0] == "0" and len(waiting) > 1:
            whole = _way(form, row, "0", [read_entry(form, key, "0") for key in waiting])
            words = f"{name_line(form, row)}, cả hàng: 0"
            ways.insert(0, whole.model_copy(update={"words": words}))
        return ways
    entries = [
        read_entry(form, key, one)
        for key, one in zip(keys, values, strict=False)
        if not BLANK_VALUE.fullmatch(one)
    ]
    entries += map(surplus_entry, values[len(keys) :])
    return [_way(form, row, " ".join(values), entries)]


def _way(form: Form, row: Row, said: str, entries: Sequence[BulkEntry]) -> BulkAnswers:
    """One way, told by the cell or the row that it is for."""
    only = entries[0].row if len(entries) == 1 else None
    place = name_cell(form, form.row(only)) if only is not None else name_line(form, row)
    return BulkAnswers(entries=tuple(entries), words=shorten_text(f"{place}: {said}", 80))


def _no_line(form: Form, place: TablePlace) -> MissingPlace:
    lines = [form.row(line.key) for block in form.blocks for line in block.lines if line.cells]
    numbers = [number for row in lines if (number := row.code or row.stt)]
    shown = [*dict.fromkeys(numbers)] or [str(at) for at in range(1, len(lines) + 1)]
    data = {"said": place.line, "first": shown[0], "last": shown[-1], "count": len(lines)}
    return MissingPlace("table.no_line", data)


def _no_column(form: Form, line: Row, column: str) -> MissingPlace:
    block = next(one for one in form.blocks if any(each.key == line.key for each in one.lines))
    keys = [key for key in cells_under(form, line) if form.row(key).computed is None]
    grey = find_column(block, column)
    return MissingPlace(
        "table.no_column",
        {
            "said": column,
            "line": name_line(form, line),
            "columns": number_columns(form, keys)[:MOST_NAMED],
            "example": _example(form, block, keys),
            "more": max(0, len(keys) - MOST_NAMED),
            "grey": grey.title if grey is not None else "",
        },
    )


def _example(form: Form, block: Block, keys: Sequence[str]) -> str:
    """How the first column of the row is called."""
    cell = form.row(keys[0]).cell if keys else None
    if cell is None:
        return ""
    return block.by_key[cell.column].printed_number or short_titles(form, keys)[keys[0]].lower()
