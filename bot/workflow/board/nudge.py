"""Reminding by hand those who have not handed in, and whom to call first."""

from __future__ import annotations

from datetime import timedelta

from bot.workflow.board.rows import board_line, is_owing, number_button, read_board
from bot.workflow.context import RequestContext, RequestRejectedError, deferred_until, shorten_list
from bot.workflow.home import meters_of
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.reachability import announce_reports, filter_reachable
from bot.workflow.round_lookup import named_round
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.requests import BoardFilter, CallFirst, Nudge, ShowBoard
from storage.workflow.rounds import Round

FIRST = 8  # units that are to be called first
PAUSE = timedelta(hours=1)  # between two reminders of the same units by hand


async def nudge_units(ctx: RequestContext, request: Nudge) -> None:
    """Remind the officers of the units that the board shows, soon, but not at night; not twice
    within an hour."""
    board = await read_board(ctx, Permission.REMIND, request)
    if board.round.locked:
        raise RequestRejectedError("nudge.locked", period=board.round.period.name)
    rows = [row for row in board.shown if is_owing(row, ctx.now) and row.locked_at is None]
    if not rows:
        ctx.say("nudge.nobody")
        return
    recent = await ctx.tx.rounds.nudged_since(board.round.id, ctx.now - PAUSE)
    due = [row for row in rows if row.report not in recent]
    if not due:
        ctx.say("nudge.again", units=len(rows), minutes=int(PAUSE.total_seconds() // 60))
        return
    at = deferred_until(ctx.now)
    names, more = shorten_list([row.short_name for row in due], FIRST)
    period = board.round.period.name
    data = {"units": len(due), "names": names, "more": more, "at": at, "period": period}
    if not await confirm_request(ctx, request, "nudge.ask", "nudge.sure", data, count=len(due)):
        return
    reports = {row.unit: row.report for row in due}
    _, reached = await announce_reports(ctx, "notice.nudge", reports)
    told = {reports[one.unit] for one in reached}
    await ctx.tx.rounds.mark_nudged(ctx.audit_context(), board.round.id, sorted(told))
    away, more = shorten_list([row.short_name for row in due if row.report not in told], FIRST)
    data = {"units": len(told), "people": len(reached), "at": at, "away": away, "more": more}
    ctx.say("nudge.done", **data, meters=await meters_of(ctx))


async def call_first(ctx: RequestContext, request: CallFirst) -> None:
    """The late ones with the most to do, and who answers there: those to be called first."""
    open_ = ShowBoard(round=request.round, unit=request.unit, show=BoardFilter.OPEN)
    board = await read_board(ctx, Permission.BOARD, open_)
    rows = board.shown[:FIRST]
    persons = await ctx.tx.roles.people_of([row.unit for row in rows], Role.OFFICER, Role.REVIEWER)
    reached = await filter_reachable(ctx.tx, ctx.catalogs, persons, ctx.now)
    invited = await ctx.tx.invitations.list_open([row.unit for row in rows], ctx.now)
    lines = [
        board_line(board.form, row, number, ctx)
        | {
            "invited": [
                {"name": one.person or "", "role": one.role}
                for one in invited
                if one.org_unit == row.unit and one.role in (Role.OFFICER, Role.REVIEWER)
            ],
            "people": [
                {
                    "name": one.name,
                    "role": one.role,
                    "came": one.channel is not None,
                    "reached": one in reached,
                }
                for one in persons
                if one.unit == row.unit
            ],
        }
        for number, row in enumerate(rows, 1)
    ]
    buttons = tuple(number_button(row, number) for number, row in enumerate(rows, 1))
    period = board.round.period.name
    ctx.say("call_first", (buttons,) if buttons else (), period=period, lines=lines)


def _nudge_of(found: Round, top: int) -> Nudge:
    return Nudge(round=found.id, unit=top, show=BoardFilter.OPEN)


def _call_of(found: Round, top: int) -> CallFirst:
    return CallFirst(round=found.id, unit=top)


async def typed_nudge(ctx: RequestContext, argument: str) -> None:
    """Everybody who has not handed in yet: `đôn đốc`, `đôn đốc quý I/2026 TX 1`."""
    found, top, _ = await named_round(
        ctx, Permission.REMIND, argument, unit_only=True, to=_nudge_of
    )
    await nudge_units(ctx, _nudge_of(found, top))


async def typed_call(ctx: RequestContext, argument: str) -> None:
    found, top, _ = await named_round(ctx, Permission.BOARD, argument, unit_only=True, to=_call_of)
    await call_first(ctx, _call_of(found, top))
