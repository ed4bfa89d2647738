"""Letting go of what has been kept long enough: once a day, a few rows at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.jobs.batch_loop import in_batches
from bot.ports.clock import Clock
from storage.store import Store

log = structlog.get_logger(__name__)
FIRST_SECONDS = 60.0  # after the start, which is not to be held up
LOOK_SECONDS = 24 * 3600.0
REST_SECONDS = 0.2  # between two batches: others write meanwhile
AT_ONCE = 200  # rows
FILES_AT_ONCE = 20
PEOPLE_AT_ONCE = 10
_FEWER = {"document": FILES_AT_ONCE, "paper": FILES_AT_ONCE, "stranger": PEOPLE_AT_ONCE}


class RetentionJob:
    """Sweeps each kind that has a number of `days`. When a channel went over from one member to
    another is known for as long as what was said there."""

    def __init__(
        self, store: Store, days: Mapping[str, int], clock: Clock, rest: float = REST_SECONDS
    ) -> None:
        self._store = store
        self._days = {what: number for what, number in days_of(days).items() if number}
        self._clock = clock
        self._rest = rest
        self._after: dict[str, int] = {}  # by kind, up to which number this run has looked

    async def run(self) -> None:
        """Sweep once a day, until cancelled."""
        await asyncio.sleep(FIRST_SECONDS)
        await in_batches(self.sweep_some, lambda: None, LOOK_SECONDS)

    async def sweep_some(self) -> int:
        """Sweep one batch of the first kind that has something; how many rows it was."""
        now = self._clock()
        for what, days in self._days.items():
            before = now - timedelta(days=days)
            if count := await self._sweep(what, before, now):
                log.info("kept long enough", what=what, rows=count)
                await asyncio.sleep(self._rest)
                return count
        self._after.clear()
        return 0

    async def _sweep(self, what: str, before: datetime, now: datetime) -> int:
        """Sweep some of a kind; stretches in which nothing is left to be let go are passed over,
        each in a transaction of its own."""
        limit = _FEWER.get(what, AT_ONCE)
        while True:
            async with self._store.transaction() as tx:
                after = self._after.get(what, 0)
                swept = await tx.retention.sweep(what, before, limit, now, after)
            self._after[what] = swept.after
            if swept.rows or not swept.more:
                return swept.rows


def days_of(days: Mapping[str, int]) -> dict[str, int]:
    """The days of each kind, those of rebindings no fewer than those of what was said."""
    said = (days["event"], days["message"])
    longest = 0 if 0 in said or not days["rebinding"] else max(*said, days["rebinding"])
    return {**days, "rebinding": longest}
