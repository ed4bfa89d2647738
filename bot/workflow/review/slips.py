"""Decisions that were slips: which of them are meant, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.workflow.context import RequestContext, RequestRejectedError, shorten_list
from bot.workflow.interaction.choices import offer_choices
from bot.workflow.review.approval import UNDO_LIFE, take_approval_back, undo_approval
from bot.workflow.review.return_rows import take_return_back, undo_return
from conversations.speech.review import says_all, says_all_but
from conversations.text.unit_names import plain_name
from conversations.workflow.review_requests import UndoApproval, UndoReturn
from storage.reports.decisions import Decision
from storage.workflow.units import Unit

MOST = 6  # units that are named or offered


@dataclass(frozen=True, slots=True)
class LateDecision:
    """A decision that can still be taken back, and of which unit."""

    made: Decision
    unit: Unit

    @property
    def request(self) -> UndoApproval | UndoReturn:
        kind = UndoApproval if self.made.decision == "approved" else UndoReturn
        return kind(report=self.made.report, version=self.made.version)


async def decided_lately(ctx: RequestContext) -> list[LateDecision]:
    """What the member decided and may take back, the newest first."""
    found = await ctx.tx.decisions.list_of(ctx.member, ctx.now - UNDO_LIFE)
    units = [await ctx.tx.units.find(await ctx.tx.duties.unit_of(one.report)) for one in found]
    return [LateDecision(*one) for one in zip(found, units, strict=True)]


def named_decisions(decided: list[LateDecision], text: str) -> list[LateDecision]:
    """Those of the units that the text names; of all that were decided at once last, where it
    says so, without those that are named as left out."""
    if not decided:
        return []
    last = [one for one in decided if one.made.at == decided[0].made.at]
    named = [one for one in decided if _names(text, one.unit)]
    if says_all_but(text):
        return [one for one in last if one not in named]
    return named or (last if says_all(text) else [])


def _names(text: str, unit: Unit) -> bool:
    said = f" {plain_name(text)} "
    names = (plain_name(name) for name in (unit.name, unit.short_name, unit.abbreviation))
    return any(f" {name} " in said for name in names)


async def undo_slips(ctx: RequestContext, text: str) -> bool:
    """Take back what the text names, or what was decided last; of several that were decided at
    once it is asked which. False when all is too long ago."""
    decided = await decided_lately(ctx)
    if not decided:
        return False
    meant = named_decisions(decided, text)
    last = [one for one in decided if one.made.at == decided[0].made.at]
    if not meant and len(last) > 1:
        names, more = shorten_list([one.unit.short_name for one in last], MOST)
        choices = [(one.request, {"unit": one.unit.short_name}) for one in last[:MOST]]
        buttons = offer_choices("undo.one", choices)
        ctx.say("undo.which", buttons, names=names, more=more, count=len(last))
        return True
    await _undo_each(ctx, meant or last)
    return True


async def _undo_each(ctx: RequestContext, meant: list[LateDecision]) -> None:
    """One after the other; of several it is said in the end which, and which not any more."""
    if len(meant) == 1:
        request = meant[0].request
        if isinstance(request, UndoApproval):
            await undo_approval(ctx, request)
        else:
            await undo_return(ctx, request)
        return
    done, late = [], []
    for one in meant:
        try:
            await _undo_quietly(ctx, one.request)
            done.append(one.unit.short_name)
        except RequestRejectedError:
            late.append(one.unit.short_name)
    await ctx.expect_input(None)
    minutes = int(UNDO_LIFE.total_seconds() // 60)
    ctx.say("undo.many", done=done, late=late, minutes=minutes)


async def _undo_quietly(ctx: RequestContext, request: UndoApproval | UndoReturn) -> None:
    if isinstance(request, UndoApproval):
        await take_approval_back(ctx, request)
    else:
        await take_return_back(ctx, request)
