"""One noisy person must not slow the others down: so many events at once, so many a minute, and
no more than a share of the processor for what they cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from bot.delivery.rate_limit import RateBucket

BURST = 120  # events at once: a phone that was offline sends all it has
REMEMBERED = 10_000  # conversations
SHARE = 0.1  # of one processor, for the events of one conversation, after its burst
AGAIN = 60.0  # seconds after which somebody who goes on is told again


class Admission(Enum):
    """Whether an event is taken: yes, no and its sender is to be told, or no and they know."""

    TAKEN = "taken"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass
class _Told:
    """When somebody was told, and when they were last refused since; in seconds."""

    at: float
    last: float


@dataclass
class FloodGuard:
    """Admits `per_minute` events of each conversation after a burst; 0: all of them. An event
    that took more of the processor than its turn allows counts as several. `time` is any clock
    that never goes back, in seconds."""

    per_minute: int
    time: Callable[[], float] = lambda: asyncio.get_running_loop().time()
    _buckets: dict[tuple[str, str], RateBucket] = field(default_factory=dict)
    _told: dict[tuple[str, str], _Told] = field(default_factory=dict)

    def admit(self, key: tuple[str, str]) -> Admission:
        """Whether one more event of this channel and conversation is taken."""
        if not self.per_minute:
            return Admission.TAKEN
        now = self.time()
        bucket = self._buckets.get(key) or self._new(key, now)
        if bucket.wait(now) <= 0:
            bucket.take(now)
            return Admission.TAKEN
        told = self._told.get(key)
        if told is not None and now < told.at + AGAIN and not self._is_over(told, now):
            told.last = now
            return Admission.IGNORED
        self._told[key] = _Told(now, now)
        return Admission.REFUSED

    def charge(self, key: tuple[str, str], seconds: float) -> None:
        """Handling an event of this conversation took so many seconds of the processor."""
        bucket = self._buckets.get(key)
        if bucket is not None:
            beyond = seconds / SHARE - bucket.interval
            bucket.due = max(bucket.due, self.time()) + max(0.0, beyond)

    def _is_over(self, told: _Told, now: float) -> bool:
        """Whether they have waited as they were asked to: the next flood is another one."""
        return now >= told.last + self.rest

    @property
    def rest(self) -> float:
        """Seconds after which somebody who was refused may send a few texts again."""
        return 10 * 60 / self.per_minute if self.per_minute else 0.0

    def _new(self, key: tuple[str, str], now: float) -> RateBucket:
        if len(self._buckets) >= REMEMBERED:
            self._buckets = {name: one for name, one in self._buckets.items() if one.due > now}
            self._told = {
                name: told for name, told in self._told.items() if not self._is_over(told, now)
            }
        return self._buckets.setdefault(key, RateBucket(60 / self.per_minute, BURST))
