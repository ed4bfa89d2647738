"""Opening rounds, moving due dates, closing and opening reports."""

from __future__ import annotations

from functools import partial

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.form_lookup import pick_form
from bot.workflow.interaction.choices import choose_request
from bot.workflow.many.acts import act_on_many
from bot.workflow.rounds.days_off import ask_day_off
from bot.workflow.rounds.parser import RoundSpec, read_opening
from bot.workflow.rounds.preview import open_as_planned
from bot.workflow.rounds.round_plan import check_plan, draw_plan, name_opened, owing_units
from conversations.calendar.dates import local_day, print_weekday
from conversations.calendar.periods import Period
from conversations.workflow.many_requests import ActOnMany, ManyAct, ReportSelection
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.round_requests import OpenRound
from storage.workflow.rounds import Round

MOST = 6  # units that are named


async def typed_open(ctx: RequestContext, argument: str) -> None:
    """`mở đợt quý I/2026 [hạn 20/3] [cho xã, phường]`: shows what would be opened."""
    roots = ctx.units_of(Role.COORDINATOR)
    if not roots:
        raise DeniedError
    found = read_opening(ctx.catalogs, argument, ctx.now, partial(pick_form, ctx))
    if isinstance(found, str):
        raise RequestRejectedError(f"round.{found}", said=argument[:80])
    if len(found.named) > 1:
        await _check_kinds(ctx, roots, found)
    units = [await ctx.tx.units.find(root) for root in roots]
    choices = [(_request(unit.id, found), {"unit": unit.short_name}) for unit in units]
    where = "round.where"
    period = await name_opened(ctx.tx, found)
    await choose_request(ctx, preview_round, choices, where, where, MOST, period=period)


async def _check_kinds(ctx: RequestContext, roots: list[int], found: RoundSpec) -> None:
    """RequestRejectedError when several kinds are named, and others are there beside them."""
    owing = [one for root in roots for one in await owing_units(ctx.tx, root, None)]
    name = ctx.catalogs.calendars.kind_name
    others = sorted(
        {name(one.kind) or one.short_name for one in owing if one.kind not in found.named}
    )
    if others:
        named = sorted(map(name, found.named))
        raise RequestRejectedError("round.kinds", named=named, others=others[:MOST])


def _request(root: int, found: RoundSpec) -> OpenRound:
    return OpenRound(
        unit=root,
        form=found.form.key,
        name=found.period.name,
        start=found.period.start,
        end=found.period.end,
        due=found.due,
        kind=found.kind,
        said=found.said,
    )


async def preview_round(ctx: RequestContext, request: OpenRound) -> None:
    """Show what would be opened; open it once the member is sure."""
    await ctx.check(Permission.OPEN_ROUND, request.unit)
    form = ctx.catalogs.catalog.forms.get(request.form)
    if form is None:
        raise RequestRejectedError("round.form", said=request.form)
    period = Period(name=request.name, start=request.start, end=request.end)
    root = await ctx.tx.units.find(request.unit)
    several = len(ctx.catalogs.catalog.forms) > 1
    opened = RoundSpec(form, period, request.due, request.kind, request.said, several=several)
    plan = await draw_plan(ctx.tx, root, opened)
    if plan.joins is not None and not plan.is_new and request.said:
        await _move_due(ctx, request, plan.joins)
        return
    await check_plan(ctx.tx, root, opened, plan)
    if request.said and not request.kept and not request.sure:
        earliest = ctx.catalogs.calendars.days.shift(max(period.end, local_day(ctx.now)), 1)
        if await ask_day_off(ctx, request, request.due, earliest):
            return
    await open_as_planned(ctx, request, root, opened, plan)


async def _move_due(ctx: RequestContext, request: OpenRound, of: Round) -> None:
    """A due day that is said of a round that is open already is meant for its units: it is never
    dropped."""
    if len(request.due) > 1:
        calendars = ctx.catalogs.calendars
        dues = [
            {"kind": calendars.kind_name(kind), "day": print_weekday(day)}
            for kind, day in request.due.items()
            if of.due.get(kind) != day
        ]
        raise RequestRejectedError("round.new_due", period=of.period_name, dues=dues)
    kinds = (request.kind,) if request.kind else ()
    which = ReportSelection(round=of.id, under=request.unit, kinds=kinds)
    until = next(iter(request.due.values()))
    ctx.say("round.open_already", period=of.period_name)
    await act_on_many(ctx, ActOnMany(act=ManyAct.EXTEND, which=which, until=until))
