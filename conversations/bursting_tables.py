"""A block pasted from Excel or Word: a line for each row, its cells apart by tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from conversations.burst import Entry
from conversations.entries import entry, once_each, refused
from conversations.finding import plain, sure_row
from conversations.form import ChoiceType, Form, Row
from conversations.text import clean

LEAST_LETTERS = 6  # of a label; fewer are a measure or a short answer
SHORTEST_LABEL = 4  # Khác
HEADINGS = frozenset(
    {"chi tieu", "chi tieu thong ke", "don vi tinh", "so lieu", "ket qua thong ke"}
)


def read_table(form: Form, rows: tuple[str, ...], text: str) -> tuple[Entry, ...]:
    """The entries of a pasted table; none when no cell looks like a label."""
    if "\t" not in text:
        return ()
    lines = _lines(text)
    if not any(_has_words(cell) for line in lines for cell in line):
        return ()
    return once_each(_entries(form, rows, lines))


def _has_words(cell: str) -> bool:
    return sum(sign.isalpha() for sign in cell) >= LEAST_LETTERS


def _lines(text: str) -> list[list[str]]:
    """The cells of each line; a cell in quotes may hold line ends, as Excel copies it."""
    try:
        lines = [*csv.reader(text.splitlines(keepends=True), delimiter="\t", strict=True)]
    except csv.Error:
        lines = [line.split("\t") for line in text.splitlines()]
    return [[" ".join(clean(cell).split()) for cell in line] for line in lines]


def _entries(form: Form, rows: tuple[str, ...], lines: list[list[str]]) -> Iterator[Entry]:
    around: Sequence[str] = ()  # the rows under the heading that was passed last
    for cells in lines:
        if not any(cells) or any(plain(cell) in HEADINGS for cell in cells):
            continue
        around = _heading(form, cells) or around
        place = _label(form, rows, around, cells)
        if place is None:
            yield from _unplaced(form, cells)
            continue
        row, index = place
        value, note = _value_and_note(row, cells[index + 1 :])
        if value:
            yield entry(form, row.key, value, note or None)
        elif note:
            yield Entry(row=None, said=note, reading=refused("burst.note", note))


def _heading(form: Form, cells: list[str]) -> tuple[str, ...]:
    """The rows under the heading whose label stands in the line, or the beginning of it."""
    for cell in filter(_has_words, cells):
        for heading, keys in form.asked_by_heading.items():
            if plain(form.row(heading).title).startswith(plain(cell)):
                return keys
    return ()


def _label(
    form: Form, rows: Sequence[str], around: Sequence[str], cells: list[str]
) -> tuple[Row, int] | None:
    """The row that a cell names, looked for under the heading, in hand, then everywhere."""
    for index, cell in enumerate(cells):
        if sum(sign.isalpha() for sign in cell) < SHORTEST_LABEL:
            continue
        row = sure_row(form, cell, around) or sure_row(form, cell, rows) or sure_row(form, cell)
        if row is not None:
            return row, index
    return None


def _value_and_note(row: Row, cells: list[str]) -> tuple[str, str]:
    """The value and the note behind a label; the measure between them is passed over."""
    rest = cells[1:] if cells and _is_measure(row, cells[0]) else cells
    value, note = [*rest, "", ""][:2]
    return value, note


def _is_measure(row: Row, cell: str) -> bool:
    codes = isinstance(row.answer, ChoiceType) and "=" in cell
    return codes or (bool(cell) and plain(cell) == plain(row.measure))


def _unplaced(form: Form, cells: list[str]) -> Iterator[Entry]:
    """A line with a value whose label names no row for sure; a heading has none."""
    said = [cell for cell in cells if cell]
    if len(said) > 1 and any(sign.isdigit() for sign in said[-1]):
        yield entry(form, None, ": ".join((said[-2], said[-1])))
