"""The header of a pasted block, and which column of the table stands where in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from conversations.forms.column_names import find_column, names_of_column
from conversations.forms.header_grid import head_paths, lay_out_header
from conversations.forms.search import plain_label
from conversations.forms.tables import Block, Column

LEAST_HEADS = 2  # columns that are found by their heads, so that these are heads
MOST_TITLES = 12  # lines above the heads of a sheet
FIGURE = re.compile(r"[-+]?\d[\d.,/]*\s?%?(?:\s*\([^()]*\))?")
Cells = list[str]


def count_heads(block: Block, grid: Sequence[Cells]) -> int:
    """How many lines from the top are heads of columns, or their printed numbers; titles above
    them are among these."""
    known = {plain_label(head) for path in head_paths(block) for head in path} - {""}
    numbers = {*map(_bare_number, lay_out_header(block).numbers)} - {""}
    if block.note and (counted := [int(one) for one in numbers if one.isdecimal()]):
        numbers.add(str(max(counted) + 1))  # the column of notes may have one too
    first = 0 if _is_head(grid[:1], known, numbers, 1) else None
    for at in range(1, min(len(grid), MOST_TITLES) if first is None else 0):
        if _is_head(grid[at : at + 1], known, numbers, LEAST_HEADS):
            first = at
            break
    if first is None:
        return 0
    end = first
    while end < len(grid):
        behind = end + 1 if any(grid[end]) else end + 2  # an empty line may stand among them
        if not _is_head(grid[behind - 1 : behind], known, numbers, 1):
            break
        end = behind
    return end


def _is_head(
    lines: Sequence[Cells], known: Collection[str], numbers: Collection[str], least: int
) -> bool:
    """Whether the line has so many heads of columns, or is that of their numbers."""
    held = [cell for line in lines for cell in line if cell]
    named = sum(plain_label(cell) in known for cell in held)
    numbered = len(held) > 1 and all(_bare_number(cell) in numbers for cell in held)
    heads = named >= least and (named > 1 or not any(map(FIGURE.fullmatch, held)))
    return heads or (numbered and _runs_on(held))


def columns_by_heads(
    block: Block, heads: Sequence[Cells], labels: Collection[int]
) -> dict[int, str] | None:
    """The column of the table that stands in each place but those of labels: by the line of
    printed numbers, or by the words above it."""
    return _by_numbers(block, heads, labels) or _by_words(block, heads, labels)


def place_headed(heads: Sequence[Cells], name: str) -> int | None:
    """The column under a head of this very name."""
    wanted = plain_label(name)
    for line in heads:
        for at, cell in enumerate(line):
            if plain_label(cell) == wanted:
                return at
    return None


def _by_numbers(
    block: Block, heads: Sequence[Cells], labels: Collection[int]
) -> dict[int, str] | None:
    numbers = {one.printed_number: one.key for one in block.columns if one.printed_number}
    if len(numbers) < len(block.columns):
        return None
    for line in reversed(heads):
        found = {
            at: numbers[one]
            for at, one in enumerate(map(_bare_number, line))
            if one in numbers and at not in labels
        }
        if len(found) >= LEAST_HEADS and _runs_on([line[at] for at in found]):
            return found
    return None


def _by_words(
    block: Block, heads: Sequence[Cells], labels: Collection[int]
) -> dict[int, str] | None:
    named: dict[int, str] = {}
    numbers = {*map(_bare_number, lay_out_header(block).numbers)} - {""}
    heads = [["" if _bare_number(cell) in numbers else cell for cell in line] for line in heads]
    heads = [line for line in heads if any(line)]
    width = max(map(len, heads), default=0)
    spread = [*(_spread(line, width) for line in heads[:-1]), *heads[-1:]]
    for at in range(width):
        own = [line[at] for line in heads if at < len(line) and line[at]]
        words = [line[at] for line in spread if at < len(line) and line[at]]
        if at in labels or not own:
            continue
        found = (_find_headed(block, way) for way in (*_endings(words), *_endings(own)))
        column = next(filter(None, found), None)
        if column is not None and column.key not in named.values():
            named[at] = column.key
    return named if len(named) >= min(LEAST_HEADS, len(block.columns)) else None


def _endings(heads: Sequence[str]) -> Iterator[str]:
    """The heads above a place from the top down, and ever fewer of them: titles of the page may
    stand above them."""
    return (" ".join(heads[at:]) for at in range(len(heads)))


def _find_headed(block: Block, words: str) -> Column | None:
    """The column of this head. One that is alone in its table is known by its whole name only, as
    no other speaks for it."""
    column = find_column(block, words)
    if column is None or len(block.columns) >= LEAST_HEADS:
        return column
    return column if plain_label(words) in names_of_column(column) else None


def _spread(line: Cells, width: int) -> Cells:
    """The line with each head over all columns that it may cover: a merged one stands in the first
    of them alone, and is the last of a line that ends with it."""
    found: Cells = []
    for cell in (*line, *[""] * (width - len(line))):
        found.append(cell or (found[-1] if found else ""))
    return found


def _runs_on(cells: Sequence[str]) -> bool:
    """Whether the figures are those of columns beside each other: 1, 2, 3."""
    found = [int(one) for cell in cells if (one := _bare_number(cell)).isdecimal()]
    return bool(found) and found == [*range(found[0], found[0] + len(found))]


def _bare_number(text: str) -> str:
    """The number of a column, without its formula: of `1=(2+3)` the 1."""
    return text.partition("=")[0].strip(" ()")
