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
from bot.workflow.people.identity import identity_of
from conversations.calendar.dates import print_moment
from conversations.dialog.prompts.keyboard import command_button, make_button
from conversations.protocol.events import Command
from conversations.text.normalize import fold_text
from conversations.workflow.requests import AskLink, ConfirmLink, UndoLink
from storage.workflow.rebindings import Rebinding

UNDO_LIFE = timedelta(hours=24)
LONGEST_WORDS = 20  # characters of the words below
_AGREE, _REFUSE = frozenset({"dong y noi"}), frozenset({"khong noi", "khong dong y noi"})
_UNDO = frozenset({"hoan tac noi", "huy noi", "go noi"})
_WORDS = _AGREE | _REFUSE | _UNDO


def is_link_text(text: str) -> bool:
    """Whether a text answers a question about a channel, at any time and by anybody."""
    return len(text) <= LONGEST_WORDS and fold_text(text).strip(" .!") in _WORDS


def typed_link(visit: RequestContext, text: str) -> Awaitable[None] | None:
    """What such a text asks for; None for any other text."""
    if not is_link_text(text):
        return None
    words = fold_text(text).strip(" .!")
    if words in _UNDO:
        return _typed_undo(visit)
    return _typed_consent(visit, agreed=words in _AGREE)


async def _typed_consent(visit: RequestContext, *, agreed: bool) -> None:
    waiting = await visit.tx.rebindings.list_waiting(visit.member, visit.now)
    if not waiting:
        raise RequestRejectedError("link.gone")
    if len(waiting) == 1:
        await confirm_link(visit, ConfirmLink(rebinding=waiting[0].id, agreed=agreed))
        return
    for one in reversed(waiting):
        await _ask_consent(visit, one, itself=True)


async def _typed_undo(visit: RequestContext) -> None:
    found = await visit.tx.rebindings.list_undoable(visit.member, visit.now)
    if not found:
        raise RequestRejectedError("link.gone")
    if len(found) == 1:
        await undo_link(visit, UndoLink(rebinding=found[0].id))
        return
    names = await visit.tx.roles.names_of([one.new_member for one in found])
    rows = tuple(
        (
            make_button(
                "link.undo.which",
                UndoLink(rebinding=one.id),
                name=names[one.new_member],
                channel=one.via,
            ),
        )
        for one in found
    )
    visit.say("link.which", rows)


async def show_link(visit: RequestContext, owner: int, hashed: str) -> None:
    """What a code would do here; nothing has happened yet."""
    if owner == visit.member:
        visit.say("link.same")
        return
    rows = ((make_button("link.ask", AskLink(hash=hashed)),),)
    mine, theirs = await identity_of(visit, visit.member), await identity_of(visit, owner)
    known = bool(mine["roles"] or mine["answers"])
    visit.say("link.ask", rows, mine=mine, theirs=theirs, known=known)


async def ask_link(visit: RequestContext, request: AskLink) -> None:
    """Use the code up, and ask its owner."""
    owner = await visit.tx.link_codes.take(request.hash, visit.now)
    if owner is None:
        raise RequestRejectedError("link.bad")
    if owner == visit.member:
        raise RequestRejectedError("link.same")
    number = await visit.tx.rebindings.add(
        (channel_namespace(visit.channel), visit.sender),
        (visit.channel, visit.conversation),
        (visit.member, owner),
        visit.now,
        visit.now + CODE_LIFE,
    )
    one = await visit.tx.rebindings.find(number)
    assert one is not None  # noqa: S101 - it was just made
    await _ask_consent(visit, one)
    name = (await visit.tx.roles.names_of([owner]))[owner]
    visit.say("link.asked", name=name, minutes=_minutes())


