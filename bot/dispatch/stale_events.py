"""What comes too late. A channel may bring updates out of turn, or days after they were made; a
text that others have overtaken was meant for another question, and an edit must not undo what
was said after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.ports.channel import Incoming, IncomingKind
from storage.transaction import Transaction

LONG = timedelta(minutes=10)  # on its way: meanwhile much may have been said elsewhere
RECENT = 20  # texts of a conversation that are looked through

Order = tuple[int, int, str]
UNTOLD: Order = (0, 0, "")


def order_of(body: Mapping[str, Any]) -> Order:
    """What tells which of two events of a conversation was made first: the channel's clock, and
    within a second its number of them."""
    number = str(body.get("event_id", ""))
    return _order(int(body.get("said_at", 0)), number)


def order_of_event(incoming: Incoming) -> Order:
    """The same of an event at hand."""
    return _order(incoming.said_at, incoming.event_id)


def _order(said_at: int, number: str) -> Order:
    return (said_at, len(number), number) if said_at else UNTOLD


def was_long_on_its_way(incoming: Incoming, now: datetime) -> bool:
    """Whether it is older than what a conversation in one place can explain."""
    return bool(incoming.said_at) and now.timestamp() - incoming.said_at > LONG.total_seconds()


def edited_among(handled: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The messages whose edits are among these events; an edit may come before its message."""
    edits = (body for body in handled if body.get("kind") == IncomingKind.EDITED)
    return frozenset(str(body.get("message_ref", "")) for body in edits)


def newest_among(handled: Sequence[Mapping[str, Any]]) -> Order:
    """The newest text among these events."""
    said = [order_of(body) for body in handled if body.get("kind") == IncomingKind.SAID]
    return max(said, default=UNTOLD)


async def text_is_late(
    tx: Transaction, incoming: Incoming, member: int, channels: Sequence[str], now: datetime
) -> bool:
    """Whether this text was meant for a question that is not the open one any more: a later text
    was answered before it, or the member has gone on over another channel since."""
    if not incoming.said_at:
        return False
    here = (incoming.channel, incoming.conversation)
    if newest_among(await tx.inbox.list_handled(*here, RECENT)) > order_of_event(incoming):
        return True
    if not was_long_on_its_way(incoming, now):
        return False
    return await tx.inbox.went_on_elsewhere(member, here, channels, _moment(incoming))


async def edit_is_late(
    tx: Transaction, incoming: Incoming, report: int, row: str, now: datetime
) -> bool:
    """Whether the row was answered again after this edit was made: by a later text or edit of
    this conversation, or by anybody anywhere while it was long on its way."""
    last = await tx.inbox.last_change(report, row)
    if last is None or not incoming.said_at:
        return False
    here = (incoming.channel, incoming.conversation)
    order = order_of(last.body)
    if (last.channel, last.conversation) == here and order != UNTOLD:
        return order > order_of_event(incoming)
    return was_long_on_its_way(incoming, now) and last.at > _moment(incoming)


def _moment(incoming: Incoming) -> datetime:
    return datetime.fromtimestamp(incoming.said_at, UTC)
