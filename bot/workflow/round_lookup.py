"""Which round a member means, and which part of it they may see."""

from __future__ import annotations

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.form_lookup import one_of_each_form, read_words, which_form
from bot.workflow.lookup import is_unit_name, pick_unit, units_with
from conversations.calendar.dates import local_day
from conversations.calendar.period_words import is_named
from conversations.dialog.prompts.keyboard import make_button
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_words import ANY_REPORT, ReportWords
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
    named: ReportWords = ANY_REPORT,
) -> tuple[Round, int]:
    """The round of this number, or of the form and the period that are `named`, or the newest; and
    the top of the part of it that is seen: `top`, or the first that the member watches over.
    DeniedError without the right; RequestRejectedError when there is no such round, or when those
    of several forms may be meant."""
    if top is not None:
        await ctx.check(right, top)
    parts = [top] if top is not None else await top_units(ctx, right)
    if not parts:
        raise DeniedError
    seen: list[tuple[Round, int]] = []
    for part in parts:
        rounds = await ctx.tx.rounds.list_under(part)
        seen += [(one, part) for one in rounds]
        if number is not None:
            meant = [one for one in rounds if one.id == number]
        else:
            meant = [one for one in rounds if _is_meant(ctx, named, one)]
        if meant:
            return _of_one_form(ctx, meant), part
    if number is not None:
        raise DeniedError
    raise _unknown_round(named, seen)


def _is_meant(ctx: RequestContext, named: ReportWords, one: Round) -> bool:
    windows, today = ctx.catalogs.calendars.windows, local_day(ctx.now)
    period = not named.period or is_named(named.period, one.period, windows, today)
    return period and named.fits(one.form_key)


def _of_one_form(ctx: RequestContext, rounds: list[Round]) -> Round:
    """The newest of these rounds; where there are some of several forms, that of the only form
    that is still open, or else the one that the member chooses."""
    newest = one_of_each_form(rounds, lambda one: one.form_key)
    still_open = {key: one for key, one in newest.items() if not one.locked} or newest
    if len(still_open) == 1:
        return next(iter(still_open.values()))
    raise which_form(ctx, {key: one.period_name for key, one in still_open.items()})


def _unknown_round(named: ReportWords, seen: list[tuple[Round, int]]) -> RequestRejectedError:
    if not seen:
        return RequestRejectedError("board.none")
    periods = [*dict.fromkeys(one.period_name for one, _ in seen)]
    buttons = tuple(
        (make_button("round", ShowBoard(round=one.id, unit=part), period=one.period_name),)
        for one, part in seen[:MOST]
    )
    said, more = named.said, max(0, len(periods) - MOST)
    return RequestRejectedError(
        "round.unknown", buttons, said=said, periods=periods[:MOST], more=more
    )


async def named_round(
    ctx: RequestContext, right: Permission, argument: str, *, unit_only: bool = False
) -> tuple[Round, int, str]:
    """The round and the part of it that typed words name, and what is left of them: `quý I/2026
    TX 1`. `unit_only`: nothing but a unit may be left."""
    units = await units_with(ctx, right) if argument.strip() else []
    named = read_words(ctx, argument, lambda said: is_unit_name(units, said))
    rest, top = named.rest, None
    if rest and (unit_only or is_unit_name(units, rest)):
        top, rest = pick_unit(units, rest, MOST).id, ""
    return *await find_round(ctx, right, None, top, named), rest
