"""What a member has to do, and taking it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.delivery.quota import all_quotas, meter_data
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError, name_report
from bot.workflow.handed_rows import rows_of_member, with_asked
from bot.workflow.reviewers import for_coordinator, for_reviewer
from conversations.calendar.dates import print_weekday, print_weekday_moment
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Button
from conversations.reports.lifecycle import ReportState
from conversations.workflow.own_requests import ShowGuide, ShowHome, Snooze, TakeUp
from conversations.workflow.pending_input import OFFERED, ConfirmInput
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import Role
from conversations.workflow.reminder_schedule import LONGEST, read_snooze
from conversations.workflow.report_requests import LookInto, ShowWaiting
from conversations.workflow.report_status import is_late
from conversations.workflow.round_requests import ShowBoard
from storage.workflow.duties import DueReport


async def meters_of(ctx: RequestContext) -> list[dict[str, Any]]:
    """The counted channels; none for somebody who watches over no units."""
    if not ctx.units_of(Role.COORDINATOR, Role.ADMINISTRATOR):
        return []
    found = await all_quotas(ctx.tx, ctx.catalogs.channels, ctx.now)
    return [meter_data(one) for one in found]


async def typed_budget(ctx: RequestContext, argument: str) -> None:
    """How many messages are left this month, and what to do about it."""
    if not ctx.units_of(Role.COORDINATOR, Role.ADMINISTRATOR):
        raise DeniedError
    ctx.say("budget", meters=await meters_of(ctx))


MOST = 8  # reports that are listed


async def show_home(ctx: RequestContext, _: object = None) -> None:
    """The reports the member fills, those that wait for them, and what they watch over."""
    reports = [await _line(ctx, one) for one in (await due_reports(ctx))[:MOST]]
    parts = {
        number: await _asked(ctx, number)
        for number in await ctx.tx.assignments.reports_of(ctx.member)
    }
    for one in reports:  # a part of one's own report that was handed over is no further report
        one["part"] = parts.pop(one["report"], None)
    asked = [one for one in parts.values() if one]
    rows: list[tuple[Button, ...]] = [
        (make_button("take_up", TakeUp(report=one["report"], key=_part_key(one)), **one),)
        for one in [*reports, *asked]
    ]
    waiting = await waiting_reports(ctx)
    rows += await _waiting_buttons(waiting)
    watches = ctx.units_of(Role.COORDINATOR, Role.ADMINISTRATOR)
    if watches:
        rows.append((make_button("board", ShowBoard()),))
    if watches or ctx.units_of(Role.REVIEWER):
        rows.append((make_button("guide", ShowGuide()),))
    await drop_errand(ctx)
    ctx.say(
        "home",
        tuple(rows),
        reports=reports,
        asked=asked,
        waiting=len(waiting),
        first=_named(waiting[0]) if len(waiting) == 1 else None,
        watches=bool(watches),
        coordinates=bool(ctx.units_of(Role.COORDINATOR)),
        has_role=bool(ctx.grants),
        set_aside=await set_aside_count(ctx) if watches else 0,
        meters=await meters_of(ctx),
    )


def _part_key(one: dict[str, Any]) -> str | None:
    """The part of the report that was handed to the member and still waits."""
    part = one.get("part") or one
    return part.get("key") if part.get("left") else None


async def _waiting_buttons(waiting: Sequence[DueReport]) -> list[tuple[Button, ...]]:
    """To the only report that waits for a decision, or to the list of them."""
    if len(waiting) == 1:
        look = LookInto(report=waiting[0].report)
        return [(make_button("review", look, **_named(waiting[0])),)]
    return [(make_button("waiting", ShowWaiting(), count=len(waiting)),)] if waiting else []


def _named(one: DueReport) -> dict[str, Any]:
    return {"unit": one.short_name, "period": one.period_name}


async def set_aside_count(ctx: RequestContext) -> int:
    """How many events were set aside whose senders' units the member watches over; those of
    nobody's unit are for who watches over the whole."""
    watched = ctx.units_of(Role.COORDINATOR, Role.ADMINISTRATOR)
    roots = {unit.id for unit in await ctx.tx.units.roots()}
    count = 0
    for unit in await ctx.tx.attempts.units_set_aside():
        above = await ctx.tx.units.lineage(unit) if unit is not None else roots
        count += not {*watched}.isdisjoint(above)
    return count


async def show_guide(ctx: RequestContext, _: object = None) -> None:
    """What the member may do in each of their roles."""
    roles = [role.value for role in Role if ctx.units_of(role)]
    ctx.say("guide", ((make_button("home", ShowHome()),),), roles=roles)


async def drop_errand(ctx: RequestContext) -> None:
    """What the member was asked to type goes, and they hear so; what they were only shown is no
    errand."""
    asked = await ctx.expected_input()
    if asked is None:
        return
    await ctx.expect_input(None)
    if isinstance(asked, ConfirmInput):
        ctx.say("errand.dropped", what=asked.request.do)
    elif not isinstance(asked, OFFERED):
        ctx.say("errand.dropped", what=asked.for_)


