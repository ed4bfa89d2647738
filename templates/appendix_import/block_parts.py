"""A sheet that holds several blocks of a form below each other, cut into one table for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conversations.forms.model import Form
from conversations.forms.tables import Block
from conversations.tables.block_match import own_places
from conversations.tables.pasted_heads import count_heads
from conversations.text.labels import plain_label
from templates.appendix_import.tables.filed_table import FiledTable


def cut_blocks(form: Form, table: FiledTable) -> list[FiledTable]:
    """The parts of the table: each ends with the last row of a block, one whose rows are added
    where the next begins; one that holds rows of one block alone is left whole."""
    blocks = [block for block in form.blocks if block.columns]
    if len(blocks) < 2:
        return [table]
    lines = [[" ".join(cell.split()) for cell in line] for line in table.lines]
    grown = {one.table for one in form.growths}
    ends: list[int] = []
    at, last = -1, 0
    for number, cells in enumerate(lines):
        owner = _owner(form, blocks, cells, max(at, 0))
        if owner is None and grown:
            owner = _headed(blocks, cells, max(at, 0))
        if owner is None:
            continue
        if owner != at and at >= 0:
            ends.append(number if blocks[at].key in grown else last + 1)
        at, last = owner, number
    starts = [0, *ends]
    return [
        _slice(table, start, end)
        for start, end in zip(starts, [*ends, len(table.lines)], strict=True)
    ]


def _owner(form: Form, blocks: Sequence[Block], cells: list[str], first: int) -> int | None:
    """The block that the line is a row of, this one or one behind it: that of which it has most
    words, else by its key, which may be another block's code."""
    most = {
        at: max(
            (len(own_places(form, line, cells)) for line in blocks[at].lines if line.cells),
            default=0,
        )
        for at in range(first, len(blocks))
    }
    if any(most.values()):
        return max(most, key=lambda at: most[at])
    for at in range(first, len(blocks)):
        if {line.key for line in blocks[at].lines}.intersection(cells):
            return at
    return None


def _headed(blocks: Sequence[Block], cells: list[str], first: int) -> int | None:
    """The block whose title or heads the line has, this one or one behind it."""
    said = {plain_label(cell) for cell in cells} - {""}
    for at in range(first, len(blocks)):
        titles = {plain_label(words) for words in (blocks[at].title, blocks[at].above)} - {""}
        if (titles and said <= titles and said) or (
            len(said) > 1 and count_heads(blocks[at], [cells])
        ):
            return at
    return None


def _slice(table: FiledTable, start: int, end: int) -> FiledTable:
    """The lines from `start` on, before `end`, with all that is known of their cells."""

    def within(line: int) -> bool:
        return start <= line < end

    return replace(
        table,
        lines=table.lines[start:end],
        tall=frozenset((line - start, at) for line, at in table.tall if within(line)),
        places=table.places[start:end],
        left_out={
            (line - start, at): one for (line, at), one in table.left_out.items() if within(line)
        },
        ways={(line - start, at): one for (line, at), one in table.ways.items() if within(line)},
        begins=start > 0,
        hidden_lines={
            line - start: why for line, why in table.hidden_lines.items() if within(line)
        },
    )
