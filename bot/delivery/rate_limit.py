"""How fast a channel may be written to: so many messages a second in all, and to one person."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.ports.channel import ChannelLimits

FORGET_AT = 10_000  # conversations remembered before the quiet ones are dropped
K = TypeVar("K", bound=Hashable)
BURST = 0.1  # seconds' worth of messages that may go at once


@dataclass
class RateBucket:
    """The generic cell rate algorithm: one message every `interval` seconds, and up to `burst`
    of them at once after a rest (ITU-T I.371, its virtual scheduling form)."""

    interval: float
    burst: int
    due: float = 0.0  # when the next one would come if all kept their distance

    def wait(self, now: float) -> float:
        """The seconds that the next one would have to wait; none when it may go now."""
        return max(0.0, max(self.due, now) - (self.burst - 1) * self.interval - now)

    def take(self, now: float) -> float:
        """Have one go; the seconds it has to wait first."""
        wait = self.wait(now)
        self.due = max(self.due, now) + self.interval
        return wait


@dataclass
class RateBuckets(Generic[K]):
    """A bucket for each of many; the quiet ones are dropped when there are `most` of them."""

    interval: float
    burst: int
    most: int
    _each: dict[K, RateBucket] = field(default_factory=dict)

    def find(self, key: K, now: float) -> RateBucket:
        """The bucket of this one."""
        if key not in self._each and len(self._each) >= self.most:
            self._each = {name: one for name, one in self._each.items() if one.due > now}
        return self._each.setdefault(key, RateBucket(self.interval, self.burst))

    def admit(self, key: K) -> float:
        """Have one go, if it may go now; else the seconds until it may."""
        now = asyncio.get_running_loop().time()
        bucket = self.find(key, now)
        wait = bucket.wait(now)
        if wait <= 0:
            bucket.take(now)
        return wait


@dataclass
class RateLimiter:
    """Lets messages go one by one at the channel's limits. `shares` is how many processes write
    to it: each takes its part. `hold` stops all for a while."""

    limits: ChannelLimits
    shares: Callable[[], int] = lambda: 1
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    _all: RateBucket = field(init=False)
    _each: dict[str, RateBucket] = field(init=False, default_factory=dict)
    _held: float = 0.0

    def __post_init__(self) -> None:
        self._all = RateBucket(0.0, max(1, int(self.limits.per_second * BURST)))

    async def turn(self, conversation: str) -> None:
        """Wait until one more message may go to this conversation."""
        now = asyncio.get_running_loop().time()
        wait = max(self._held - now, self._whole(now), self._one(conversation, now))
        if wait > 0:
            await self.pause(wait)

    def within(self, seconds: float) -> float:
        """How many messages may go in so long a time."""
        if not self.limits.per_second:
            return math.inf
        return self.limits.per_second / max(1, self.shares()) * seconds

    def hold(self, seconds: float) -> None:
        """Let nothing go for so long."""
        self._held = max(self._held, asyncio.get_running_loop().time() + seconds)

    def _whole(self, now: float) -> float:
        if not self.limits.per_second:
            return 0.0
        self._all.interval = max(1, self.shares()) / self.limits.per_second
        return self._all.take(now)

    def _one(self, conversation: str, now: float) -> float:
        if not self.limits.seconds_each:
            return 0.0
        bucket = self._each.get(conversation)
        if bucket is None:
            self._forget_quiet(now)
            bucket = self._each[conversation] = RateBucket(
                self.limits.seconds_each, self.limits.burst_each
            )
        return bucket.take(now)

    def _forget_quiet(self, now: float) -> None:
        if len(self._each) >= FORGET_AT:
            self._each = {name: one for name, one in self._each.items() if one.due > now}
