"""Cancelled work is finished before the cancellation goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.ports.channel import IncomingKind
from bot.runtime.shield import finish_work
from tests.support.product import office


async def test_the_result_comes_back() -> None:
    async def work() -> int:
        return 21

    assert await finish_work(work()) == 21


async def test_an_error_comes_back() -> None:
    async def work() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await finish_work(work())


async def test_a_cancellation_waits_for_the_end() -> None:
    started, done = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        started.set()
        await asyncio.sleep(0.05)
        done.set()

    task = asyncio.create_task(finish_work(work()))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done.is_set()


async def test_events_are_kept_whenever_their_visitor_leaves(tmp_path: Path) -> None:
    """Cancel receive() after every possible number of steps of the loop: the store goes on."""
    async with office(tmp_path) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        for steps in range(12):
            task = asyncio.create_task(at.desk.receive([at.event(IncomingKind.SAID, "chưa có số")]))
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await at.desk.idle()
        assert "Đã ghi" in await at.say("chưa có số")
