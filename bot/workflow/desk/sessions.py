"""The browsers and passkeys of a member, as the desk's page shows and ends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.access.browser_sessions import ends_at
from bot.access.passkeys import passkey_name
from bot.workflow.context import RequestContext
from bot.workflow.people.web_sessions import own_members
from storage.workflow.passkeys import Passkey


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One signed-in browser; `here` is the one that asks."""

    number: int
    agent: str
    begun_by: str
    since: datetime
    last: datetime
    until: datetime
    here: bool


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """The browsers a member is signed in with, the newest first, their passkeys, and since when
    they have an address for their calendar."""

    sessions: tuple[SessionLine, ...]
    passkeys: tuple[Passkey, ...]
    calendar_since: datetime | None = None


async def list_own_sessions(ctx: RequestContext, here: int) -> OwnSessions:
    """What the member has open; `here` is the session of the browser that asks."""
    found = await ctx.tx.web_sessions.list_open(await own_members(ctx), ctx.now)
    lines = [
        SessionLine(
            one.id, one.agent, one.begun_by, one.made_at, one.seen_at, ends_at(one), one.id == here
        )
        for one in found
        if ends_at(one) > ctx.now
    ]
    feed = await ctx.tx.calendar_feeds.of_member(ctx.member)
    keys = await ctx.tx.passkeys.of_member(ctx.member)
    return OwnSessions(tuple(lines), tuple(keys), feed.made_at if feed is not None else None)


async def end_other_sessions(ctx: RequestContext, here: int) -> int:
    """Sign out every browser of the member but the one that asks, and have links that were told
    open nothing any more; how many browsers there were."""
    found = await ctx.tx.web_sessions.list_open(await own_members(ctx), ctx.now)
    others = [one for one in found if one.id != here]
    await ctx.tx.signed_links.revoke_unopened(ctx.member, ctx.now)
    for one in others:
        await ctx.tx.web_sessions.end(one.id, ctx.now)
    return len(others)


async def end_session(ctx: RequestContext, number: int) -> bool:
    """Sign one browser of the member out; False for one that is not theirs, or was."""
    found = await ctx.tx.web_sessions.list_open(await own_members(ctx), ctx.now)
    if number not in [one.id for one in found]:
        return False
    return await ctx.tx.web_sessions.end(number, ctx.now)


async def rename_passkey(ctx: RequestContext, number: int, name: str) -> bool:
    """Call a passkey of the member otherwise; False for one that is not theirs."""
    return await ctx.tx.passkeys.rename(ctx.member, number, passkey_name(name))


async def remove_passkey(ctx: RequestContext, number: int) -> bool:
    """Have a passkey of the member open nothing any more; False for one that is not theirs."""
    return await ctx.tx.passkeys.end(ctx.member, number, ctx.now)
