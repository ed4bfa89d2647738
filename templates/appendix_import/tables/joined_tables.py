"""Tables that go on over pages, put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from conversations.forms.model import Form
from conversations.forms.tables import Block
from conversations.tables.block_match import own_places
from conversations.tables.pasted_heads import count_heads
from conversations.text.normalize import clean_text
from templates.appendix_import.tables.filed_table import FiledTable


@dataclass
class JoinedTable:
    """A table, with those behind it that go on with it: the parts of one that pages part. Each
    line knows where it stands."""

    first: FiledTable
    lines: list[list[str]] = field(default_factory=list)
    places: list[tuple[FiledTable, int]] = field(default_factory=list)


def join_tables(form: Form, tables: Sequence[FiledTable]) -> Iterator[JoinedTable]:
    before: JoinedTable | None = None
    blocks = [block for block in form.blocks if block.columns]
    for table in tables:
        lines = [[" ".join(clean_text(cell).split()) for cell in line] for line in table.lines]
        heads = max((count_heads(block, lines) for block in blocks), default=0)
        apart = (
            table.hidden or table.begins or _is_new_block(form, blocks, lines[heads : heads + 2])
        )
        goes_on = before is not None and not apart and _goes_on(before, lines, heads)
        if before is not None and not goes_on:
            yield before
        if before is None or not goes_on:
            before, heads = JoinedTable(table), 0
        before.lines += lines[heads:]
        before.places += [(table, at) for at in range(heads, len(lines))]
    if before is not None:
        yield before


def _is_new_block(form: Form, blocks: Sequence[Block], lines: list[list[str]]) -> bool:
    """Whether one of the first lines, there may be one of letters above, is the first row of a
    block: of several whose heads are alike each begins anew."""
    if len(blocks) < 2:
        return False
    firsts = [next((line for line in block.lines if line.cells), None) for block in blocks]
    return any(one and own_places(form, one, cells) for one in firsts for cells in lines)


def _goes_on(before: JoinedTable, lines: list[list[str]], heads: int) -> bool:
    """Whether a table has the heads of the one before it once more, or none at all."""
    width = max(map(len, before.lines), default=0)
    if max(map(len, lines), default=0) != width or width < 2:
        return False
    return heads == 0 or before.lines[:heads] == lines[:heads]
