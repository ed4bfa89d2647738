"""Work that only one of several processes may do at a time, under a lease in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from storage.store import Store

log = structlog.get_logger(__name__)
LEASE_SECONDS = 30.0
RENEW_SECONDS = 5.0
SAFE_SECONDS = 20.0  # without a renewal the work ends before the lease does


@dataclass
class Leader:
    """Does the work while this process holds the lease of this name, and waits while another
    one does."""

    store: Store
    clock: Clock
    holder: str
    name: str

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Lead until cancelled, or until the work ends by itself."""
        while True:
            if await self._take_calmly() and await self._work(work):
                return
            await asyncio.sleep(RENEW_SECONDS)

    async def _work(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Work under the lease; False when it was lost."""
        task = asyncio.ensure_future(work())
        loop = asyncio.get_running_loop()
        renewed = loop.time()
        try:
            while loop.time() - renewed < SAFE_SECONDS:
                done, _ = await asyncio.wait({task}, timeout=RENEW_SECONDS)
                if done:
                    task.result()
                    return True
                if await self._take_calmly():
                    renewed = loop.time()
            log.warning("no longer in the lead", work=self.name)
            return False
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._drop_calmly()

    async def _take_calmly(self) -> bool:
        try:
            return await finish_work(self._take())
        except Exception:
            log.exception("lease not reachable", work=self.name)
            return False

    async def _take(self) -> bool:
        async with self.store.transaction() as tx:
            return await tx.leases.take(self.name, self.holder, self.clock(), LEASE_SECONDS)

    async def _drop_calmly(self) -> None:
        try:
            await finish_work(self._drop())
        except Exception:
            log.exception("lease not given back; it will run out", work=self.name)

    async def _drop(self) -> None:
        async with self.store.transaction() as tx:
            await tx.leases.drop(self.name, self.holder)
