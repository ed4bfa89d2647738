"""Which lines of a table somebody else made are which rows of a form, and which of its columns are
which: by keys, codes, labels and heads, else by the shape where that fits exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conversations.bulk.table import EMPTY
from conversations.forms.model import Form
from conversations.forms.search import plain_label
from conversations.forms.tables import Block, Line
from conversations.tables.pasted_heads import (
    FIGURE,
    Cells,
    columns_by_heads,
    count_heads,
    place_headed,
)

LEAST_KEYS = 1  # rows of which the keys alone show where keys stand
KEY_HEAD = "Mã"  # of the column of keys in the workbooks that we hand out


@dataclass(frozen=True)
class BlockMatch:
    """The rows of a block by the line of the other table, from 0, and its columns by their place
    there. `heads` lines stand above; `notes` is the place of the notes; `own` are those of the
    form's own words."""

    block: Block
    heads: int
    lines: Mapping[int, Line]
    columns: Mapping[int, str]
    own: frozenset[int] = frozenset()
    notes: int | None = None
    shared: tuple[int, ...] = ()  # places that hold other columns in other rows

    def cells_of(self, line: Line) -> dict[int, str | None]:
        """The cells of a row by their place there; None where the row has none."""
        if self.shared:
            cells = dict(zip(self.shared, line.cells.values(), strict=False))
            return {at: cells.get(at) for at in self.shared}
        return {at: line.cells.get(column) for at, column in self.columns.items()}


def match_block(
    form: Form, block: Block, grid: Sequence[Cells], here: str | None = None
) -> BlockMatch | None:
    """The match of a table with this block; `here` is the row in hand, from which a few lines of
    figures go on and which is meant where several rows have a label. None when they have nothing
    to do with each other."""
    heads = count_heads(block, grid)
    below = grid[heads:]
    keys = place_headed(grid[:heads], KEY_HEAD)
    found = match_lines(form, block, below, here, keys)
    if not any(line.cells for line in found.values()):
        return _by_shape(block, grid, heads, here)
    first = min(found)
    keys = keys if keys is not None else _place_of_keys(found, below)
    own = {at for number in found for at in own_places(form, found[number], below[number])}
    own |= {
        at
        for number, line in found.items()
        for at in _places_above(form, block, line, below[number])
    }
    own |= {keys} if keys is not None else set()
    above = [*grid[:heads], *below[:first]]
    notes = place_headed(above, block.note) if block.note else None
    apart = own | ({notes} if notes is not None else set())
    values = [at for at in places_of(below, apart) if _holds_values(below, found, at)]
    columns = columns_by_heads(block, above, apart) or _in_order(block, values, found)
    shared = () if columns else _shared(block, [*places_of(below, apart)])
    if not columns and not shared:
        return None
    lines = {number + heads: line for number, line in found.items()}
    return BlockMatch(block, heads + first, lines, columns or {}, frozenset(own), notes, shared)


def _place_of_keys(found: Mapping[int, Line], grid: Sequence[Cells]) -> int | None:
    """Where each of several rows has its own key."""
    if len(found) < LEAST_KEYS:
        return None
    places = (
        {at for at, cell in enumerate(grid[number]) if cell == line.key}
        for number, line in found.items()
    )
    shared = set.intersection(*places)
    return min(shared, default=None)


def match_lines(
    form: Form,
    block: Block,
    grid: Sequence[Cells],
    here: str | None = None,
    keys: int | None = None,
) -> dict[int, Line]:
    """The row of each line, by its key, its printed code or its label; of rows that are alike the
    one that comes next, at first the row in hand if it is one of them."""
    by_key = {line.key: line for line in block.lines}
    found: dict[int, Line] = {}
    taken: set[str] = set()
    at = -1
    for number, cells in enumerate(grid):
        known = by_key.get(cells[keys]) if keys is not None and keys < len(cells) else None
        fitting = [
            (place, line)
            for place, line in enumerate(block.lines)
            if line.key not in taken and (line is known or own_places(form, line, cells))
        ]
        if not fitting:
            continue
        fitting = _without_headings(form, fitting)
        mine = [one for one in fitting if one[1] is known or (at < 0 and one[1].key == here)]
        place, line = next((one for one in (*mine, *fitting) if one[0] > at), fitting[0])
        found[number], at = line, place
        taken.add(line.key)
    return found


