"""Work that is looked for again and again, and done some at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from bot.runtime.shield import finish_work

log = structlog.get_logger(__name__)


async def in_batches(
    batch: Callable[[], Coroutine[Any, Any, int]], wake: Callable[[], None], seconds: float
) -> None:
    """Do batch after batch until there is nothing to do, waking whoever sends; look again after
    so many seconds, until cancelled. A batch that was begun is finished."""
    while True:
        try:
            while await finish_work(batch()):
                wake()
        except Exception:
            log.exception("batch not done", work=batch.__qualname__)
        await asyncio.sleep(seconds)
