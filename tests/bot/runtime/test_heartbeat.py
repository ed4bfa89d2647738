"""Processes on one database: who is there, who is gone, and who leads."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.runtime import leader as leading
from bot.runtime.heartbeat import GONE_AFTER, Heartbeat
from bot.runtime.leader import Leader
from storage.store import Store
from tests.support.patience import PATIENCE, until
from tests.support.store_rows import NOW


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def process(store: Store, clock: Clock, name: str, **rest: object) -> Heartbeat:
    """One on a machine of its own."""
    given = {"host": name, "pid": 1, "runs": lambda _: True} | rest
    return Heartbeat(store, clock, name=name, **given)  # type: ignore[arg-type]


async def claimed(store: Store, name: str, clock: Clock) -> list[int]:
    async with store.transaction() as tx:
        return [one.id for one in await tx.outbox.claim("web", name, clock(), 60, 10)]


async def test_each_counts_the_others(store: Store) -> None:
    clock = Clock()
    one, other = process(store, clock, "a"), process(store, clock, "b")
    await one.arrive()
    await other.arrive()
    await one.look()
    assert (one.count(), other.count()) == (2, 2)
    await other.leave()
    await one.look()
    assert one.count() == 1


async def test_who_gives_no_sign_is_buried_and_what_it_held_is_free(store: Store) -> None:
    clock = Clock()
    one, other = process(store, clock, "a"), process(store, clock, "b")
    await one.arrive()
    await other.arrive()
    async with store.transaction() as tx:
        message = await tx.outbox.add("web", "7", {}, None, NOW)
        assert await tx.leases.take("polling", "b", NOW, 3_600)
    assert await claimed(store, "b", clock) == [message]
    clock.now += GONE_AFTER / 2
    await one.look()
    assert await claimed(store, "a", clock) == []
    clock.now += GONE_AFTER
    await one.look()
    assert await claimed(store, "a", clock) == [message]
    async with store.transaction() as tx:
        assert await tx.leases.take("polling", "a", clock(), 30)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_two_that_think_each_other_gone_do_not_block_each_other(store: Store) -> None:
    """Clocks that jump make it so: each has its own row and wants the other's."""
    clock = Clock()
    for name in ("a", "b"):
        await process(store, clock, name).arrive()
    both = asyncio.Barrier(2)

    async def look(name: str, other: str) -> None:
        async with store.transaction() as tx:
            assert await tx.processes.heartbeat(name, NOW)
            await both.wait()
            await tx.processes.remove_dead([other])
            await both.wait()  # each still holds its own row

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(look("a", "b"), look("b", "a"))
    async with store.transaction() as tx:
        assert {one.id for one in await tx.processes.list_all()} == {"a", "b"}


async def test_the_dead_of_this_machine_are_known_at_once(store: Store) -> None:
    clock = Clock()
    dead = process(store, clock, "a", host="here", pid=5)
    await dead.arrive()
    await process(store, clock, "b", host="here", pid=6, runs=lambda pid: pid != 5).arrive()
    async with store.transaction() as tx:
        assert [one.id for one in await tx.processes.list_all()] == ["b"]


async def test_whoever_has_our_number_was_before_us(store: Store) -> None:
    """In a container every process is number 1."""
    clock = Clock()
    await process(store, clock, "a", host="here", pid=1).arrive()
    await process(store, clock, "b", host="here", pid=1).arrive()
    async with store.transaction() as tx:
        assert [one.id for one in await tx.processes.list_all()] == ["b"]


async def test_who_was_buried_alive_comes_back(store: Store) -> None:
    clock = Clock()
    one, other = process(store, clock, "a"), process(store, clock, "b")
    await one.arrive()
    await other.arrive()
    clock.now += GONE_AFTER * 2
    await one.look()
    assert one.count() == 1
    await other.look()
    await one.look()
    assert one.count() == 2


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)])
async def test_a_clock_that_jumps_holds_nothing_up(store: Store, jump: timedelta) -> None:
    clock = Clock()
    one = process(store, clock, "a")
    await one.arrive()
    async with store.transaction() as tx:
        message = await tx.outbox.add("web", "7", {}, None, NOW)
        assert await tx.leases.take("polling", "z", clock(), 30)
        await tx.outbox.pause("web", clock() + timedelta(seconds=30))
    await claimed(store, "z", clock)
    clock.now += jump
    await one.look()
    assert one.count() == 1
    assert await claimed(store, "a", clock) == [message]
    async with store.transaction() as tx:
        assert await tx.leases.take("polling", "a", clock(), 30)
        assert not await tx.outbox.is_paused("web", clock())


async def test_a_lease_is_one_holders_until_it_runs_out(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.leases.take("polling", "a", NOW, 30)
        assert await tx.leases.take("polling", "a", NOW + timedelta(seconds=10), 30)
        assert not await tx.leases.take("polling", "b", NOW + timedelta(seconds=39), 30)
        assert await tx.leases.take("other", "b", NOW, 30)
        assert await tx.leases.take("polling", "b", NOW + timedelta(seconds=41), 30)
        await tx.leases.drop("polling", "a")
        assert not await tx.leases.take("polling", "a", NOW + timedelta(seconds=42), 30)
        await tx.leases.drop("polling", "b")
        assert await tx.leases.take("polling", "a", NOW + timedelta(seconds=42), 30)


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "RENEW_SECONDS", 0.01)


@pytest.mark.usefixtures("_quick")
async def test_one_leads_and_the_next_follows_when_it_goes(store: Store) -> None:
    at_work: list[str] = []
    most = 0

    async def work(name: str) -> None:
        nonlocal most
        at_work.append(name)
        most = max(most, len(at_work))
        try:
            await asyncio.Event().wait()
        finally:
            at_work.remove(name)

    clock = Clock()
    tasks = {
        name: asyncio.create_task(Leader(store, clock, name, "polling").run(lambda n=name: work(n)))
        for name in ("a", "b", "c")
    }
    led: list[str] = []
    for _ in range(3):
        await until(lambda: bool(at_work))
        leader = at_work[0]
        led.append(leader)
        tasks[leader].cancel()
        await asyncio.gather(tasks.pop(leader), return_exceptions=True)
    assert sorted(led) == ["a", "b", "c"]
    assert most == 1


@pytest.mark.usefixtures("_quick")
async def test_who_cannot_renew_stops_before_the_lease_ends(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "SAFE_SECONDS", 0.05)
    begun, stopped = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    lead = Leader(store, Clock(), "a", "polling")
    running = asyncio.create_task(lead.run(work))
    await begun.wait()

    async def away() -> bool:
        raise OSError("the database is away")

    monkeypatch.setattr(lead, "_take", away)
    async with asyncio.timeout(PATIENCE):
        await stopped.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_work_that_ends_by_itself_ends_the_lead(store: Store) -> None:
    done: list[int] = []

    async def work() -> None:
        done.append(1)

    await Leader(store, Clock(), "a", "polling").run(work)
    assert done == [1]
    async with store.transaction() as tx:
        assert await tx.leases.take("polling", "b", NOW, 30)
