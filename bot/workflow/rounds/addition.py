"""Units that owe no report in an open round yet are added to it: `thêm 2 sở vào đợt`."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError, shorten_list
from bot.workflow.form_lookup import read_words
from bot.workflow.home import board_button
from bot.workflow.lookup import is_unit_name, units_with
from bot.workflow.many.selection import pick_selection, words_of
from bot.workflow.round_lookup import find_round
from bot.workflow.rounds.parser import RoundSpec, due_by_kind, split_due
from bot.workflow.rounds.preview import open_as_planned
from bot.workflow.rounds.round_plan import RoundPlan, draw_plan
from conversations.parsing.number_words import numbers_in_words
from conversations.protocol.events import Action
from conversations.text.normalize import shorten_text
from conversations.workflow.many_requests import AddToRound
from conversations.workflow.permissions import Permission
from storage.workflow.rounds import Round
from storage.workflow.units import Unit

MOST = 8  # units that are named
_COUNTED = re.compile(r"^(?:thêm\s+|them\s+)?(?P<count>\d{1,3}|[^\W\d]+)\s+(?P<what>\S.*)$")
_NEW = re.compile(
    r"[\s,]+(?:mới|moi|nữa|nua|(?:còn|con) (?:lại|lai|thiếu|thieu)|(?:chưa|chua) (?:có|co)"
    r"|(?:vừa|vua) (?:lập|lap))$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"^(?:cho|các|cac|mấy|may|những|nhung)\s+", re.IGNORECASE)


async def typed_addition(ctx: RequestContext, argument: str) -> None:
    """`thêm 2 sở vào đợt quý I/2026`, `thêm vào đợt: Sở A, xã 5`; without a period it is the
    newest round that is not locked, which the question says."""
    units = await units_with(ctx, Permission.OPEN_ROUND)
    if not units:
        raise DeniedError
    words, due = split_due(argument)
    named = read_words(ctx, words, lambda said: is_unit_name(units, said))
    count, words = _counted(ctx, units, named.rest)
    which = pick_selection(units, words_of(ctx, units, words))
    meant = {"kinds": which.kinds, "units": which.units, "count": count}

    def asked(found: Round, top: int) -> Action:
        return AddToRound(round=found.id, unit=top, **meant)

    found, top = await find_round(ctx, Permission.OPEN_ROUND, None, which.under, named, to=asked)
    if due:
        kinds = [ctx.catalogs.calendars.kind_name(one) for one in (*which.kinds, "department")]
        raise RequestRejectedError(
            "round.add_due", said=shorten_text(due), period=found.period_name, kind=kinds[0]
        )
    await add_to_round(ctx, AddToRound(round=found.id, unit=top, **meant))


def _counted(ctx: RequestContext, units: list[Unit], words: str) -> tuple[int, str]:
    """How many are said to be meant, and which: `2 sở mới`, `hai xã nữa`. What is a unit's name
    counts nothing."""
    bare = _NEW.sub("", _ASIDE.sub("", words.strip(" :,.")))
    found = _COUNTED.match(bare)
    if found is None or is_unit_name(units, bare):
        return 0, bare
    count = _number(found["count"])
    if count and ctx.catalogs.calendars.kind_named(found["what"]) is not None:
        return count, found["what"]
    return 0, bare


def _number(word: str) -> int:
    meanings = numbers_in_words([word]).get(1, ())
    return int(meanings[0].value) if meanings else 0


async def add_to_round(ctx: RequestContext, request: AddToRound) -> None:
    """Show which units would be added; add them once the member is sure."""
    of, part = await find_round(ctx, Permission.OPEN_ROUND, request.round, request.unit)
    if of.locked:
        raise RequestRejectedError("round.locked", period=of.period_name)
    root, form = await ctx.tx.units.find(part), ctx.form_of(of)
    due = due_by_kind(ctx.catalogs, form, of.period, {})
    opened = RoundSpec(form, of.period, due, several=len(ctx.catalogs.catalog.forms) > 1)
    plan = await draw_plan(ctx.tx, root, opened)
    added = await _meant(ctx, request, plan)
    if not added:
        raise await _nobody(ctx, request, of)
    if request.count and request.count != len(added):
        names, more = shorten_list([one.short_name for one in added], MOST)
        data = {"period": of.period_name, "count": request.count, "found": len(added)}
        raise RequestRejectedError("round.add_which", names=names, more=more, **data)
    await open_as_planned(ctx, request, root, opened, replace(plan, units=added, joins=of))


async def _meant(ctx: RequestContext, request: AddToRound, plan: RoundPlan) -> list[Unit]:
    """Of the units that owe no report in the round: those that are meant. Who is named owes one
    though other units are below it."""
    if not request.kinds and not request.units:
        return plan.units
    for one in request.units:
        await ctx.check(Permission.OPEN_ROUND, one)
    served = await ctx.tx.rounds.units_in([request.round])
    named = [await ctx.tx.units.find(one) for one in request.units if one not in served]
    ofkind = [one for one in plan.units if one.kind in request.kinds and one not in named]
    return [*named, *ofkind]


async def _nobody(ctx: RequestContext, request: AddToRound, of: Round) -> RequestRejectedError:
    names = [(await ctx.tx.units.find(one)).short_name for one in request.units]
    shown, more = shorten_list(names, MOST)
    kinds = [ctx.catalogs.calendars.kind_name(one) for one in request.kinds]
    show = ((board_button(of.id),),)
    return RequestRejectedError(
        "round.all_in", show, period=of.period_name, names=shown, more=more, kinds=kinds
    )
