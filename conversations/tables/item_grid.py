"""Items in a table that somebody else made: below which heads their names stand, in which place of
the form each belongs, and what stands in its columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from conversations.answers.item_names import clean_name, is_name
from conversations.bulk.said_states import read_said_state
from conversations.forms.model import Form
from conversations.forms.search import plain_label
from conversations.forms.tables import Block, Growth
from conversations.parsing.result import ReadState
from conversations.tables.block_match import is_figure
from conversations.tables.item_lines import ItemLine
from conversations.tables.pasted_heads import Cells, columns_by_heads, count_heads, place_headed


def growths_of(form: Form, block: Block) -> dict[str, Growth]:
    """The places of a table where rows are added, by the row or block that they are below."""
    return {one.place: one for one in form.growths if one.table == block.key}


def read_item_grid(
    form: Form, block: Block, grid: Sequence[Cells], here: Growth | None = None
) -> dict[Growth, list[ItemLine]]:
    """The items of a table, by their places; `here` is the place in hand, or the only one. A line
    with the words of a printed row is none, and says which place comes next; one with words where
    numbers are asked has no name."""
    growths = growths_of(form, block)
    if here is None:
        only = next(iter(growths.values())) if len(growths) == 1 else None
        here = growths.get(block.key) or only
    heads = count_heads(block, grid) or int(not any(map(is_figure, filter(None, grid[0]))))
    at = place_of_names(block, grid, heads)
    if at is None:
        return {}
    columns = columns_by_heads(block, grid[:heads], {at}) or _in_order(form, block, grid, at)
    notes = place_headed(grid[:heads], block.note) if block.note else None
    found: dict[Growth, list[ItemLine]] = {}
    printed, width = _printed(form, block), max(map(len, grid), default=0)
    for cells in grid[heads:]:
        row = next((printed[one] for one in map(plain_label, cells) if one in printed), None)
        if row is not None:
            here = growths.get(row, here)
            continue
        name = clean_name(cells[at]) if at < len(cells) else ""
        if here is None or not is_name(name) or not (width == 1 or _holds_more(cells, at)):
            continue
        values = {
            column: cells[place]
            for place, column in columns.items()
            if place < len(cells) and cells[place] and place != notes
        }
        said = " ".join(filter(None, cells))
        if not _are_answers(block, values):
            name, values = "", {}
        found.setdefault(here, []).append(ItemLine(name, (), said, values))
    return found


def _printed(form: Form, block: Block) -> dict[str, str]:
    """The printed rows of the table that are no items, by their words."""
    rows = [form.row(line.key) for line in block.lines if not line.is_item]
    ways = ((row.key, words) for row in rows for words in (row.title, f"{row.stt} {row.title}"))
    return {plain: key for key, words in ways if (plain := plain_label(words))}


def _are_answers(block: Block, values: Mapping[str, str]) -> bool:
    """Whether no words stand where a number is asked: a line of those who sign has such."""
    return all(
        any(map(str.isdigit, said))
        or not any(map(str.isalpha, said))
        or isinstance(read_said_state(said), ReadState)
        for column, said in values.items()
        if block.by_key[column].answer.is_number
    )


def place_of_names(block: Block, grid: Sequence[Cells], heads: int) -> int | None:
    """Where the names stand: under their head or its number, else the first column of words."""
    stub = next((one for one in block.stubs if one.holds == "label"), None)
    if stub is not None and heads:
        if stub.label and (at := place_headed(grid[:heads], stub.label)) is not None:
            return at
        known = (at for line in grid[:heads] for at, cell in enumerate(line) if cell == stub.number)
        if stub.number and (found := next(known, None)) is not None:
            return found
    below = grid[heads:]
    for at in range(max(map(len, below), default=0)):
        words = [line[at] for line in below if at < len(line) and line[at]]
        named = sum(map(is_name, words))
        if words and named * 2 > len(words):
            return at
    return None


def _holds_more(cells: Cells, at: int) -> bool:
    """Whether something stands beside the name."""
    return any(cell for place, cell in enumerate(cells) if place != at)


def _in_order(form: Form, block: Block, grid: Sequence[Cells], at: int) -> Mapping[int, str]:
    """The columns behind the names, from the left: all that are printed, or all that are asked."""
    width = max(map(len, grid), default=0)
    places = [place for place in range(at + 1, width) if _is_filled(grid, place)]
    printed = [column.key for column in block.columns]
    asked = [column.key for column in block.columns if not column.is_computed]
    keys: Collection[str] = printed if len(places) >= len(printed) else asked
    return dict(zip(places, keys, strict=False))


def _is_filled(grid: Sequence[Cells], place: int) -> bool:
    cells = [line[place] for line in grid if place < len(line)]
    return any(cells) and (any(map(is_figure, cells)) or any(map(str.isalpha, "".join(cells))))
