"""Exchanges of working days, entered and taken back in the chat: shown first with what they move,
told to those who watch over the whole, and known to every process at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.workflow.calendar.day_entry import (
    MOST_LISTED,
    PlannedDays,
    carry_out_days,
    describe_swap,
    find_entered,
    plan_days,
    read_days,
    read_year_of,
)
from bot.workflow.calendar.effects import DueEffect, find_effects
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError, watchers_of
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.lookup import grants_with
from bot.workflow.round_lookup import find_round
from conversations.calendar.dates import local_day, print_weekday
from conversations.commands.day_swaps import SwapSide, read_year
from conversations.dialog.prompts.keyboard import make_button
from conversations.workflow.day_requests import ChangeDays, ShowDays
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.round_requests import KeepDue

MOST = 6  # rounds that are named
WHY_MOVED = "lịch nghỉ, làm bù thay đổi"  # the reason of such an extension, as people read it


async def typed_worked(ctx: RequestContext, argument: str) -> None:
    """`ngày làm bù 22/8/2026 thay 31/8/2026`; without days, those that are known."""
    await _typed(ctx, argument, SwapSide.WORKED)


async def typed_off(ctx: RequestContext, argument: str) -> None:
    """`nghỉ bù 31/8/2026, làm bù 22/8/2026`, `hoán đổi ngày nghỉ 31/8/2026 sang 22/8/2026`."""
    await _typed(ctx, argument, SwapSide.OFF)


async def _typed(ctx: RequestContext, argument: str, side: SwapSide) -> None:
    if not argument.strip() or read_year(argument) is not None:
        await show_days(ctx)
        return
    await _check(ctx)
    await change_days(ctx, read_days(argument, side))


async def typed_none(ctx: RequestContext, argument: str) -> None:
    """`không có ngày làm bù 2027`."""
    await _check(ctx)
    await change_days(ctx, read_year_of(argument, ctx.now))


async def typed_drop(ctx: RequestContext, argument: str) -> None:
    """`bỏ ngày làm bù 22/8/2026`, `bỏ ngày làm bù 2027`: what was entered of these days, or that
    the year has none."""
    await _check(ctx)
    await change_days(ctx, await find_entered(ctx.tx, argument))


async def show_days(ctx: RequestContext, _: ShowDays | None = None) -> None:
    """The exchanges of this year and the next, where they are known from, and how to enter one."""
    await _check(ctx)
    ctx.say("days.list", **await list_known_days(ctx))


async def list_known_days(ctx: RequestContext) -> dict[str, Any]:
    """The exchanges of this year and the next: `shipped`, `entered`, and whether each of the
    `years` is known."""
    year = local_day(ctx.now).year
    standing = await ctx.tx.day_swaps.list_standing()
    known = ctx.catalogs.calendars
    entered = [
        describe_swap(one.swap, one.year) | {"number": one.id}
        for one in standing
        if one.year >= year
    ]
    shipped = [
        print_weekday(day) for day in sorted(known.shipped.worked) if day.year in (year, year + 1)
    ]
    years = [{"year": one, "known": one in known.known_years} for one in (year, year + 1)]
    return {"shipped": shipped, "entered": entered[-MOST_LISTED:], "years": years}


async def change_days(ctx: RequestContext, request: ChangeDays) -> None:
    """Show what is entered or taken back, and what it moves; do it once the member is sure."""
    roots = await _check(ctx)
    plan = await plan_days(ctx.tx, ctx.catalogs, request)
    effects = await find_effects(ctx.tx, ctx.catalogs, ctx.now, roots, plan.old, plan.new)
    data = _described(request, plan) | _told(ctx, effects)
    button = "days.drop" if request.back else "days.enter"
    if not await confirm_request(ctx, request, "days.ask", button, data):
        return
    undo = await carry_out_days(ctx.tx, ctx.catalogs, ctx.audit_context(), request)
    await ctx.expect_input(None)
    buttons = ((make_button("undo", ChangeDays(back=undo)),),) if undo else ()
    ctx.say("days.done", buttons, **data)
    for person in await watchers_of(ctx.tx):
        ctx.tell(person, "notice.days", **data)
    await _ask_dues(ctx, effects)


async def roots_to_enter(ctx: RequestContext) -> list[int]:
    """The units at the top over which the member may change days."""
    roots = await ctx.tx.units.roots()
    return [one.id for one in roots if await ctx.may(Permission.CALENDAR, one.id)]


async def _check(ctx: RequestContext) -> list[int]:
    """The roots over which the member may change days, which are those of the whole installation.
    DeniedError where there is none; who watches over a part is told who may."""
    may = await roots_to_enter(ctx)
    if may:
        return may
    if ctx.typed is not None and grants_with(ctx, Permission.CALENDAR):
        roots = await ctx.tx.units.roots()
        raise RequestRejectedError("days.not_yours", units=[one.short_name for one in roots[:3]])
    raise DeniedError


async def _ask_dues(ctx: RequestContext, effects: Sequence[DueEffect]) -> None:
    """Ask of each due day that would be another one now whether it stays: it was told, and never
    moves by itself. The coordinators are asked where the member may not move it."""
    moved = [one for one in effects if one.moves_due]
    for one in moved[:MOST]:
        kept = KeepDue(round=one.round.id, day=one.due)
        row = (
            make_button("days.move_due", one.extension(WHY_MOVED), day=_day(one.by_rule)),
            make_button("days.keep_due", kept, day=_day(one.due)),
        )
        if await ctx.may(Permission.EXTEND, one.root):
            ctx.say("days.due_ask", (row,), **_effect(ctx, one))
            continue
        for person in await ctx.tx.roles.people_of([one.root], Role.COORDINATOR):
            ctx.tell(person.id, "days.due_ask", row, **_effect(ctx, one))
    if len(moved) > MOST:
        ctx.say("days.more_dues", more=len(moved) - MOST)


async def keep_due(ctx: RequestContext, request: KeepDue) -> None:
    """The due day stays as it was told."""
    found, _ = await find_round(ctx, Permission.EXTEND, request.round)
    ctx.say("days.due_kept", period=found.period_name, day=print_weekday(request.day))


def _described(request: ChangeDays, plan: PlannedDays) -> dict[str, Any]:
    back = [one for one in plan.standing if one.id in request.back]
    lines = [describe_swap(one) for one in request.swaps]
    lines += [describe_swap(one.swap, one.year) for one in back]
    return {"swaps": lines, "year_without": request.none or 0, "back": bool(request.back)}


def _day(day: date | None) -> str:
    return print_weekday(day) if day is not None else ""


def _told(ctx: RequestContext, effects: Sequence[DueEffect]) -> dict[str, Any]:
    shown = [_effect(ctx, one) for one in effects[:MOST]]
    return {"effects": shown, "more": max(0, len(effects) - MOST)}


def _effect(ctx: RequestContext, one: DueEffect) -> dict[str, Any]:
    name = ctx.catalogs.calendars.kind_name
    return {
        "period": one.round.period_name,
        "kinds": [name(kind) for kind in one.kinds if kind],
        "units": len(one.units),
        "due": print_weekday(one.due),
        "by_rule": _day(one.by_rule),
        "later": one.moves_due,
        "before": [_day(day) for day in one.before],
        "after": [_day(day) for day in one.after],
    }
