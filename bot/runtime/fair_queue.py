"""A few places for work that takes long, shared fairly among those who ask for it."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

REMEMBERED_SECONDS = 600.0  # for so long it counts how much time somebody took


class QueueFullError(Exception):
    """Too many wait, and whoever is told this took most of the time."""


@dataclass(eq=False)
class _Waiting:
    who: str
    turn: asyncio.Future[None]


class FairQueue:
    """Who has taken least time lately goes first, of equals the one who has waited longest. Of
    more than `max_waiting` the one who took most has to go. Serves one event loop at a time."""

    def __init__(self, places: int, max_waiting: int) -> None:
        self._free = places
        self._max_waiting = max_waiting
        self._waiting: list[_Waiting] = []
        self._spent: defaultdict[str, float] = defaultdict(float)  # seconds, by who
        self._counting_since = 0.0

    @asynccontextmanager
    async def turn(self, who: str) -> AsyncIterator[None]:
        """A place for `who`; QueueFullError instead when too many wait."""
        await self._wait(who)
        began = time.monotonic()
        try:
            yield
        finally:
            self._count(who, time.monotonic() - began)
            self._pass_on()

    async def _wait(self, who: str) -> None:
        if self._free:
            self._free -= 1
            return
        mine = _Waiting(who, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if len(self._waiting) > self._max_waiting:
            last = max(reversed(self._waiting), key=lambda one: self._spent[one.who])
            self._waiting.remove(last)
            last.turn.set_exception(QueueFullError())
        try:
            await mine.turn
        except asyncio.CancelledError:
            if mine in self._waiting:
                self._waiting.remove(mine)
            elif not mine.turn.cancelled() and mine.turn.exception() is None:
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        still = [one for one in self._waiting if not one.turn.done()]  # not just cancelled
        if not still:
            self._free += 1
            return
        first = min(still, key=lambda one: self._spent[one.who])
        self._waiting.remove(first)
        first.turn.set_result(None)

    def _count(self, who: str, seconds: float) -> None:
        now = time.monotonic()
        if now - self._counting_since > REMEMBERED_SECONDS:
            self._spent.clear()
            self._counting_since = now
        self._spent[who] += seconds
