"""One noisy person must not slow the others down: so many events at once, so many a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from bot.pacing import Bucket

BURST = 120  # events at once: a phone that was offline sends all it has
REMEMBERED = 10_000  # conversations


class Admission(Enum):
    """Whether an event is taken: yes, no and its sender is to be told, or no and he knows."""

    TAKEN = "taken"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass
class Floods:
    """Admits `per_minute` events of each conversation after a burst; 0: all of them. `time` is
    any clock that never goes back, in seconds."""

    per_minute: int
    time: Callable[[], float] = lambda: asyncio.get_running_loop().time()
    _buckets: dict[tuple[str, str], Bucket] = field(default_factory=dict)
    _told: dict[tuple[str, str], float] = field(default_factory=dict)

    def admit(self, key: tuple[str, str]) -> Admission:
        """Whether one more event of this channel and conversation is taken."""
        if not self.per_minute:
            return Admission.TAKEN
        now = self.time()
        bucket = self._buckets.get(key) or self._new(key, now)
        if bucket.wait(now) <= 0:
            bucket.take(now)
            self._told.pop(key, None)
            return Admission.TAKEN
        if self._told.get(key, 0.0) > now:
            return Admission.IGNORED
        self._told[key] = now + self.rest
        return Admission.REFUSED

    @property
    def rest(self) -> float:
        """Seconds after which somebody who was refused may send a few texts again."""
        return 10 * 60 / self.per_minute if self.per_minute else 0.0

    def _new(self, key: tuple[str, str], now: float) -> Bucket:
        if len(self._buckets) >= REMEMBERED:
            self._buckets = {name: one for name, one in self._buckets.items() if one.due > now}
            self._told = {name: until for name, until in self._told.items() if until > now}
        return self._buckets.setdefault(key, Bucket(60 / self.per_minute, BURST))
