"""How much a channel lets us say at once, and whether every message counts."""

from __future__ import annotations

from conversations.values import Frozen


class Room(Frozen):
    """`text_limit` is the length of one message in UTF-16 units. `scarce`: the channel allows
    so many messages a month, so that each should carry as much as it can."""

    text_limit: int = 4_096
    scarce: bool = False
