"""Which round a member means, and which part of it they may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.workflow.context import Buttons, DeniedError, RequestContext, RequestRejectedError
from bot.workflow.form_lookup import read_words
from bot.workflow.lookup import is_unit_name, pick_unit, units_with
from conversations.calendar.dates import local_day
from conversations.calendar.period_words import is_named
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.events import Action
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_words import ANY_REPORT, ReportWords
from conversations.workflow.round_requests import ShowBoard
from storage.workflow.rounds import Round

MOST = 6  # rounds that are offered
ToRound = Callable[[Round, int], Action]  # what is asked for of a round, seen from a unit
_Seen = tuple[Round, int]


def board_of(found: Round, top: int) -> ShowBoard:
    """To the board of a round, as it is seen from this unit."""
    return ShowBoard(round=found.id, unit=top)


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
    *,
    locked: bool = False,
    to: ToRound = board_of,
) -> tuple[Round, int]:
    """The round of this number, or that of the form and the period that are `named`, or that of the
    newest period: one that is not locked, or one that is `locked`, where there is such a one. And
    the top of the part of it that is seen: `top`, or the first that the member watches over.
    DeniedError without the right; RequestRejectedError when there is no such round, or when
    several of one day, or of several forms, may be meant: each is offered as what it would be asked
    `to` do."""
    if top is not None:
        await ctx.check(right, top)
    parts = [top] if top is not None else await top_units(ctx, right)
    if not parts:
        raise DeniedError
    seen: dict[int, _Seen] = {}
    for part in parts:
        for one in await ctx.tx.rounds.list_under(part):
            seen.setdefault(one.id, (one, part))
    if number is not None:
        if number not in seen:
            raise DeniedError
        return seen[number]
    if not seen:
        raise RequestRejectedError("board.none")
    meant = [pair for pair in seen.values() if _is_meant(ctx, named, pair[0])]
    if not meant:
        raise _unknown([*seen.values()], named)
    suited = [pair for pair in meant if pair[0].locked == locked] or meant
    fitting = _newest_of_each_form(suited)
    if len(fitting) > 1:
        raise RequestRejectedError("round.which", _offer(fitting, to))
    return fitting[0]


async def find_seen_round(
    ctx: RequestContext, right: Permission, number: int, top: int | None = None
) -> tuple[Round, int]:
    """The round of this number, as `find_round` finds it, and the top of the part that is seen;
    DeniedError without the right, and where there is no such round there."""
    if top is not None:
        await ctx.check(right, top)
    for part in [top] if top is not None else await top_units(ctx, right):
        if await ctx.tx.rounds.is_under(number, part):
            return await ctx.tx.rounds.find(number), part
    raise DeniedError


def _is_meant(ctx: RequestContext, named: ReportWords, one: Round) -> bool:
    windows, today = ctx.catalogs.windows, local_day(ctx.now)
    period = not named.period or is_named(named.period, one.period, windows, today)
    return period and named.fits(one.form_key)


def _newest_of_each_form(rounds: Sequence[_Seen]) -> list[_Seen]:
    """Those of the newest period of their form: a quarter of one form is no older than the half
    year of another."""
    newest: dict[str, date] = {}
    for one, _ in rounds:
        newest[one.form_key] = max(one.period.end, newest.get(one.form_key, one.period.end))
    return [pair for pair in rounds if pair[0].period.end == newest[pair[0].form_key]]


def _unknown(seen: Sequence[_Seen], named: ReportWords) -> RequestRejectedError:
    ordered = sorted(seen, key=lambda pair: pair[0].period.end, reverse=True)
    periods = [*dict.fromkeys(one.period_name for one, _ in ordered)]
    return RequestRejectedError(
        "round.unknown",
        _offer(ordered, board_of),
        said=named.said,
        periods=periods[:MOST],
        more=max(0, len(periods) - MOST),
    )


def _offer(rounds: Sequence[_Seen], to: ToRound) -> Buttons:
    """A button for each."""
    return tuple(
        (make_button("round", to(one, part), period=one.period_name),)
        for one, part in rounds[:MOST]
    )


async def named_round(
    ctx: RequestContext,
    right: Permission,
    argument: str,
    *,
    unit_only: bool = False,
    locked: bool = False,
    to: ToRound = board_of,
) -> tuple[Round, int, str]:
    """The round and the part of it that typed words name, and what is left of them: `quý I/2026
    TX 1`. `unit_only`: nothing but a unit may be left. The rest is as of `find_round`."""
    units = await units_with(ctx, right) if argument.strip() else []
    named = read_words(ctx, argument, lambda said: is_unit_name(units, said))
    rest, top = named.rest, None
    if rest and (unit_only or is_unit_name(units, rest)):
        top, rest = pick_unit(units, rest, MOST).id, ""
    return *await find_round(ctx, right, None, top, named, locked=locked, to=to), rest
