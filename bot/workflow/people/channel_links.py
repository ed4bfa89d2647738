"""A further channel of a member, by a code. It is shown whose channel it would become, asked for
there by a tap, and agreed to where the code was made: so neither a code that was sent to somebody
nor one that was seen over a shoulder makes anybody another person. Both sides hear of it on every
channel they have, and either undoes it within a day.
"""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

from bot.access.identity import CODE_LIFE, channel_namespace
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.interaction.choices import choose_request
from bot.workflow.people.identity import identity_of
from conversations.calendar.dates import print_moment
from conversations.commands.report import Command
from conversations.dialog.prompts.keyboard import command_button, make_button
from conversations.text.normalize import fold_text
from conversations.workflow.own_requests import AskLink, ConfirmLink, UndoLink
from storage.workflow.rebindings import Rebinding

UNDO_LIFE = timedelta(hours=24)
LONGEST_WORDS = 20  # characters of the words below
_AGREE, _REFUSE = frozenset({"dong y noi"}), frozenset({"khong noi", "khong dong y noi"})
_UNDO = frozenset({"hoan tac noi", "huy noi", "go noi"})
_WORDS = _AGREE | _REFUSE | _UNDO


def is_link_text(text: str) -> bool:
    """Whether a text answers a question about a channel, at any time and by anybody."""
    return len(text) <= LONGEST_WORDS and fold_text(text).strip(" .!") in _WORDS


def typed_link(ctx: RequestContext, text: str) -> Awaitable[None] | None:
    """What such a text asks for; None for any other text."""
    if not is_link_text(text):
        return None
    words = fold_text(text).strip(" .!")
    if words in _UNDO:
        return _typed_undo(ctx)
    return _typed_consent(ctx, agreed=words in _AGREE)


async def _typed_consent(ctx: RequestContext, *, agreed: bool) -> None:
    waiting = await ctx.tx.rebindings.list_waiting(ctx.member, ctx.now)
    if not waiting:
        raise RequestRejectedError("link.gone")
    if len(waiting) == 1:
        await confirm_link(ctx, ConfirmLink(rebinding=waiting[0].id, agreed=agreed))
        return
    for one in reversed(waiting):
        await _ask_consent(ctx, one, itself=True)


async def _typed_undo(ctx: RequestContext) -> None:
    found = await ctx.tx.rebindings.list_undoable(ctx.member, ctx.now)
    if not found:
        raise RequestRejectedError("link.gone")
    names = await ctx.tx.roles.names_of([one.new_member for one in found])
    choices = [
        (UndoLink(rebinding=one.id), {"name": names[one.new_member], "channel": one.via})
        for one in found
    ]
    button = "link.undo.which"
    await choose_request(ctx, undo_link, choices, "link.which", button, len(choices))


async def show_link(ctx: RequestContext, owner: int, hashed: str) -> None:
    """What a code would do here; nothing has happened yet."""
    if owner == ctx.member:
        ctx.say("link.same")
        return
    rows = ((make_button("link.ask", AskLink(hash=hashed)),),)
    mine, theirs = await identity_of(ctx, ctx.member), await identity_of(ctx, owner)
    known = bool(mine["roles"] or mine["answers"])
    ctx.say("link.ask", rows, mine=mine, theirs=theirs, known=known)


async def ask_link(ctx: RequestContext, request: AskLink) -> None:
    """Use the code up, and ask its owner."""
    owner = await ctx.tx.link_codes.take(request.hash, ctx.now)
    if owner is None:
        raise RequestRejectedError("link.bad")
    if owner == ctx.member:
        raise RequestRejectedError("link.same")
    number = await ctx.tx.rebindings.add(
        (channel_namespace(ctx.channel), ctx.sender),
        (ctx.channel, ctx.conversation),
        (ctx.member, owner),
        ctx.now,
        ctx.now + CODE_LIFE,
    )
    one = await ctx.tx.rebindings.find(number)
    assert one is not None  # noqa: S101 - it was just made
    await _ask_consent(ctx, one)
    name = (await ctx.tx.roles.names_of([owner]))[owner]
    ctx.say("link.asked", name=name, minutes=_minutes())


