"""Where a table of a draft grows, and which blank lines are printed there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from templates.form_draft.model import DraftTable, FilePlace
from templates.form_draft.output.form_names import TableNames

Line = tuple[FilePlace | None, ...]


@dataclass(frozen=True)
class GrowingPlace:
    """A place where rows are added: its name, the blank lines printed for them, and the row below
    which they stand where there is none."""

    name: str
    lines: tuple[Line, ...]
    below: FilePlace | None


def growing_places(table: DraftTable, names: TableNames) -> Iterator[GrowingPlace]:
    """The places, each with the blank lines that stand between it and the next row."""
    rows = [
        (_line_of((row.place, *row.cells)), row.grows, name)
        for row, name in zip(table.rows, names.rows, strict=True)
    ]
    grows = [one for one in rows if one[1]]
    if not grows:
        if table.kind == "list":
            last = rows[-1][0] if rows else None
            yield GrowingPlace(names.block, table.blank_lines, last)
        return
    for at, (place, _, name) in enumerate(grows):
        after = grows[at + 1][0] if at + 1 < len(grows) else None
        lines = tuple(one for one in table.blank_lines if _is_between(place, _line_of(one), after))
        yield GrowingPlace(name, lines, place)


def _line_of(cells: Line) -> FilePlace | None:
    return next((one for one in cells if one is not None), None)


def _is_between(first: FilePlace | None, line: FilePlace | None, last: FilePlace | None) -> bool:
    if line is None or first is None:
        return False
    here = (line.part, line.line)
    return (first.part, first.line) < here and (last is None or here < (last.part, last.line))
