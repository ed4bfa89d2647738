"""An administrator's list of units and their people: understood whole, or refused line by line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from conversations.workflow.unit_columns import HEADED, find_head
from conversations.workflow.unit_lines import MOST_SHOWN, UnitLines
from conversations.workflow.unit_list import BadLine, UnitList
from conversations.workflow.unit_parents import ListTree


def read_list(
    lines: Sequence[Sequence[str]],
    known: Collection[str],
    kind_named: Callable[[str], str | None],
    kinds: str = "",
    names: Mapping[str, Collection[str]] | None = None,
    identified: Mapping[str, str] | None = None,
) -> UnitList | tuple[BadLine, ...]:
    """Read a table with a line that heads its columns. `known` are the codes of units that are
    there already, and `names` what else those are called: people may be invited into them, but
    they are not made again. `kinds` are the kinds of unit in words, for a kind that is none;
    `identified` are the codes of known units by their identification codes."""
    if not lines:
        return (BadLine(line=1, column="(file)", found="", allowed="a table with a head"),)
    head = find_head(lines)
    if head.lacking:
        found = ", ".join(filter(None, head.cells)) or "no words"
        allowed = "columns headed Mã and Tên; also Tên ngắn, Viết tắt, Loại, Trực thuộc, Cán bộ"
        column = HEADED[head.lacking[0]]
        return (
            BadLine(line=head.line + 1, column=column, found=found[:MOST_SHOWN], allowed=allowed),
        )
    reading = UnitLines(head, known, kind_named, kinds, identified or {})
    reading.check_columns()
    for number, cells in enumerate(lines[head.begins :], head.begins + 1):
        if any(cell.strip() for cell in cells):
            reading.read_line(number, cells)
    tree = ListTree(reading, names or {})
    tree.find_parents()
    tree.check_top()
    if reading.bad:
        return tuple(sorted(reading.bad, key=lambda bad: bad.line))
    return UnitList(
        units=tree.list_in_order(),
        people=tuple(reading.people),
        known=tuple(reading.there),
        passed=tuple(reading.passed),
    )


def unread_columns(lines: Sequence[Sequence[str]]) -> list[str]:
    """The heads of the columns that an import passes over."""
    return find_head(lines).unread if lines else []
