"""Processes on one database: who is there, who is gone, and who leads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.runtime import leader as leading
from bot.runtime.heartbeat import Heartbeat
from bot.runtime.leader import Leader
from storage.operations import session_lock
from storage.operations.serving_lock import ServingLock, serving_lock
from storage.operations.session_lock import SessionLock
from storage.store import Store
from tests.support.patience import PATIENCE, until
from tests.support.store_rows import NOW

on_postgres = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
END_SESSIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


Locks = Callable[[str], ServingLock]


@pytest.fixture
async def locks(database: str) -> AsyncIterator[Locks]:
    """The locks of processes by their names; those that a test leaves open are closed."""
    opened: list[ServingLock] = []

    def open_lock(name: str) -> ServingLock:
        opened.append(serving_lock(database, name))
        return opened[-1]

    yield open_lock
    for lock in opened:
        await lock.close()


async def claimed(store: Store, name: str) -> list[int]:
    async with store.transaction() as tx:
        return [one.id for one in await tx.outbox.claim("web", name, NOW, 60, 10)]


async def arrived(store: Store, locks: Locks, *names: str) -> list[Heartbeat]:
    processes = [Heartbeat(store, locks(name), Clock(), name) for name in names]
    for one in processes:
        await one.arrive()
    return processes


async def end_sessions(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.work.connection.execute(text(END_SESSIONS))


async def serving(store: Store) -> list[str]:
    async with store.transaction() as tx:
        return sorted(one.id for one in await tx.processes.list_all())


@on_postgres
async def test_each_counts_the_others(store: Store, locks: Locks) -> None:
    one, other = await arrived(store, locks, "a", "b")
    await one.look()
    assert (one.count(), other.count()) == (2, 2)
    await other.leave()
    await one.look()
    assert one.count() == 1


@on_postgres
async def test_what_a_dead_process_held_is_free(store: Store, locks: Locks) -> None:
    one, other = await arrived(store, locks, "a", "b")
    async with store.transaction() as tx:
        message = await tx.outbox.add("web", "7", {}, None, NOW)
    assert await claimed(store, "b") == [message]
    await one.look()
    assert await claimed(store, "a") == []
    await other.lock.close()
    await one.look()
    assert await claimed(store, "a") == []  # it may only have lost the connection
    await one.look()
    assert await claimed(store, "a") == [message]
    assert await serving(store) == ["a"]


async def test_who_arrives_frees_what_the_one_before_held(store: Store, locks: Locks) -> None:
    before = (await arrived(store, locks, "a"))[0]
    async with store.transaction() as tx:
        message = await tx.outbox.add("web", "7", {}, None, NOW)
    assert await claimed(store, "a") == [message]
    await before.lock.close()
    await arrived(store, locks, "b")
    assert await serving(store) == ["b"]
    assert await claimed(store, "b") == [message]


@on_postgres
async def test_who_lost_the_connection_is_not_given_up(store: Store, locks: Locks) -> None:
    one, other = await arrived(store, locks, "a", "b")
    for _ in range(4):
        await end_sessions(store)
        for process in (one, other):
            with pytest.raises(Exception, match="terminat"):
                await process.lock.prove()
            await process.look()
    assert await serving(store) == ["a", "b"]


@on_postgres
async def test_who_was_given_up_comes_back(store: Store, locks: Locks) -> None:
    one, other = await arrived(store, locks, "a", "b")
    await other.lock.close()
    async with asyncio.timeout(PATIENCE):  # the server may take a moment to end the connection
        while one.count() > 1:
            await one.look()
    await other.look()
    await one.look()
    assert one.count() == 2


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)])
async def test_a_clock_that_jumps_holds_nothing_up(
    store: Store, locks: Locks, jump: timedelta
) -> None:
    clock = Clock()
    one = Heartbeat(store, locks("a"), clock, "a")
    await one.arrive()
    async with store.transaction() as tx:
        message = await tx.outbox.add("web", "7", {}, None, NOW)
        await tx.outbox.pause("web", clock() + timedelta(seconds=30))
        await tx.outbox.claim("web", "z", clock(), 60, 10)
    clock.now += jump
    await one.look()
    assert one.count() == 1
    async with store.transaction() as tx:
        assert [one.id for one in await tx.outbox.claim("web", "a", clock(), 60, 10)] == [message]
        assert await tx.outbox.may_send("web", clock())


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "LOOK_SECONDS", 0.01)


@on_postgres
@pytest.mark.usefixtures("_quick")
async def test_one_leads_and_the_next_follows_when_it_goes(locks: Locks) -> None:
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

    tasks: dict[str, asyncio.Task[None]] = {}
    for name in ("a", "b", "c"):
        leader = Leader(locks(name), "polling")
        tasks[name] = asyncio.create_task(leader.run(lambda n=name: work(n)))  # type: ignore[misc]
    led: list[str] = []
    for _ in range(3):
        await until(lambda: bool(at_work))
        led.append(at_work[0])
        tasks[led[-1]].cancel()
        await asyncio.gather(tasks.pop(led[-1]), return_exceptions=True)
    assert sorted(led) == ["a", "b", "c"]
    assert most == 1


async def test_work_that_ends_by_itself_ends_the_lead(locks: Locks) -> None:
    done: list[int] = []

    async def work() -> None:
        done.append(1)

    lock = locks("a")
    for _ in range(2):
        await Leader(lock, "polling").run(work)
    assert done == [1, 1]


@on_postgres
@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("way", ["cut", "unanswered"])
async def test_who_may_have_lost_the_lead_stops(
    store: Store, locks: Locks, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    begun, stopped = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    lock = locks("a")
    running = asyncio.create_task(Leader(lock, "polling").run(work))
    async with asyncio.timeout(PATIENCE):
        await begun.wait()
        if way == "cut":
            await end_sessions(store)
            with pytest.raises(Exception, match="terminat"):
                await lock.prove()
        else:
            monkeypatch.setattr(session_lock, "SAFE_SECONDS", 0.0)
        await stopped.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@on_postgres
async def test_the_server_frees_what_a_process_holds_that_says_nothing(
    locks: Locks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands still, or the network between them is gone: the server does not learn of it."""
    assert session_lock.SAFE_SECONDS < session_lock.IDLE_SECONDS
    monkeypatch.setattr(session_lock, "IDLE_SECONDS", 1)
    silent, other = locks("a"), locks("b")
    assert await silent.take_job("polling")
    assert not await other.take_job("polling")
    async with asyncio.timeout(PATIENCE):
        while not await other.take_job("polling"):  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.1)
    with pytest.raises(Exception, match="idle-session timeout"):
        await silent.prove()
    assert not silent.has_job("polling")


@on_postgres
async def test_a_job_that_was_given_back_is_free(locks: Locks) -> None:
    one, other = locks("a"), locks("b")
    assert isinstance(one, SessionLock)
    for _ in range(2):
        assert await one.take_job("polling")
    assert await other.take_job("another")
    await one.drop_job("polling")
    assert await other.take_job("polling")
    assert not await one.take_job("polling")
