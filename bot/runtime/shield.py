"""Work that is finished even when whoever asked for it is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def finish_work(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`. A cancellation waits until it is done, and then goes on.

    A transaction that is cancelled half-way leaves the SQLite driver waiting for ever for an
    answer from its thread, so transactions that a closing browser or a shutdown may reach run
    in here.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
