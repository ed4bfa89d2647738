"""The header of a table, laid out from the heads of its columns: one head over several columns,
and one that reaches down to the rows."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.forms.tables import Block
from conversations.frozen import Frozen


class Head(Frozen):
    """One cell of the header: where it begins, from 0, and how many lines and columns it covers."""

    text: str
    line: int
    column: int
    down: int = 1
    across: int = 1


class HeaderGrid(Frozen):
    """`depth` lines of heads over all printed columns: those that are not asked, those that are,
    and the notes. `numbers` is the line of printed numbers below them, if there is one."""

    depth: int
    heads: tuple[Head, ...]
    numbers: tuple[str, ...]


def lay_out_header(block: Block) -> HeaderGrid:
    """The header of this table."""
    paths = head_paths(block)
    depth = max(map(len, paths), default=1)
    heads = [*_heads(paths, 0, 0, depth)]
    numbers = (
        *(stub.number for stub in block.stubs),
        *(column.number for column in block.columns),
        *(("",) if block.note else ()),
    )
    return HeaderGrid(depth=depth, heads=tuple(heads), numbers=numbers if any(numbers) else ())


def head_paths(block: Block) -> list[tuple[str, ...]]:
    """The heads above each printed column, from the top line down."""
    return [
        *((stub.label,) for stub in block.stubs),
        *(column.path for column in block.columns),
        *(((block.note,),) if block.note else ()),
    ]


def _heads(paths: Sequence[tuple[str, ...]], first: int, line: int, depth: int) -> list[Head]:
    """The heads over these columns, the first of which is `first`, from this line on."""
    found: list[Head] = []
    at = 0
    while at < len(paths):
        path = paths[at]
        end = at + 1
        if len(path) == line + 1:
            found.append(Head(text=path[line], line=line, column=first + at, down=depth - line))
        else:
            while end < len(paths) and _shares(path, paths[end], line):
                end += 1
            found.append(Head(text=path[line], line=line, column=first + at, across=end - at))
            found += _heads(paths[at:end], first + at, line + 1, depth)
        at = end
    return found


def _shares(path: tuple[str, ...], other: tuple[str, ...], line: int) -> bool:
    """Whether the other column stands under the same head of this line."""
    return len(other) > line + 1 and other[: line + 1] == path[: line + 1]
