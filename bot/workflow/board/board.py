"""The coordinator's board: one message, edited in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bot.workflow.board.filters import named_section, read_filters
from bot.workflow.board.groups import describe_groups, show_groups
from bot.workflow.board.rows import (
    SeenBoard,
    board_line,
    due_lines,
    is_owing,
    number_button,
    read_board,
)
from bot.workflow.context import Buttons, DeniedError, RequestContext, RequestRejectedError
from bot.workflow.home import meters_of
from bot.workflow.interaction.pages import ListPage, cut_page
from bot.workflow.lookup import is_unit_name, units_with
from bot.workflow.round_lookup import board_of, named_round, top_units
from conversations.calendar.dates import print_weekday
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.protocol.messages import Button
from conversations.workflow.permissions import Permission
from conversations.workflow.report_status import ORDER, report_status
from conversations.workflow.request_bases import BoardFilter
from conversations.workflow.review_requests import Lock
from conversations.workflow.round_requests import (
    CallFirst,
    GetBoardFile,
    ListRounds,
    Nudge,
    ShowBoard,
    ShowTotal,
)
from storage.workflow.boards import BoardRow
from storage.workflow.rounds import Round

PAGE = 10
ROUNDS = 8  # that are listed at once
_SHOWN = (
    *(BoardFilter.ALL, BoardFilter.LATE, BoardFilter.OPEN, BoardFilter.REVIEW),
    *(BoardFilter.RETURNED, BoardFilter.CORRECTING, BoardFilter.APPROVED, BoardFilter.AWAY),
)


async def show_board(ctx: RequestContext, request: ShowBoard) -> None:
    """The units of the round by state, the late ones first, some at a time."""
    board = await read_board(ctx, Permission.BOARD, request)
    found, form = board.round, board.form
    if request.by is not None:
        await show_groups(ctx, request, board)
        return
    page = cut_page(board.shown, request.page, PAGE)
    counts = Counter(report_status(row.state, row.due_at, ctx.now) for row in board.of_kind)
    lines = [board_line(form, row, n, ctx) for n, row in enumerate(page.items, page.first + 1)]
    here = {"round": found.id, "unit": board.root, "page": page.number}
    at = request.model_copy(update=here)
    several = len(await top_units(ctx)) > 1
    ctx.replaces = True
    ctx.say(
        "board",
        await _buttons(ctx, board, at, page),
        unit=(await ctx.tx.units.find(board.root)).short_name if several else "",
        period=found.period_name,
        due=due_lines(ctx, found.due),
        units=len(board.of_kind),
        counts={show.value: counts[show] for show in ORDER},
        in_force=sum(row.approved > 0 for row in board.of_kind),
        show=request.show.value,
        only=ctx.catalogs.calendars.kind_name(request.only),
        section=_section_name(form, request.section),
        shown=len(board.shown),
        groups=await describe_groups(ctx, board) if page.pages > 1 else [],
        lines=lines,
        page=page.number + 1,
        pages=page.pages,
        locked=found.locked,
        now=print_weekday(ctx.now),
        meters=await meters_of(ctx),
    )


def _section_name(form: Form, key: str | None) -> str:
    """The section that the board is narrowed to."""
    if key is None or key not in form.by_key:
        return ""
    return form.row(key).stt or f"“{form.row(key).title}”"


def _kinds(rows: Sequence[BoardRow]) -> list[str]:
    """The kinds of unit among which one can be chosen."""
    kinds = sorted({row.kind for row in rows if row.kind is not None})
    return kinds if len(kinds) > 1 else []


async def _buttons(
    ctx: RequestContext, board: SeenBoard, at: ShowBoard, page: ListPage[BoardRow]
) -> Buttons:
    """Few rows, short words: the keyboard must leave room for the board. Nothing is offered
    that the member may not do."""
    assert at.unit is not None  # noqa: S101 - the board is that of a unit
    units = [number_button(row, n) for n, row in enumerate(page.items, page.first + 1)]
    filters = [
        make_button(f"show.{one.value}", at.model_copy(update={"show": one, "page": 0}))
        for one in _SHOWN
        if one is not at.show
    ]
    filters += [
        make_button("show.kind", at.model_copy(update={"only": kind, "page": 0}), kind=name)
        for kind in (*_kinds(board.everyone), *([None] if at.only else []))
        if kind != at.only
        for name in [ctx.catalogs.calendars.kind_name(kind)]
    ]
    turn = [*page.newer(at), make_button("board.again", at), *page.older(at)]
    owing = sum(is_owing(row, ctx.now) for row in board.shown)
    if owing and not board.round.locked and await ctx.may(Permission.REMIND, at.unit):
        here = {"unit": at.unit, "show": at.show, "only": at.only, "section": at.section}
        turn.append(make_button("nudge", Nudge(round=board.round.id, **here), count=owing))
    rows = (
        units[:5],
        units[5:],
        filters[:4],
        filters[4:8],
        filters[8:],
        turn,
        *await _more(ctx, board.round, at),
    )
    return tuple(tuple(row) for row in rows if row)


async def _more(ctx: RequestContext, found: Round, at: ShowBoard) -> Sequence[Sequence[Button]]:
    """Beside the board: files, the total, the lock, other rounds and other parts of this one."""
    assert at.unit is not None  # noqa: S101 - the board is that of a unit
    here = {"round": found.id, "unit": at.unit}
    narrow = {"show": at.show, "only": at.only, "section": at.section}
    ways = [make_button("call_first", CallFirst(**here))]
    if await ctx.may(Permission.ROLL_UP, at.unit):
        ways.append(make_button("total", ShowTotal(**here)))
    files = [
        make_button("board.picture", GetBoardFile(**here, kind="picture", **narrow)),
        make_button("board.workbook", GetBoardFile(**here, kind="workbook", **narrow)),
    ]
    if found.unit is not None and await ctx.may(Permission.LOCK, found.unit):
        lock = "unlock" if found.locked else "lock"
        files.append(make_button(f"{lock}.round", Lock(round=found.id, locked=not found.locked)))
    others = []
    rounds_seen = 0
    for top in await top_units(ctx):
        rounds = {one.id for one in await ctx.tx.rounds.list_under(top)}
        rounds_seen = max(rounds_seen, len(rounds))
        if top != at.unit and found.id in rounds:
            name = (await ctx.tx.units.find(top)).short_name
            others.append(make_button("board.part", ShowBoard(round=found.id, unit=top), unit=name))
    if rounds_seen > 1:
        ways.append(make_button("rounds", ListRounds()))
    return ways, files, others


async def typed_board(ctx: RequestContext, argument: str) -> None:
    """`bảng`, `bảng quý I/2026`, `bảng quý I/2026 TX 1`, `bảng xã phần II trang 3`."""
    units = await units_with(ctx, Permission.BOARD)
    asked = read_filters(ctx.catalogs, argument, lambda words: is_unit_name(units, words))
    narrow = {name: getattr(asked, name) for name in ("show", "only", "page", "by")}

    def narrowed(found: Round, top: int) -> ShowBoard:
        section = named_section(ctx.form_of(found), asked.section)
        return board_of(found, top).model_copy(update=narrow | {"section": section})

    found, top, _ = await named_round(
        ctx, Permission.BOARD, asked.rest, unit_only=True, to=narrowed
    )
    await show_board(ctx, narrowed(found, top))


async def show_rounds(ctx: RequestContext, request: ListRounds) -> None:
    """The rounds that the member watches over, the newest first, each leading to its board."""
    seen: dict[int, tuple[Round, int]] = {}
    parts = await top_units(ctx)
    if not parts:
        raise DeniedError
    for top in parts:
        for one in await ctx.tx.rounds.list_under(top):
            seen.setdefault(one.id, (one, top))
    if not seen:
        raise RequestRejectedError("board.none")
    newest = sorted(seen.values(), key=lambda pair: (pair[0].period.end, pair[0].id), reverse=True)
    page = cut_page(newest, request.page, ROUNDS)
    lines = [await _round_line(ctx, one, top) for one, top in page.items]
    rows = [
        (make_button("round", board_of(one, top), period=one.period_name),)
        for one, top in page.items
    ]
    turn = (*page.newer(request), *page.older(request))
    buttons = tuple(filter(None, (*rows, turn)))
    ctx.say("rounds", buttons, lines=lines, page=page.number + 1, pages=page.pages)


async def _round_line(ctx: RequestContext, one: Round, top: int) -> dict[str, Any]:
    reported = await ctx.tx.rollups.count_reported(one.id, top)
    return {
        "period": one.period_name,
        "units": reported.expected,
        "approved": reported.approved,
        "locked": one.locked,
    }


async def typed_rounds(ctx: RequestContext, argument: str) -> None:
    await show_rounds(ctx, ListRounds())
