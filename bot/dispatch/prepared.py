"""What is made ready for an event outside of the transaction in which it is handled."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.runtime.slow_step import PreparedSteps
from conversations.protocol.events import Event


@dataclass
class Prepared:
    """What the event's file says, papers that are ready by file name, steps worked out."""

    opened: Event | None = None
    papers: dict[str, bytes] = field(default_factory=dict)
    steps: PreparedSteps = field(default_factory=PreparedSteps)