async def due_reports(ctx: RequestContext) -> list[DueReport]:
    """The reports that the member fills and that are still open."""
    units = await ctx.tx.units.with_merged(ctx.units_of(Role.OFFICER))
    return await ctx.tx.duties.of_units(units, open_only=True)


async def waiting_reports(ctx: RequestContext) -> list[DueReport]:
    """The reports handed in that wait for this member's word, the next due first."""
    units = await ctx.tx.units.with_merged(ctx.units_of(Role.REVIEWER))
    found = await for_reviewer(ctx.tx, ctx.member, units)
    for root in ctx.units_of(Role.COORDINATOR):
        found += await for_coordinator(ctx.tx, ctx.member, root)
    one_each = {one.report: one for one in found}
    return sorted(one_each.values(), key=lambda one: (one.due_at or ctx.now, one.report))


async def submitted_below(ctx: RequestContext) -> list[DueReport]:
    """All that was handed in and is not decided, below the units that the member coordinates: for
    whoever's decision it waits, they may decide too."""
    units: set[int] = set()
    for root in ctx.units_of(Role.COORDINATOR):
        units |= {one.id for one in await ctx.tx.units.list_under(root)}
    return await ctx.tx.duties.of_units(sorted(units), state=ReportState.SUBMITTED)


async def _line(ctx: RequestContext, one: DueReport) -> dict[str, Any]:
    return {
        "report": one.report,
        "unit": one.short_name,
        "period": one.period_name,
        "due": print_weekday(one.due_at) if one.due_at else "",
        "late": is_late(one.state, one.due_at, ctx.now),
        "state": one.state,
        "filled": sum((one.filled or {}).values()),
        "current": one.report == ctx.current,
        "guest": False,
    }


async def _asked(ctx: RequestContext, number: int) -> dict[str, Any] | None:
    """A report of which the member was asked for rows; None when nothing of it is left to do."""
    try:
        unit, report, form = await ctx.report(Right.ANSWER, number)
    except DeniedError:
        return None
    handed = await ctx.tx.assignments.of_report(number)
    keys = rows_of_member(form, handed, ctx.member)
    asked = with_asked(form, report, handed, ctx.member)
    left = sum(map(asked.waits, keys))
    if not keys or not report.editable:
        return None
    return {
        "report": number,
        "unit": unit.short_name,
        "period": report.period_name,
        "count": len(keys),
        "left": left,
        "key": next((one.key for key, one in keys.items() if asked.waits(key)), None),
        "guest": True,
        "current": number == ctx.current,
    }


async def take_up(ctx: RequestContext, request: TakeUp) -> None:
    """Work on this report from now on."""
    unit = await ctx.unit_with(Right.ANSWER, request.report)
    if await ctx.tx.withdrawals.is_withdrawn(request.report):
        data = name_report(await ctx.tx.units.find(unit), await ctx.tx.reports.load(request.report))
        home = make_button("home", ShowHome())
        raise RequestRejectedError("take_up.withdrawn", ((home,),), **data)
    await ctx.tx.duties.take_up([ctx.member], request.report)
    await drop_errand(ctx)
    ctx.current = request.report
    ctx.resume, ctx.said = True, request.said
    ctx.at = request.key


def take_up_button(report: int, unit: str, period: str) -> Button:
    """Leads to the first open row of a report."""
    return make_button("take_up", TakeUp(report=report), unit=unit, period=period, guest=False)


def part_button(report: int, key: str, label: str) -> Button:
    """Leads to what waits of the part of a report that somebody was handed."""
    return make_button("part", TakeUp(report=report, key=key), label=label)


def board_button(round_id: int | None) -> Button:
    return make_button("board", ShowBoard(round=round_id))


async def snooze_reminders(ctx: RequestContext, request: Snooze) -> None:
    """No reminder for so many hours."""
    await _snooze(ctx, ctx.now + timedelta(hours=request.hours))


async def typed_snooze(ctx: RequestContext, argument: str) -> None:
    """`hoãn nhắc 2 ngày`, `hoãn nhắc đến thứ hai`."""
    until = read_snooze(argument, ctx.now, ctx.catalogs.plan)
    if until is None:
        raise RequestRejectedError("snooze.how", said=argument[:80], days=LONGEST.days)
    if until > ctx.now + LONGEST:
        raise RequestRejectedError(
            "snooze.long", until=print_weekday_moment(until), days=LONGEST.days
        )
    await _snooze(ctx, until)


async def _snooze(ctx: RequestContext, until: datetime) -> None:
    await ctx.tx.digests.snooze(ctx.member, until, ctx.now)
    ctx.say("snooze.done", until=print_weekday_moment(until), days=LONGEST.days)
