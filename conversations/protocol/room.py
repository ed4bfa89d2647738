"""How much a channel lets us say at once, and whether every message counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from conversations.reports.values import Frozen


class Room(Frozen):
    """`text_limit` is the length of one message in UTF-16 units. `scarce`: the channel allows
    so many messages a month, so that each should carry as much as it can. `takes_files`: what an
    officer sends arrives. `measure` tells how many units replies come to in their words; without
    it their length is estimated."""

    text_limit: int = 4_096
    scarce: bool = False
    takes_files: bool = True
    measure: Callable[[Sequence[Any]], int] | None = None

    def fits(self, replies: Sequence[Any]) -> bool | None:
        """Whether these replies are one message; None when it cannot be told."""
        return None if self.measure is None else self.measure(replies) <= self.text_limit
