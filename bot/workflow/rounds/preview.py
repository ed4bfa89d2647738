"""What opening a round would come to is shown; once the member is sure it is done, and told."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bot.workflow.context import RequestContext, deferred_until
from bot.workflow.home import board_button
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.reachability import announce_reports
from bot.workflow.rounds.parser import RoundSpec
from bot.workflow.rounds.round_plan import RoundPlan, carry_out_plan, due_days, name_opened
from conversations.calendar.dates import local_day, print_day, print_weekday
from conversations.workflow.many_requests import AddToRound
from conversations.workflow.round_requests import OpenRound
from storage.workflow.units import Unit

MOST = 6  # units that are named


async def open_as_planned(
    ctx: RequestContext,
    request: OpenRound | AddToRound,
    root: Unit,
    opened: RoundSpec,
    plan: RoundPlan,
) -> None:
    """Show the plan; carry it out once the member is sure, and tell the units."""
    data = await _describe_plan(ctx, opened, plan) | {"at": deferred_until(ctx.now)}
    data["fixed"] = isinstance(request, AddToRound)  # its due days are those of the round
    button = "round.open" if plan.joins is None else "round.add"
    if not await confirm_request(ctx, request, "round.ask", button, data):
        return
    round_id, reports = await carry_out_plan(ctx.tx, ctx.audit_context(), root, opened, plan)
    officers, reached = await announce_reports(ctx, "notice.round", reports)
    await ctx.look_again([one.id for one in officers])
    told = len({one.id for one in reached})
    empty = len(reports) - len({one.unit for one in reached})
    ctx.say("round.opened", ((board_button(round_id),),), **data, told=told, empty=empty)


async def _describe_plan(ctx: RequestContext, opened: RoundSpec, plan: RoundPlan) -> dict[str, Any]:
    """What is told of a round before it is opened."""
    calendars = ctx.catalogs.calendars
    kinds = Counter(calendars.kind_name(unit.kind) for unit in plan.units)
    due = due_days(opened, plan)
    below = [await ctx.tx.units.find(one.unit) for one in plan.below if one.unit is not None]
    return {
        "form": opened.form.title,
        "period": await name_opened(ctx.tx, opened),
        "start": print_day(opened.period.start),
        "end": print_day(opened.period.end),
        "units": len(plan.units),
        "kinds": dict(kinds),
        "due": {calendars.kind_name(kind): print_weekday(day) for kind, day in due.items()},
        "past": any(day < local_day(ctx.now) for day in due.values()),
        "names": [unit.short_name for unit in plan.units][:MOST],
        "joins": plan.joins is not None,
        "old_due": _old_due(opened, plan),
        "below": [] if plan.joins is not None else [unit.short_name for unit in below],
    }


def _old_due(opened: RoundSpec, plan: RoundPlan) -> list[str]:
    """The due days that stay for the units that are in the round already, where others were
    said."""
    if plan.joins is None or not opened.said:
        return []
    days = {*plan.joins.due.values()} - {*opened.due.values()}
    return [print_weekday(day) for day in sorted(days)]
