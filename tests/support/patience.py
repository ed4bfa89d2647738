"""How long a test waits for what must come. A machine that is busy with other work may take its
time over anything, so nothing is bound more tightly than this."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 120.0  # seconds
LOOK_SECONDS = 0.005


async def until(done: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait for what tells of itself in no other way. TimeoutError when it does not come."""
    async with asyncio.timeout(seconds):
        while not done():  # noqa: ASYNC110 - what is waited for knows nothing of events
            await asyncio.sleep(LOOK_SECONDS)
