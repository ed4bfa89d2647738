"""A stored event as the channel brought it."""

from __future__ import annotations

from bot.ports.channel import Incoming, IncomingKind
from storage.messaging.inbox import StoredEvent


def incoming_of(stored: StoredEvent) -> Incoming:
    """What was received."""
    return Incoming(**{**stored.body, "kind": IncomingKind(stored.body["kind"])})
