"""Work that only one of several processes may do at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.runtime.shield import finish_work
from storage.operations.serving_lock import ServingLock

log = structlog.get_logger(__name__)
LOOK_SECONDS = 2.0


@dataclass
class Leader:
    """Does the work of this name while this process alone may, and waits while another one
    does it."""

    lock: ServingLock
    name: str

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Lead until cancelled, or until the work ends by itself."""
        while True:
            if await self._take() and await self._work(work):
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def _work(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Work while it is certain that nobody else does; False when it is not any more."""
        task = asyncio.ensure_future(work())
        try:
            while self.lock.has_job(self.name):
                done, _ = await asyncio.wait({task}, timeout=LOOK_SECONDS)
                if done:
                    task.result()
                    return True
            log.warning("no longer in the lead", work=self.name)
            return False
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._drop()

    async def _take(self) -> bool:
        try:
            return await finish_work(self.lock.take_job(self.name))
        except Exception:
            log.exception("lead not taken", work=self.name)
            return False

    async def _drop(self) -> None:
        try:
            await finish_work(self.lock.drop_job(self.name))
        except Exception:
            log.exception("lead not given back; it ends with the session", work=self.name)
