"""A block of a table that was pasted, or typed line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from conversations.bulk.model import (
    MAX_CELLS,
    MAX_ENTRIES,
    BulkAnswers,
    BulkEntry,
    once_each,
    read_entry,
    refuse_entry,
)
from conversations.bulk.table import EMPTY
from conversations.forms.model import Form
from conversations.forms.tables import Block
from conversations.tables.block_match import (
    BlockMatch,
    is_figure,
    match_block,
    match_lines,
    own_places,
)
from conversations.tables.pasted_heads import FIGURE, Cells

MOST_LINES = 400  # of a block
_TOKEN = re.compile(r"[^\s()]+(?:\s*\([^()]*\))?")
_APART = re.compile(r"[\n;]")


def read_block(form: Form, rows: Sequence[str], text: str) -> BulkAnswers | None:
    """The answers of a block; `rows` are the cells in hand, from which one without labels goes on.
    None when the text is no block of a table of this form."""
    if text.count("\n") > MOST_LINES or text.count("\t") > MAX_ENTRIES * MAX_CELLS:
        return None
    place = form.row(rows[0]).cell if rows else None
    here = place.row if place is not None else None
    for block in _blocks(form, place.table if place is not None else ""):
        found = _of_text(form, block, here, text)
        if found is not None and found.entries:
            return found
    return None


def _blocks(form: Form, first: str) -> list[Block]:
    """The tables, that of the row in hand first."""
    wide = [block for block in form.blocks if block.is_wide]
    return sorted(wide, key=lambda block: block.key != first)


def _of_text(form: Form, block: Block, here: str | None, text: str) -> BulkAnswers | None:
    if "\t" in text:
        grid = [[cell.strip() for cell in line.split("\t")] for line in text.split("\n")]
        grid = [line for line in grid if any(line)]
        found = match_block(form, block, grid, here)
        return None if found is None else _answers(_read(form, grid, found))
    lines = [line.strip() for line in _APART.split(text) if line.strip()]
    if not lines or (len(lines) < 2 and not any(map(str.isalpha, lines[0]))):
        return None
    return _of_lines(form, block, here, lines)


def _answers(entries: Iterator[BulkEntry]) -> BulkAnswers:
    return BulkAnswers(entries=once_each(entries))


def _read(form: Form, grid: Sequence[Cells], found: BlockMatch) -> Iterator[BulkEntry]:
    """What the lines say; a line with figures that is no row is told as it is."""
    for number, cells in enumerate(grid[found.heads :], found.heads):
        line = found.lines.get(number)
        if line is None:
            if any(map(FIGURE.fullmatch, cells)):
                said = " ".join(filter(None, cells))
                yield BulkEntry(row=None, said=said, reading=refuse_entry("burst.no_row", said))
            continue
        for at, key in found.cells_of(line).items():
            said = cells[at] if at < len(cells) else ""
            if not said or EMPTY.fullmatch(said):
                continue
            if key is None:
                column = found.columns.get(at)
                title = found.block.by_key[column].title if column else str(at + 1)
                words = f"{form.row(line.key).title}, {title}: {said}"
                yield BulkEntry(row=None, said=words, reading=refuse_entry("burst.heading", said))
            elif form.row(key).computed is None:
                yield read_entry(form, key, said)


def _of_lines(
    form: Form, block: Block, here: str | None, lines: Sequence[str]
) -> BulkAnswers | None:
    """Lines of a label or code with the figures of its row behind it: `- Đại học 5 2`,
    `03: 21 7`; or figures alone."""
    parted = [_parted(form, block, line) for line in lines]
    grid = [cells for cells in parted if cells is not None]
    if len(grid) < len(lines):
        return None
    if all(not cells[0] for cells in grid):
        bare = [cells[1:] for cells in grid]
        found = match_block(form, block, bare, here)
        return None if found is None else _answers(_read(form, bare, found))
    if any(not cells[0] for cells in grid):
        return None
    rows = match_lines(form, block, grid, here)
    if len(rows) < len(grid):
        return None
    entries: list[BulkEntry] = []
    for number, row in rows.items():
        keys = [key for key in row.cells.values() if form.row(key).computed is None]
        said = grid[number][1:]
        if len(said) > len(keys):
            return None
        entries += [
            read_entry(form, key, one)
            for key, one in zip(keys, said, strict=False)
            if not EMPTY.fullmatch(one)
        ]
    return _answers(iter(entries))


def _parted(form: Form, block: Block, line: str) -> Cells | None:
    """The label or code of a line, and the figures behind it; a label may end in figures of its
    own. None where the words are no row's."""
    tokens = [*_TOKEN.finditer(line)]
    figures = 0
    while figures < len(tokens) and _is_value(tokens[-1 - figures][0]):
        figures += 1
    if figures == len(tokens) and not any(map(str.isalpha, line)):
        first = tokens[0][0].rstrip(":") if tokens else ""
        coded = any(form.row(one.key).code == first for one in block.lines if one.cells)
        if not (coded and first.startswith("0")):
            return ["", *(token[0] for token in tokens)]
    for count in range(min(figures, len(block.columns)), 0, -1):
        words = line[: tokens[-count].start()].rstrip(" :=")
        if any(own_places(form, one, [words]) for one in block.lines if one.cells):
            return [words, *(token[0] for token in tokens[-count:])]
    return None


def _is_value(token: str) -> bool:
    said = token.rstrip(",;")
    return bool(said) and is_figure(said)
