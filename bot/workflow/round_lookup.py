"""Which round a member means, and which part of it they may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.workflow.context import Buttons, DeniedError, RequestContext, RequestRejectedError
from bot.workflow.lookup import match_units, pick_unit, units_with
from conversations.calendar.dates import local_day
from conversations.calendar.period_words import is_named, named_period
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.events import Action
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.requests import ShowBoard
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
    named: str = "",
    *,
    locked: bool = False,
    to: ToRound = board_of,
) -> tuple[Round, int]:
    """The round of this number, or that of the period that is `named`, or that of the newest
    period: one that is not locked, or one that is `locked`, where there is such a one. And the top
    of the part of it that is seen: `top`, or the first that the member watches over.
    DeniedError without the right; RequestRejectedError when there is no such round, or when
    several of one day may be meant: each is offered as what it would be asked `to` do."""
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
    windows, today = ctx.catalogs.calendars.windows, local_day(ctx.now)
    meant = [
        (one, part)
        for one, part in seen.values()
        if not named or is_named(named, one.period, windows, today)
    ]
    if not meant:
        raise _unknown([*seen.values()], named)
    suited = [pair for pair in meant if pair[0].locked == locked] or meant
    newest = max(one.period.end for one, _ in suited)
    fitting = [pair for pair in suited if pair[0].period.end == newest]
    if len(fitting) > 1:
        raise RequestRejectedError("round.which", _offer(ctx, fitting, to))
    return fitting[0]


def _unknown(seen: Sequence[_Seen], named: str) -> RequestRejectedError:
    ordered = sorted(seen, key=lambda pair: pair[0].period.end, reverse=True)
    periods = [*dict.fromkeys(one.period.name for one, _ in ordered)]
    return RequestRejectedError(
        "round.unknown",
        tuple(
            (make_button("round", board_of(*pair), period=pair[0].period.name, form=""),)
            for pair in ordered[:MOST]
        ),
        said=named,
        periods=periods[:MOST],
        more=max(0, len(periods) - MOST),
    )


def _offer(ctx: RequestContext, rounds: Sequence[_Seen], to: ToRound) -> Buttons:
    """A button for each, with the form where there are several."""
    forms = {one.form_key for one, _ in rounds}
    return tuple(
        (
            make_button(
                "round",
                to(one, part),
                period=one.period.name,
                form=ctx.form_of(one).title if len(forms) > 1 else "",
            ),
        )
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
    named = named_period(argument, ctx.catalogs.calendars.windows)
    said, rest = named or ("", argument.strip())
    top = None
    if rest:
        units = await units_with(ctx, right)
        if unit_only or len(match_units(units, rest, exactly=True)) == 1:
            top, rest = pick_unit(units, rest, MOST).id, ""
    return *await find_round(ctx, right, None, top, said, locked=locked, to=to), rest