async def _ask_consent(ctx: RequestContext, one: Rebinding, *, itself: bool = False) -> None:
    rows = (
        (
            make_button("link.agree", ConfirmLink(rebinding=one.id)),
            make_button("link.refuse", ConfirmLink(rebinding=one.id, agreed=False)),
        ),
    )
    asking = await identity_of(ctx, one.old_member)
    data = {"asking": asking, "channel": one.via, "minutes": _minutes()}
    if itself:
        ctx.say("link.confirm", rows, **data)
    else:
        ctx.tell(one.new_member, "link.confirm", *rows, **data)


def _minutes() -> int:
    return int(CODE_LIFE.total_seconds() // 60)


async def confirm_link(ctx: RequestContext, request: ConfirmLink) -> None:
    """Let the channel become one of the member's, or not."""
    one = await _known(ctx, request.rebinding)
    if one.new_member != ctx.member:
        raise DeniedError
    if not one.waits(ctx.now):
        raise RequestRejectedError("link.gone")
    place = (one.via, one.conversation)
    if not request.agreed:
        await ctx.tx.rebindings.refuse(one.id, ctx.now)
        ctx.say("link.refused", channel=one.via)
        ctx.tell_at(place, one.old_member, "link.not_agreed")
        return
    until = ctx.now + UNDO_LIFE
    if not await ctx.tx.rebindings.carry_out(ctx.audit_context(), one, until, _served(ctx)):
        raise RequestRejectedError("link.gone")
    await _tell_rebound(ctx, one, print_moment(until))


async def _tell_rebound(ctx: RequestContext, one: Rebinding, until: str) -> None:
    """Both members hear of it wherever they are."""
    undo = (make_button("link.undo", UndoLink(rebinding=one.id)),)
    data = await _describe(ctx, one) | {"until": until}
    ctx.say("link.done", (undo,), **data)
    theirs = await identity_of(ctx, one.new_member)
    rows = ((command_button(Command.RESUME),), undo)
    here = (one.via, one.conversation)
    ctx.tell_at(here, one.new_member, "link.joined", *rows, theirs=theirs, until=until)
    for place in await _places(ctx, one.old_member, here):
        ctx.tell_at(place, one.old_member, "link.left", undo, **data)
    for place in await _places(ctx, one.new_member, here):
        ctx.tell_at(place, one.new_member, "link.added", undo, **data)


async def undo_link(ctx: RequestContext, request: UndoLink) -> None:
    """Have the channel be what it was before; whoever is concerned by it may."""
    one = await _known(ctx, request.rebinding)
    if not one.is_undoable(ctx.now):
        raise RequestRejectedError("link.gone")
    if not await ctx.tx.rebindings.undo(ctx.audit_context(), one, _served(ctx)):
        raise RequestRejectedError("link.gone")
    data = await _describe(ctx, one)
    ctx.say("link.undone", **data)
    here = (one.via, one.conversation)
    for member in (one.old_member, one.new_member):
        places = await _places(ctx, member, here)
        for place in [here, *places] if member == one.old_member else places:
            ctx.tell_at(place, member, "link.undone", **data)


async def _describe(ctx: RequestContext, one: Rebinding) -> dict[str, Any]:
    names = await ctx.tx.roles.names_of([one.old_member, one.new_member])
    old, new = names[one.old_member], names[one.new_member]
    return {"channel": one.via, "old": old, "new": new}


async def _known(ctx: RequestContext, number: int) -> Rebinding:
    """The rebinding, if it concerns the member."""
    one = await ctx.tx.rebindings.find(number)
    if one is None or ctx.member not in (one.old_member, one.new_member):
        raise DeniedError
    return one


def _served(ctx: RequestContext) -> dict[str, str]:
    """The channels that are served, by the name space of their senders."""
    return {channel_namespace(name): name for name in reversed([*ctx.catalogs.channels])}


async def _places(ctx: RequestContext, member: int, but: tuple[str, str]) -> list[tuple[str, str]]:
    """Every channel and conversation the member can be written to, except this one."""
    served = _served(ctx)
    found = [
        (served.get(one.channel, one.channel), one.conversation)
        for one in await ctx.tx.rebindings.places_of(member)
    ]
    return [place for place in dict.fromkeys(found) if place != but]
