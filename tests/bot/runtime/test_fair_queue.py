"""Places for slow work: who took least goes first, and nobody waits for ever."""

from __future__ import annotations

import asyncio

import pytest

from bot.runtime.fair_queue import FairQueue, QueueFullError


class Work:
    """Whose turn it was, in order; each ends when it is told."""

    def __init__(self, queue: FairQueue) -> None:
        self.queue, self.order = queue, list[str]()
        self.at_work: list[asyncio.Event] = []

    def ask(self, who: str) -> asyncio.Task[None]:
        return asyncio.create_task(self._take(who))

    async def _take(self, who: str) -> None:
        async with self.queue.turn(who):
            self.order.append(who)
            end = asyncio.Event()
            self.at_work.append(end)
            await end.wait()

    async def finish(self, count: int) -> None:
        """End so much of the work, one after the other."""
        for _ in range(count):
            await settle()
            self.at_work.pop(0).set()
        await settle()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_took_least_goes_first() -> None:
    work = Work(FairQueue(1, 20))
    tasks = [work.ask("slow") for _ in range(4)]
    await work.finish(1)
    tasks.append(work.ask("quick"))
    await work.finish(4)
    await asyncio.gather(*tasks)
    assert work.order == ["slow", "slow", "quick", "slow", "slow"]


async def test_equals_go_in_the_order_they_came() -> None:
    work = Work(FairQueue(2, 20))
    tasks = [work.ask(who) for who in "abcdef"]
    await work.finish(6)
    await asyncio.gather(*tasks)
    assert work.order == list("abcdef")


async def test_of_too_many_the_one_who_took_most_goes() -> None:
    work = Work(FairQueue(1, 3))
    first = work.ask("greedy")
    await work.finish(1)
    greedy = [work.ask("greedy") for _ in range(4)]
    await settle()
    modest = work.ask("modest")
    await settle()
    assert [one.done() for one in greedy] == [False, False, False, True]
    with pytest.raises(QueueFullError):
        await greedy[3]
    await work.finish(4)
    await asyncio.gather(first, modest, *greedy[:3])
    assert work.order == ["greedy", "greedy", "modest", "greedy", "greedy"]


async def test_who_stops_waiting_leaves_no_gap() -> None:
    work = Work(FairQueue(1, 20))
    first, second, third = work.ask("a"), work.ask("b"), work.ask("c")
    await settle()
    second.cancel()
    await settle()
    work.at_work.pop(0).set()
    third.cancel()  # at the very moment that it gets its turn
    await asyncio.gather(first, second, third, return_exceptions=True)
    last = work.ask("d")
    await work.finish(1)
    await last
    assert work.order[-1] == "d"
