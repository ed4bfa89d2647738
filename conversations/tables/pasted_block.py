"""A block of a table that was pasted or typed line by line: which line is which row, which column
is which. By heads and labels where it has them, else by its shape where that fits exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conversations.bulk.model import (
    MAX_CELLS,
    MAX_ENTRIES,
    BulkAnswers,
    BulkEntry,
    once_each,
    read_entry,
    refuse_entry,
)
from conversations.forms.model import Form
from conversations.forms.search import plain_label
from conversations.forms.tables import Block, Line
from conversations.reports.model import Report
from conversations.tables.pasted_heads import FIGURE, Cells, columns_by_heads, count_heads

MOST_LINES = 400  # of a block
_BLANK = re.compile(r"[_\-–—.…x]*", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s()]+(?:\s*\([^()]*\))?")
_APART = re.compile(r"[\n;]")


@dataclass(frozen=True)
class _Found:
    """The rows of a block, and where each column of it stands in the pasted one."""

    block: Block
    lines: Mapping[int, Line]  # by the number of the pasted line
    columns: Mapping[int, str]  # by the number of the pasted column


def read_block(form: Form, report: Report, rows: Sequence[str], text: str) -> BulkAnswers | None:
    """The answers of a block; `rows` are the cells in hand, from which one without labels goes on.
    None when the text is no block of a table of this form."""
    if text.count("\n") > MOST_LINES or text.count("\t") > MAX_ENTRIES * MAX_CELLS:
        return None
    blocks = _blocks(form, rows)
    if "\t" in text:
        grid = [[cell.strip() for cell in line.split("\t")] for line in text.split("\n")]
        grid = [line for line in grid if any(line)]
        return next(filter(None, (_of_grid(form, block, rows, grid) for block in blocks)), None)
    lines = [line.strip() for line in _APART.split(text) if line.strip()]
    if not lines or (len(lines) < 2 and not any(map(str.isalpha, lines[0]))):
        return None
    return next(filter(None, (_of_lines(form, block, rows, lines) for block in blocks)), None)


def _blocks(form: Form, rows: Sequence[str]) -> list[Block]:
    """The tables, that of the row in hand first."""
    place = form.row(rows[0]).cell if rows else None
    wide = [block for block in form.blocks if block.is_wide]
    return sorted(wide, key=lambda block: place is None or block.key != place.table)


def _of_grid(
    form: Form, block: Block, rows: Sequence[str], grid: Sequence[Cells]
) -> BulkAnswers | None:
    first = count_heads(block, grid)
    heads, below = grid[:first], grid[first:]
    found = _match_lines(form, block, below)
    if not found:
        return _by_shape(form, block, rows, heads, below)
    heads = [*heads, *below[: min(found)]]
    labels = {at for number in found for at in _label_places(form, found[number], below[number])}
    places = (at for at in range(_width(below)) if at not in labels)
    values = [at for at in places if _holds_values(below, found, at)]
    columns = columns_by_heads(block, heads, labels) or _in_order(block, values, found)
    if columns is None:
        return None
    return _entries(form, below, _Found(block, found, columns))


def _match_lines(form: Form, block: Block, grid: Sequence[Cells]) -> dict[int, Line]:
    """The row of each pasted line, by its printed code or its label; of rows that are alike the one
    that comes next."""
    found: dict[int, Line] = {}
    taken: set[str] = set()
    at = -1
    for number, cells in enumerate(grid):
        fitting = [
            (place, line)
            for place, line in enumerate(block.lines)
            if line.key not in taken and _is_of(form, line, cells)
        ]
        if not fitting:
            continue
        place, line = next((one for one in fitting if one[0] > at), fitting[0])
        found[number], at = line, place
        taken.add(line.key)
    return found if any(line.cells for line in found.values()) else {}


def _is_of(form: Form, line: Line, cells: Cells) -> bool:
    return bool(_label_places(form, line, cells))


def _label_places(form: Form, line: Line, cells: Cells) -> list[int]:
    """The cells that hold the row's own words: label, code, number, measure."""
    row = form.row(line.key)
    title = plain_label(row.title)
    labels = [at for at, cell in enumerate(cells) if title and plain_label(cell) == title]
    code = row.code or row.stt
    if not labels and not (code and _leads(cells, code)):
        return []
    words = {plain_label(one) for one in (row.code, row.stt, row.measure, row.title) if one}
    end = max(labels, default=0)
    beside = [at for at, cell in enumerate(cells[: end + 3]) if plain_label(cell) in words]
    numbers = [
        at for at in beside if not cells[at].isdecimal() or at <= end or cells[at] == row.code
    ]
    return sorted({*labels, *numbers})


