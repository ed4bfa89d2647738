"""Which round a member means, and which part of it they may see."""

from __future__ import annotations

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.lookup import match_units, pick_unit, units_with
from conversations.calendar.dates import local_day
from conversations.calendar.period_words import is_named, named_period
from conversations.dialog.prompts.keyboard import make_button
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.requests import ShowBoard
from storage.workflow.rounds import Round

MOST = 6  # rounds that are offered


async def top_units(ctx: RequestContext, right: Permission = Permission.BOARD) -> list[int]:
    """The units that the member watches over with this right, each with all below it."""
    roots = ctx.units_of(Role.COORDINATOR, Role.ADMINISTRATOR)
    return [root for root in roots if await ctx.may(right, root)]


async def find_round(
    ctx: RequestContext,
    right: Permission,
    number: int | None,
    top: int | None = None,
    named: str = "",
) -> tuple[Round, int]:
    """The round of this number, or that of the period that is `named`, or the newest; and the
    top of the part of it that is seen: `top`, or the first that the member watches over.
    DeniedError without the right; RequestRejectedError when there is no such round."""
    if top is not None:
        await ctx.check(right, top)
    parts = [top] if top is not None else await top_units(ctx, right)
    if not parts:
        raise DeniedError
    windows = ctx.catalogs.calendars.windows
    seen: list[tuple[Round, int]] = []
    for part in parts:
        rounds = [(one, part) for one in await ctx.tx.rounds.list_under(part)]
        seen += rounds
        for one, _ in rounds:
            if number in (None, one.id) and (
                not named or is_named(named, one.period, windows, local_day(ctx.now))
            ):
                return one, part
    if number is not None:
        raise DeniedError
    if not seen:
        raise RequestRejectedError("board.none")
    periods = [*dict.fromkeys(one.period.name for one, _ in seen)]
    raise RequestRejectedError(
        "round.unknown",
        tuple(
            (make_button("round", ShowBoard(round=one.id, unit=part), period=one.period.name),)
            for one, part in seen[:MOST]
        ),
        said=named,
        periods=periods[:MOST],
        more=max(0, len(periods) - MOST),
    )


async def named_round(
    ctx: RequestContext, right: Permission, argument: str, *, unit_only: bool = False
) -> tuple[Round, int, str]:
    """The round and the part of it that typed words name, and what is left of them: `quý I/2026
    TX 1`. `unit_only`: nothing but a unit may be left."""
    named = named_period(argument, ctx.catalogs.calendars.windows)
    said, rest = named or ("", argument.strip())
    top = None
    if rest:
        units = await units_with(ctx, right)
        if unit_only or len(match_units(units, rest, exactly=True)) == 1:
            top, rest = pick_unit(units, rest, MOST).id, ""
    return *await find_round(ctx, right, None, top, said), rest
