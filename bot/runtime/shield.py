"""Work that is finished even when whoever asked for it is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
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


def shielded(work: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Have each call of a coroutine function finished in this way."""

    @wraps(work)
    async def finish(*args: P.args, **kwargs: P.kwargs) -> T:
        return await finish_work(work(*args, **kwargs))

    return finish
