"""An end to waiting: for work that cannot be interrupted, or for what may happen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class TookTooLongError(Exception):
    """Work beside the event loop has not ended in time."""


async def wait_within(work: Awaitable[T], seconds: float) -> T:
    """What the work comes to; TookTooLongError when it is not done by then. It is left to itself,
    not cancelled: a thread cannot be, and a transaction must not be."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        task.add_done_callback(_forget_outcome)
        raise TookTooLongError
    return task.result()


async def wait_for_event(event: asyncio.Event, seconds: float) -> None:
    """Wait until it happens, or for so long."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass


def _forget_outcome(task: asyncio.Future[T]) -> None:
    """Nobody waits for it any more."""
    if not task.cancelled():
        task.exception()