def _leads(cells: Cells, code: str) -> bool:
    """Whether the first cell with something in it is this code, as `03`; a bare `3` may be a
    figure."""
    first = next((cell for cell in cells if cell), "")
    return first == code and (not code.isdecimal() or code.startswith("0") or len(code) > 1)


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


def _by_shape(
    form: Form, block: Block, rows: Sequence[str], heads: Sequence[Cells], grid: Sequence[Cells]
) -> BulkAnswers | None:
    """Figures alone, below heads or none: as wide as the table, and as long as it, or going on
    from the row in hand."""
    if not grid or not all(_is_figure(cell) for line in grid for cell in line):
        return None
    columns = columns_by_heads(block, heads, set()) or _in_order(block, range(_width(grid)), {})
    lines = _lines_for(form, block, rows, len(grid))
    if columns is None or lines is None:
        return None
    return _entries(form, grid, _Found(block, dict(enumerate(lines)), columns))


def _lines_for(form: Form, block: Block, rows: Sequence[str], count: int) -> Sequence[Line] | None:
    """So many rows with figures: all, or those from the row in hand on."""
    lines = [line for line in block.lines if line.cells]
    if count in (len(lines), len(block.lines)):
        return lines if count == len(lines) else block.lines
    place = form.row(rows[0]).cell if rows else None
    at = next((n for n, line in enumerate(lines) if place and line.key == place.row), None)
    return None if at is None or count > len(lines) - at else lines[at : at + count]


def _entries(form: Form, grid: Sequence[Cells], found: _Found) -> BulkAnswers | None:
    entries = [*_read(form, grid, found)]
    return BulkAnswers(entries=once_each(entries)) if entries else None


def _read(form: Form, grid: Sequence[Cells], found: _Found) -> Iterator[BulkEntry]:
    for number, line in found.lines.items():
        for at, column in found.columns.items():
            said = grid[number][at] if at < len(grid[number]) else ""
            key = line.cells.get(column)
            if not said or _BLANK.fullmatch(said):
                continue
            if key is None:
                words = f"{form.row(line.key).title}, {found.block.by_key[column].title}: {said}"
                yield BulkEntry(row=None, said=words, reading=refuse_entry("burst.heading", said))
            elif form.row(key).computed is None:
                yield read_entry(form, key, said)


def _of_lines(
    form: Form, block: Block, rows: Sequence[str], lines: Sequence[str]
) -> BulkAnswers | None:
    """Lines of a label or code with the figures of its row behind it: `- Đại học 5 2`,
    `03: 21 7`."""
    grid: list[Cells] = []
    for line in lines:
        cells = _parted(form, block, line)
        if cells is None:
            return None
        grid.append(cells)
    if all(not cells[0] for cells in grid):
        return _by_shape(form, block, rows, (), [cells[1:] for cells in grid])
    if any(not cells[0] for cells in grid):
        return None
    found = _match_lines(form, block, grid)
    if len(found) < len(grid):
        return None
    entries: list[BulkEntry] = []
    for number, row in found.items():
        keys = [key for key in row.cells.values() if form.row(key).computed is None]
        said = grid[number][1:]
        if len(said) > len(keys):
            return None
        entries += [
            read_entry(form, key, one)
            for key, one in zip(keys, said, strict=False)
            if not _BLANK.fullmatch(one)
        ]
    return BulkAnswers(entries=once_each(entries)) if entries else None


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
        if any(_is_of(form, one, [words]) for one in block.lines if one.cells):
            return [words, *(token[0] for token in tokens[-count:])]
    return None


def _is_value(token: str) -> bool:
    said = token.rstrip(",;")
    return bool(said) and _is_figure(said)


def _is_figure(cell: str) -> bool:
    return bool(FIGURE.fullmatch(cell) or _BLANK.fullmatch(cell))
