"""Events at which an attempt has failed, in this process or in another that died of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from bot.ports.clock import Clock
from bot.runtime.event_guard import EventGuard
from bot.runtime.shield import finish_work
from storage.messaging.attempts import EventName
from storage.store import Store

log = structlog.get_logger(__name__)
REMEMBERED = timedelta(days=1)  # a channel brings an event that it heard nothing of for so long
FORGOTTEN = timedelta(days=7)  # attempts at events that were never brought again


class Suspects:
    """Knows which events must be stored, and their attempts counted, before they are handled."""

    def __init__(self, store: Store, clock: Clock, guard: EventGuard) -> None:
        self._store = store
        self._clock = clock
        self._journal = guard.journal
        self._names: set[EventName] = set()
        self._slow: set[EventName] = set()
        self._looking = asyncio.Lock()

    def may_go_fast(self, name: EventName) -> bool:
        """Whether the event may be handled before it is stored: nobody failed at it, and no other
        process computes it at this moment."""
        if name in self._names:
            return False
        return self._journal is None or not self._journal.is_elsewhere(name)

    def took_too_long(self, name: EventName) -> None:
        """An event that is not stored yet ran into its time limit."""
        self._names.add(name)
        self._slow.add(name)

    def take_slow(self, name: EventName) -> bool:
        """Whether the event ran into its limit before it was stored; it is told once."""
        if name not in self._slow:
            return False
        self._slow.discard(name)
        return True

    async def look_for_deaths(self) -> None:
        """Count what another process of this machine died of, if one has. It is asked before
        events are taken in, as the next one may be what that process died of."""
        if self._journal is not None and self._journal.someone_fell():
            await self.look()

    async def look(self) -> None:
        """Count the deaths on this machine, and learn of failures anywhere."""
        await finish_work(self._look())

    async def _look(self) -> None:
        async with self._looking:
            await self._count_deaths()
            now = self._clock()
            async with self._store.transaction() as tx:
                self._names = await tx.attempts.list_troubled(now - REMEMBERED) | self._slow
                await tx.attempts.forget(now - FORGOTTEN)

    async def _count_deaths(self) -> None:
        if self._journal is None:
            return
        self._journal.look_around()
        for process, computed in self._journal.fallen().items():
            stored = [one.name for one in computed if one.stored]
            unstored = [one.name for one in computed if not one.stored]
            async with self._store.transaction() as tx:
                await tx.attempts.count_death(process, stored, unstored, self._clock())
            self._journal.forget(process)
            events = [":".join(one.name) for one in computed]
            log.warning("a process ended without a word", process=process, computed=events)
