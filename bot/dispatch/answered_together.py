"""What came together is answered together: a text in several parts, photos of one album."""

from __future__ import annotations

from bot.dispatch.cut_text import rest_waits
from bot.ports.channel import Incoming, IncomingKind
from storage.transaction import Transaction


async def is_answered_later(tx: Transaction, number: int, incoming: Incoming, cut_at: int) -> bool:
    """Whether the next event, which is stored already, will answer this one too: the event of
    this number is a part of a text that goes on, or one of several that cannot be read."""
    if incoming.kind is not IncomingKind.UNSUPPORTED:
        return await rest_waits(tx, number, incoming, cut_at)
    coming = await tx.inbox.next_waiting(incoming.channel, incoming.conversation, number)
    return coming is not None and coming.get("kind") == IncomingKind.UNSUPPORTED
