"""How often those whom nobody knows may have something looked up or stored: each address by itself,
and all of them together."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.delivery.rate_limit import RateBucket, RateBuckets

EACH_EVERY, EACH_AT_ONCE = 0.2, 100  # seconds between two of one address; an office may share one
ALL_EVERY, ALL_AT_ONCE = 0.02, 500
FORGET_AT = 10_000  # addresses remembered before the quiet ones are dropped


@dataclass
class Knocks:
    """Counts them; what is refused counts for nothing."""

    _all: RateBucket = field(default_factory=lambda: RateBucket(ALL_EVERY, ALL_AT_ONCE))
    _each: RateBuckets[str] = field(
        default_factory=lambda: RateBuckets(EACH_EVERY, EACH_AT_ONCE, FORGET_AT)
    )

    def admit(self, address: str) -> bool:
        """Whether one more from this address is admitted now."""
        now = asyncio.get_running_loop().time()
        mine = self._each.find(address, now)
        if max(mine.wait(now), self._all.wait(now)) > 0:
            return False
        mine.take(now)
        self._all.take(now)
        return True
