"""A board whose lines are no units but the units of the next level, or kinds: how many have handed
in, and how many are late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.workflow.board.rows import SeenBoard, is_owing
from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.interaction.pages import cut_page
from conversations.dialog.prompts.keyboard import make_button
from conversations.reports.model import ReportState
from conversations.text.collation import collation_key
from conversations.workflow.report_status import report_status
from conversations.workflow.request_bases import BoardFilter, BoardGrouping
from conversations.workflow.round_requests import ShowBoard
from storage.workflow.boards import BoardRow

PAGE = 20
IN_HEAD = 6  # groups that stand above the units
FEW = 2  # fewer are not worth a line


@dataclass
class BoardGroup:
    """The reports of one part of a board, and the board of that part alone."""

    name: str
    to: ShowBoard
    rows: list[BoardRow] = field(default_factory=list)

    def told(self, ctx: RequestContext) -> dict[str, Any]:
        statuses = [report_status(row.state, row.due_at, ctx.now) for row in self.rows]
        handed_in = sum(not is_owing(row, ctx.now) for row in self.rows)
        return {
            "name": self.name,
            "units": len(self.rows),
            "in": handed_in,
            "percent": round(100 * handed_in / len(self.rows)),
            "late": statuses.count(BoardFilter.LATE),
            "review": statuses.count(BoardFilter.REVIEW),
            "approved": sum(row.state == ReportState.APPROVED for row in self.rows),
            "was_late": sum(row.late for row in self.rows),
        }


async def show_groups(ctx: RequestContext, request: ShowBoard, board: SeenBoard) -> None:
    """A line for each group, those with the fewest reports first."""
    assert request.by is not None  # noqa: S101 - it is asked for
    found = await _groups(ctx, board, request.by, request)
    if len(found) < FEW:
        raise RequestRejectedError("board.one_group", by=request.by.value)
    here = request.model_copy(update={"round": board.round.id, "unit": board.root})
    page = cut_page(_worst_first(ctx, found), request.page, PAGE)
    rows = [(make_button("board.group", one.to, name=one.name),) for one in page.items]
    back = make_button("board", here.model_copy(update={"by": None, "page": 0}))
    turn = (*page.newer(here), *page.older(here), back)
    ctx.replaces = True
    ctx.say(
        "board.groups",
        (*rows, turn),
        by=request.by.value,
        period=board.round.period_name,
        lines=[one.told(ctx) for one in page.items],
        units=len(board.of_kind),
        page=page.number + 1,
        pages=page.pages,
    )


async def describe_groups(ctx: RequestContext, board: SeenBoard) -> list[dict[str, Any]]:
    """What stands above a long list of units: the counts of each part, and of each kind."""
    found = []
    for by in BoardGrouping:
        groups = await _groups(ctx, board, by, ShowBoard(round=board.round.id, unit=board.root))
        if len(groups) >= FEW:
            worst = _worst_first(ctx, groups)
            lines = [one.told(ctx) for one in worst[:IN_HEAD]]
            found.append({"by": by.value, "lines": lines, "more": max(0, len(groups) - IN_HEAD)})
    return found


def _worst_first(ctx: RequestContext, groups: Sequence[BoardGroup]) -> list[BoardGroup]:
    def rank(one: BoardGroup) -> tuple[Any, ...]:
        handed_in = sum(not is_owing(row, ctx.now) for row in one.rows)
        return (handed_in / len(one.rows), collation_key(one.name))

    return sorted(groups, key=rank)


async def _groups(
    ctx: RequestContext, board: SeenBoard, by: BoardGrouping, request: ShowBoard
) -> list[BoardGroup]:
    at = ShowBoard(round=board.round.id, unit=board.root, show=request.show, only=request.only)
    found: dict[object, BoardGroup] = {}
    if by is BoardGrouping.KIND:
        kinds = ctx.catalogs.calendars
        for row in board.shown:
            to = at.model_copy(update={"only": row.kind})
            group = found.setdefault(row.kind, BoardGroup(kinds.kind_name(row.kind), to))
            group.rows.append(row)
        return [*found.values()]
    parts = await _parts(ctx, board.root)
    for row in board.shown:
        part = parts.get(row.unit)
        if part is not None:
            to = at.model_copy(update={"unit": part[0]})
            found.setdefault(part[0], BoardGroup(part[1], to)).rows.append(row)
    return [*found.values()]


async def _parts(ctx: RequestContext, root: int) -> Mapping[int, tuple[int, str]]:
    """Of each unit: the one of the next level below the root that has others below it, and that
    the unit stands below, or is."""
    units = {one.id: one for one in await ctx.tx.units.list_under(root)}
    parents = {one.parent for one in units.values()}
    found: dict[int, tuple[int, str]] = {}
    for number, unit in units.items():
        top = unit
        while top.parent is not None and top.parent != root and top.parent in units:
            top = units[top.parent]
        if top.id != root and top.id in parents:
            found[number] = (top.id, top.short_name)
    return found
