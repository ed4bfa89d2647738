"""An event as it is stored, and as the channel brought it."""

from __future__ import annotations

from dataclasses import replace

from bot.ports.channel import Incoming, IncomingKind
from storage.messaging.inbox import StoredEvent
from storage.tables.types import make_storable


def incoming_of(stored: StoredEvent) -> Incoming:
    """What was received."""
    return Incoming(**{**stored.body, "kind": IncomingKind(stored.body["kind"])})


def as_stored(incoming: Incoming) -> Incoming:
    """The event as it will be read when it is stored: no text has characters then that neither
    database can hold, and memory must read none other."""
    text, quoted = make_storable(incoming.text), make_storable(incoming.quoted)
    if (text, quoted) == (incoming.text, incoming.quoted):
        return incoming
    return replace(incoming, text=text, quoted=quoted)
