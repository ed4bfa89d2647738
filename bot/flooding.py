"""One noisy person must not slow the others down: so many events at once, so many a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from bot.pacing import Bucket

BURST = 120  # events at once: a phone that was offline sends all it has
REMEMBERED = 10_000  # conversations
AGAIN = 60.0  # seconds after which somebody who goes on is told again


class Admission(Enum):
    """Whether an event is taken: yes, no and its sender is to be told, or no and he knows."""

    TAKEN = "taken"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass
class _Told:
    """When somebody was told, and when he was last refused since; in seconds."""

    at: float
    last: float


@dataclass
class Floods:
    """Admits `per_minute` events of each conversation after a burst; 0: all of them. `time` is
    any clock that never goes back, in seconds."""

    per_minute: int
    time: Callable[[], float] = lambda: asyncio.get_running_loop().time()
    _buckets: dict[tuple[str, str], Bucket] = field(default_factory=dict)
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

    def _is_over(self, told: _Told, now: float) -> bool:
        """Whether he has waited as he was asked to: the next flood is another one."""
        return now >= told.last + self.rest

    @property
    def rest(self) -> float:
        """Seconds after which somebody who was refused may send a few texts again."""
        return 10 * 60 / self.per_minute if self.per_minute else 0.0

    def _new(self, key: tuple[str, str], now: float) -> Bucket:
        if len(self._buckets) >= REMEMBERED:
            self._buckets = {name: one for name, one in self._buckets.items() if one.due > now}
            self._told = {
                name: told for name, told in self._told.items() if not self._is_over(told, now)
            }
        return self._buckets.setdefault(key, Bucket(60 / self.per_minute, BURST))