async def _ask_consent(visit: RequestContext, one: Rebinding, *, itself: bool = False) -> None:
    rows = (
        (
            make_button("link.agree", ConfirmLink(rebinding=one.id)),
            make_button("link.refuse", ConfirmLink(rebinding=one.id, agreed=False)),
        ),
    )
    asking = await identity_of(visit, one.old_member)
    data: dict[str, Any] = {"asking": asking, "channel": one.via, "minutes": _minutes()}
    if itself:
        visit.say("link.confirm", rows, **data)
    else:
        visit.tell(one.new_member, "link.confirm", *rows, **data)


def _minutes() -> int:
    return int(CODE_LIFE.total_seconds() // 60)


async def confirm_link(visit: RequestContext, request: ConfirmLink) -> None:
    """Let the channel become one of the member's, or not."""
    one = await _known(visit, request.rebinding, visit.member)
    if one.new_member != visit.member:
        raise DeniedError
    if not one.waits(visit.now):
        raise RequestRejectedError("link.gone")
    place = (one.via, one.conversation)
    if not request.agreed:
        await visit.tx.rebindings.refuse(one.id, visit.now)
        visit.say("link.refused", channel=one.via)
        visit.tell_at(place, one.old_member, "link.not_agreed")
        return
    until = visit.now + UNDO_LIFE
    if not await visit.tx.rebindings.carry_out(visit.deed(), one, until, _served(visit)):
        raise RequestRejectedError("link.gone")
    await _tell_rebound(visit, one, print_moment(until))


async def _tell_rebound(visit: RequestContext, one: Rebinding, until: str) -> None:
    """Both members hear of it wherever they are."""
    undo = (make_button("link.undo", UndoLink(rebinding=one.id)),)
    names = await visit.tx.roles.names_of([one.old_member, one.new_member])
    data: dict[str, Any] = {"channel": one.via, "until": until}
    data |= {"old": names[one.old_member], "new": names[one.new_member]}
    visit.say("link.done", (undo,), **data)
    theirs = await identity_of(visit, one.new_member)
    rows = ((command_button(Command.RESUME),), undo)
    here = (one.via, one.conversation)
    visit.tell_at(here, one.new_member, "link.joined", *rows, theirs=theirs, until=until)
    for place in await _places(visit, one.old_member, here):
        visit.tell_at(place, one.old_member, "link.left", undo, **data)
    for place in await _places(visit, one.new_member, here):
        visit.tell_at(place, one.new_member, "link.added", undo, **data)


async def undo_link(visit: RequestContext, request: UndoLink) -> None:
    """Have the channel be what it was before; whoever is concerned by it may."""
    one = await _known(visit, request.rebinding, visit.member)
    if not one.is_undoable(visit.now):
        raise RequestRejectedError("link.gone")
    if not await visit.tx.rebindings.undo(visit.deed(), one, _served(visit)):
        raise RequestRejectedError("link.gone")
    names = await visit.tx.roles.names_of([one.old_member, one.new_member])
    data: dict[str, Any] = {"channel": one.via}
    data |= {"old": names[one.old_member], "new": names[one.new_member]}
    visit.say("link.undone", **data)
    here = (one.via, one.conversation)
    for member in (one.old_member, one.new_member):
        places = await _places(visit, member, here)
        for place in [here, *places] if member == one.old_member else places:
            visit.tell_at(place, member, "link.undone", **data)


async def _known(visit: RequestContext, number: int, member: int) -> Rebinding:
    """The rebinding, if it concerns the member."""
    one = await visit.tx.rebindings.find(number)
    if one is None or member not in (one.old_member, one.new_member):
        raise DeniedError
    return one


def _served(visit: RequestContext) -> dict[str, str]:
    """The channels that are served, by the name space of their senders."""
    return {channel_namespace(name): name for name in reversed([*visit.books.channels])}


async def _places(
    visit: RequestContext, member: int, but: tuple[str, str]
) -> list[tuple[str, str]]:
    """Every channel and conversation the member can be written to, except this one."""
    served = _served(visit)
    found = [
        (served.get(one.channel, one.channel), one.conversation)
        for one in await visit.tx.rebindings.places_of(member)
    ]
    return [place for place in dict.fromkeys(found) if place != but]
