"""The browsers a member is signed in with: to be looked at, and to be signed out from the chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.access.browser_sessions import ends_at
from bot.workflow.context import RequestContext, RequestRejectedError
from conversations.calendar.dates import print_moment
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Button
from conversations.workflow.own_requests import DropPasskeys, EndWebSession
from storage.core.sender_spaces import LOCAL
from storage.messaging.web_sessions import WebSession
from storage.workflow.passkeys import Passkey


async def typed_web_sessions(ctx: RequestContext, argument: str) -> None:
    """`phiên web`: where the member is signed in, since when and until when."""
    found = await ctx.tx.web_sessions.list_open(await own_members(ctx), ctx.now)
    ends = [
        (make_button("web.end", EndWebSession(session=one.id), n=n, agent=one.agent),)
        for n, one in enumerate(found, 1)
    ]
    all_ = ((make_button("web.end_all", EndWebSession()),),) if found else ()
    keys = await ctx.tx.passkeys.of_member(ctx.member)
    rows = (*ends, *all_, *_offer_drop(keys))
    names = [one.name for one in keys]
    ctx.say("web.sessions", rows, sessions=[_told(one) for one in found], keys=names)


async def typed_leave_web(ctx: RequestContext, argument: str) -> None:
    """`thoát web`: sign all of the member's browsers out."""
    await end_web_session(ctx, EndWebSession())


async def end_web_session(ctx: RequestContext, request: EndWebSession) -> None:
    """Sign one browser out, or all; its link opens nothing any more."""
    own = await own_members(ctx)
    found = await ctx.tx.web_sessions.list_open(own, ctx.now)
    meant = [one for one in found if request.session in (None, one.id)]
    if request.session is None:
        await ctx.tx.signed_links.revoke_pages(ctx.member, ctx.now)
    for one in meant:
        await ctx.tx.web_sessions.end(one.id, ctx.now)
    keys = await ctx.tx.passkeys.of_member(ctx.member) if request.session is None else []
    if not meant:
        raise RequestRejectedError("web.none", _offer_drop(keys), keys=len(keys))
    data = {"count": len(meant), "agent": meant[0].agent, "left": len(found) - len(meant)}
    ctx.say("web.ended", _offer_drop(keys), **data, keys=len(keys))


async def drop_passkeys(ctx: RequestContext, _: DropPasskeys) -> None:
    """Take all of the member's passkeys away, and sign all browsers out: a device is lost, or one
    of the keys is somebody else's."""
    own = await own_members(ctx)
    keys = await ctx.tx.passkeys.end_all(ctx.member, ctx.now)
    await ctx.tx.signed_links.revoke_pages(ctx.member, ctx.now)
    await ctx.tx.web_sessions.end_all_of(own, ctx.now)
    ctx.say("passkey.dropped", count=keys)


def _offer_drop(keys: Sequence[Passkey]) -> tuple[tuple[Button, ...], ...]:
    return ((make_button("passkey.drop", DropPasskeys()),),) if keys else ()


async def own_members(ctx: RequestContext) -> list[int | None]:
    """Whose sessions these are: the person at this machine came in by the key."""
    local = await ctx.tx.members.find(LOCAL, LOCAL)
    is_local = local is not None and local.id == ctx.member
    return [ctx.member, *([None] if is_local else [])]


def _told(one: WebSession) -> dict[str, Any]:
    return {
        "agent": one.agent,
        "made": print_moment(one.made_at),
        "ends": print_moment(ends_at(one)),
    }