def _without_headings(form: Form, fitting: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """The rows that a line may be, but for those that the others stand below: a heading may be
    printed beside its rows, in a column of its own."""
    if len(fitting) < 2:
        return fitting
    above = {key for _, line in fitting for key in _keys_above(form, line)}
    return [one for one in fitting if one[1].key not in above]


def _keys_above(form: Form, line: Line) -> Iterator[str]:
    row = form.row(line.key)
    while row.parent is not None:
        row = form.row(row.parent)
        yield row.key


def _places_above(form: Form, block: Block, line: Line, cells: Cells) -> Iterator[int]:
    """The places of the words of the rows that this one stands below, printed beside it."""
    lines = {one.key: one for one in block.lines}
    for key in _keys_above(form, line):
        if key in lines:
            yield from own_places(form, lines[key], cells)


def own_places(form: Form, line: Line, cells: Cells) -> list[int]:
    """The places in which the row's own words stand: label, code, number, measure; none where it
    is another row."""
    row = form.row(line.key)
    titles = {plain_label(row.title), plain_label(row.numbered_title)} - {""}
    if plain_label(row.title):
        titles.add(plain_label(f"{row.stt} {row.title}"))
    labels = [at for at, cell in enumerate(cells) if plain_label(cell) in titles]
    code = row.code or ("" if line.is_item else row.stt)
    if not labels and not (code and _leads(cells, code)):
        return []
    words = {plain_label(one) for one in (row.code, row.stt, row.measure, row.title) if one}
    end = max(labels, default=0)
    beside = [at for at, cell in enumerate(cells[: end + 3]) if plain_label(cell) in words]
    own = [at for at in beside if not cells[at].isdecimal() or at <= end or cells[at] == row.code]
    return sorted({*labels, *own})


def _leads(cells: Cells, code: str) -> bool:
    """Whether the first cell with something in it is this code, as `03`; a bare `3` may be a
    figure."""
    first = next((cell for cell in cells if cell), "")
    return first == code and (not code.isdecimal() or code.startswith("0") or len(code) > 1)


def is_figure(cell: str) -> bool:
    """Whether it is a number, or stands for none."""
    return bool(FIGURE.fullmatch(cell) or EMPTY.fullmatch(cell))


def _by_shape(
    block: Block, grid: Sequence[Cells], heads: int, here: str | None
) -> BlockMatch | None:
    """Figures alone, below heads or none: as wide as the table, and as long as it, or going on
    from the row in hand."""
    below = grid[heads:]
    keys = place_headed(grid[:heads], KEY_HEAD)
    apart = frozenset({keys}) if keys is not None else frozenset[int]()
    if not below or not all(map(is_figure, _without(below, apart))):
        return None
    places = [at for at in range(_width(below)) if at not in apart]
    columns = columns_by_heads(block, grid[:heads], apart) or _in_order(block, places, {})
    lines = _lines_for(block, here, len(below))
    if columns is None or lines is None:
        return None
    return BlockMatch(block, heads, dict(enumerate(lines, heads)), columns, apart)


def _without(grid: Sequence[Cells], apart: Collection[int]) -> list[str]:
    return [cell for line in grid for at, cell in enumerate(line) if at not in apart]


def _lines_for(block: Block, here: str | None, count: int) -> Sequence[Line] | None:
    """So many rows with figures: all, or those from the row in hand on."""
    lines = [line for line in block.lines if line.cells]
    if count in (len(lines), len(block.lines)):
        return lines if count == len(lines) else block.lines
    at = next((n for n, line in enumerate(lines) if line.key == here), None)
    return None if at is None or count > len(lines) - at else lines[at : at + count]


def places_of(grid: Sequence[Cells], apart: Collection[int]) -> Iterator[int]:
    """The places of the other table but for these."""
    return (at for at in range(_width(grid)) if at not in apart)


def _shared(block: Block, places: Sequence[int]) -> tuple[int, ...]:
    """The places, where columns of which no row has all stand in one another's: a form may print
    one column over two that only some rows have. Each row's cells stand there from the left."""
    most = max((len(line.cells) for line in block.lines), default=0)
    return tuple(places) if 0 < len(places) == most < len(block.columns) else ()


def _holds_values(grid: Sequence[Cells], found: Mapping[int, Line], at: int) -> bool:
    return any(at < len(grid[number]) and grid[number][at] for number in found)


def _width(grid: Sequence[Cells]) -> int:
    return max(map(len, grid), default=0)


def _in_order(
    block: Block, values: Sequence[int], found: Mapping[int, Line]
) -> dict[int, str] | None:
    """As many columns as are printed, or as are asked, from the left."""
    printed = [column.key for column in block.columns]
    asked = [column.key for column in block.columns if not column.is_computed]
    for keys in (printed, asked):
        if len(values) == len(keys):
            return dict(zip(values, keys, strict=True))
    only = {key for line in found.values() for key in line.cells}
    open_ = [key for key in asked if key in only]
    return dict(zip(values, open_, strict=True)) if len(values) == len(open_) else None
