"""The address of one's own calendar of due days: made, made anew and ended in the chat."""

from __future__ import annotations

from bot.access.calendar_feeds import make_calendar_address
from bot.workflow.context import RequestContext, RequestRejectedError
from conversations.calendar.dates import print_moment
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Button
from conversations.text.normalize import fold_text
from conversations.workflow.day_requests import EndCalendar, MakeCalendar

_ANEW = frozenset({"moi", "lap lai", "lap moi", "tao lai", "tao moi", "lai", "khac"})


async def typed_calendar(ctx: RequestContext, argument: str) -> None:
    """`lịch của tôi`: makes the address, the first time; `lịch của tôi mới` makes another."""
    found = await ctx.tx.calendar_feeds.of_member(ctx.member)
    if found is None or fold_text(argument).strip(" .!") in _ANEW:
        await make_calendar(ctx)
        return
    rows = ((make_button("calendar.anew", MakeCalendar()), _end()),)
    ctx.say("calendar.there", rows, at=print_moment(found.made_at))


async def new_address(ctx: RequestContext) -> str:
    """A new address for the member's calendar: only its hash is kept. RequestRejectedError where
    the product has no address of its own, or the member no role that due days could come from."""
    if ctx.catalogs.links is None:
        raise RequestRejectedError("calendar.no_address")
    if not ctx.grants:
        raise RequestRejectedError("calendar.no_role")
    parts = (ctx.audit_context(), ctx.member, ctx.catalogs.links.public_url)
    return await make_calendar_address(ctx.tx, *parts)


async def make_calendar(ctx: RequestContext, _: MakeCalendar | None = None) -> None:
    """Tell the new address, once."""
    before = await ctx.tx.calendar_feeds.of_member(ctx.member)
    address = await new_address(ctx)
    ctx.say("calendar.made", ((_end(),),), url=address, anew=before is not None)


async def typed_end(ctx: RequestContext, _: str) -> None:
    """`bỏ lịch của tôi`."""
    await end_calendar(ctx)


async def end_calendar(ctx: RequestContext, _: EndCalendar | None = None) -> None:
    """Have the address lead nowhere from now on."""
    if not await ctx.tx.calendar_feeds.end(ctx.audit_context(), ctx.member):
        raise RequestRejectedError("calendar.none")
    ctx.say("calendar.ended")


def _end() -> Button:
    return make_button("calendar.end", EndCalendar())
