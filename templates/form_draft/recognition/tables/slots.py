"""The columns of a table, by its head: what stands over each, and its number."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from templates.form_draft.recognition.language.printed_numbers import (
    PrintedNumber,
    number_in_head,
    read_number,
)
from templates.form_draft.recognition.language.words import is_blank, tell_words
from templates.form_draft.recognition.paper.grid import Grid
from templates.form_draft.recognition.tables.heads import TableHead


@dataclass(frozen=True)
class Slot:
    """A column of a table, over one or more columns of its grid; `path` is its head from the top
    line down, and `('',)` where nothing stands."""

    first: int
    last: int
    path: tuple[str, ...]
    printed: PrintedNumber | None = None

    @property
    def leaf(self) -> str:
        """The lowest head."""
        return self.path[-1]

    @property
    def number(self) -> str | None:
        """As printed, without its formula."""
        return self.printed.number if self.printed is not None else None

    @property
    def head(self) -> str:
        """All lines of the head."""
        return " ".join(self.path)


def read_slots(grid: Grid, head: TableHead) -> list[Slot]:
    """The columns, left to right."""
    lines = [*range(head.first, head.last + 1)]
    told = lines if head.numbers is None else [*lines, head.numbers]
    starts = [
        column
        for column in range(grid.width)
        if column == 0
        or any(
            grid.at(line, column) is not grid.at(line, column - 1) or grid.at(line, column) is None
            for line in told
        )
    ]
    found = []
    for first, after in zip(starts, [*starts[1:], grid.width], strict=True):
        said = grid.at(head.numbers, first) if head.numbers is not None else None
        number = read_number(said.text) if said is not None and said.text else None
        found.append(Slot(first, after - 1, _path(grid, head, first), number))
    return found if head.numbers is not None else _numbers_in_heads(found)


def _path(grid: Grid, head: TableHead, column: int) -> tuple[str, ...]:
    path: list[str] = []
    for line in range(head.first, head.last + 1):
        cell = grid.at(line, column)
        text = cell.text if cell is not None else ""
        if is_blank(text) and cell is not None and cell.line == line:
            text = _group_at_left(grid, head, line, column)
        if text and (not path or tell_words(path[-1]) != tell_words(text)):
            path.append(text)
    return tuple(path) or ("",)


def _group_at_left(grid: Grid, head: TableHead, line: int, column: int) -> str:
    """The head of the group that an empty cell of a head belongs to, when it stands only in the
    first cell of the group."""
    if not _stands_below(grid, head, line, column):
        return ""
    for left in range(column - 1, -1, -1):
        cell = grid.at(line, left)
        if cell is None or cell.line != line or not _stands_below(grid, head, line, left):
            return ""
        if cell.text:
            return cell.text
    return ""


def _stands_below(grid: Grid, head: TableHead, line: int, column: int) -> bool:
    over = grid.at(line, column)
    below = (grid.at(lower, column) for lower in range(line + 1, head.last + 1))
    return any(one is not None and one is not over and one.text for one in below)


def _numbers_in_heads(slots: list[Slot]) -> list[Slot]:
    """Numbers that stand at the ends of the heads, when most heads have one and they rise."""
    said = [number_in_head(slot.leaf) for slot in slots]
    figures = [int("".join(filter(str.isdigit, one.number)) or 0) for one in said if one]
    rising = all(later > sooner for sooner, later in itertools.pairwise(figures))
    if len(figures) < 2 or not rising or len(figures) * 2 < len(slots):
        return slots
    return [replace(slot, printed=one) for slot, one in zip(slots, said, strict=True)]
