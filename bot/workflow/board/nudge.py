"""Reminding by hand those who have not handed in, and whom to call first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.workflow.board.filters import read_page
from bot.workflow.board.rows import board_line, is_owing, number_button, read_board
from bot.workflow.context import RequestContext, RequestRejectedError, deferred_until, shorten_list
from bot.workflow.home import meters_of
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.interaction.pages import cut_page
from bot.workflow.many.selection import find_selected
from bot.workflow.reachability import announce_reports, filter_reachable
from bot.workflow.round_lookup import named_round
from conversations.calendar.dates import local_day, print_time, print_weekday, start_of
from conversations.composing.markup import strip_markup
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.reminder_schedule import next_decent
from conversations.workflow.report_status import is_late
from conversations.workflow.request_bases import BoardFilter
from conversations.workflow.round_requests import CallFirst, Nudge, ShowBoard
from storage.workflow.boards import BoardRow
from storage.workflow.rounds import Round
from templates.loading.wording import load_wording

FIRST = 8  # units that are to be called first
PAUSE = timedelta(hours=1)  # between two reminders of the same units by hand


async def nudge_units(ctx: RequestContext, request: Nudge) -> None:
    """Remind the officers of the units that the board shows, soon, but not at night; not twice
    within an hour."""
    of, shown = await _to_remind(ctx, request)
    period = of.period_name
    if of.locked:
        raise RequestRejectedError("nudge.locked", period=period)
    rows = [row for row in shown if is_owing(row, ctx.now) and row.locked_at is None]
    owing = {row.report for row in rows}
    ctx.tell_units((row for row in shown if row.report not in owing), "not_owing")
    if not rows:
        ctx.say("nudge.nobody", period=period)
        return
    midnight = start_of(local_day(ctx.now))
    told_at = await ctx.tx.boards.nudged_since(of.id, midnight)
    there = await _reached(ctx, rows)
    silent = [row for row in rows if row.unit not in there]
    away, others = shorten_list([row.short_name for row in silent], FIRST)
    rows = [row for row in rows if row.unit in there]
    due = [row for row in rows if told_at.get(row.report, midnight) < ctx.now - PAUSE]
    ctx.tell_units(due)
    ctx.tell_units(silent, "unreached")
    now = {row.report for row in due}
    ctx.tell_units((row for row in rows if row.report not in now), "just_told")
    before = [told_at[row.report] for row in rows if row.report in told_at]
    if not due and silent:
        last = print_time(max(before)) if before else ""
        data = {"units": len(silent), "nudged": len(rows), "told": last, "period": period}
        raise RequestRejectedError("nudge.unreached", **data, away=away, others=others)
    if not due:
        until = print_time(max(before) + PAUSE)
        last = print_time(max(before))
        ctx.say("nudge.again", units=len(rows), told=last, until=until, period=period)
        return
    at = deferred_until(ctx.now)
    names, more = shorten_list([row.short_name for row in due], FIRST)
    again = [told_at[row.report] for row in due if row.report in told_at]
    data = {"units": len(due), "names": names, "more": more, "at": at, "period": period}
    data |= {"again": len(again), "told": print_time(max(again)) if again else ""}
    data |= {"text": _example(ctx, due[0], period), "away": away, "others": others}
    if not await confirm_request(ctx, request, "nudge.ask", "nudge.sure", data, count=len(due)):
        return
    reports = {row.unit: row.report for row in due}
    _, reached = await announce_reports(ctx, "notice.nudge", reports)
    told = {reports[one.unit] for one in reached}
    await ctx.tx.boards.mark_nudged(ctx.audit_context(), of.id, sorted(told))
    data = {"units": len(told), "people": len(reached), "at": at, "away": away, "more": others}
    ctx.say("nudge.done", **data, meters=await meters_of(ctx))


async def _to_remind(ctx: RequestContext, request: Nudge) -> tuple[Round, Sequence[BoardRow]]:
    """The units that the request selects, or that the board shows."""
    if request.which is not None:
        found = await find_selected(ctx, Permission.REMIND, request.which)
        return found.round, found.rows
    board = await read_board(ctx, Permission.REMIND, request)
    return board.round, board.shown


async def _reached(ctx: RequestContext, rows: Sequence[BoardRow]) -> set[int]:
    """The units of which an officer can be written to at the next decent hour."""
    officers = await ctx.tx.roles.people_of([row.unit for row in rows], Role.OFFICER)
    when = next_decent(ctx.now)
    return {one.unit for one in await filter_reachable(ctx.tx, ctx.catalogs, officers, when)}


def _example(ctx: RequestContext, row: BoardRow, period: str) -> str:
    """What the people of the first unit would read."""
    due = print_weekday(row.due_at) if row.due_at else ""
    data = {
        "unit": row.short_name,
        "period": period,
        "due": due,
        "late": is_late(row.state, row.due_at, ctx.now),
        "filled": sum((row.filled or {}).values()),
        "taps": True,
    }
    return strip_markup(load_wording().say("notice.nudge", data)).strip()


async def call_first(ctx: RequestContext, request: CallFirst) -> None:
    """Whom to call, some at a time: first the units in which nobody can be written to, then the
    late ones with the most to do; who answers there, and their numbers."""
    open_ = ShowBoard(round=request.round, unit=request.unit, show=BoardFilter.OPEN)
    board = await read_board(ctx, Permission.BOARD, open_)
    there = await _reached(ctx, board.shown)
    page = cut_page(sorted(board.shown, key=lambda row: row.unit in there), request.page, FIRST)
    rows = page.items
    persons = await ctx.tx.roles.people_of([row.unit for row in rows], Role.OFFICER, Role.REVIEWER)
    reached = await filter_reachable(ctx.tx, ctx.catalogs, persons, ctx.now)
    invited = await ctx.tx.invitations.list_open([row.unit for row in rows], ctx.now)
    phones = {row.unit: (await ctx.tx.units.find(row.unit)).phone or "" for row in rows}
    lines = [
        board_line(board.form, row, number, ctx)
        | {
            "phone": phones[row.unit],
            "silent": row.unit not in there,
            "invited": [
                {"name": one.person or "", "role": one.role, "phone": one.phone or ""}
                for one in invited
                if one.org_unit == row.unit and one.role in (Role.OFFICER, Role.REVIEWER)
            ],
            "people": [
                {
                    "name": one.name,
                    "role": one.role,
                    "phone": one.phone or "",
                    "came": one.channel is not None,
                    "reached": one in reached,
                }
                for one in persons
                if one.unit == row.unit
            ],
        }
        for number, row in enumerate(rows, page.first + 1)
    ]
    buttons = tuple(number_button(row, number) for number, row in enumerate(rows, page.first + 1))
    turn = (*page.newer(request), *page.older(request))
    ctx.say(
        "call_first",
        tuple(filter(None, (buttons, turn))),
        period=board.round.period_name,
        lines=lines,
        count=len(board.shown),
        away=sum(row.unit not in there for row in board.shown),
        page=page.number + 1,
        pages=page.pages,
    )


def _nudge_of(found: Round, top: int) -> Nudge:
    return Nudge(round=found.id, unit=top, show=BoardFilter.OPEN)


async def typed_nudge(ctx: RequestContext, argument: str) -> None:
    """Everybody who has not handed in yet: `đôn đốc`, `đôn đốc quý I/2026 TX 1`."""
    found, top, _ = await named_round(
        ctx, Permission.REMIND, argument, unit_only=True, to=_nudge_of
    )
    await nudge_units(ctx, _nudge_of(found, top))


async def typed_call(ctx: RequestContext, argument: str) -> None:
    argument, page = read_page(argument)

    def call(found: Round, top: int) -> CallFirst:
        return CallFirst(round=found.id, unit=top, page=page)

    found, top, _ = await named_round(ctx, Permission.BOARD, argument, unit_only=True, to=call)
    await call_first(ctx, call(found, top))
