"""`/readyz` says whether anything more may be sent here: whether what comes in can be stored."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from bot.channels.web import health
from bot.channels.web.auth import WebAuth
from bot.channels.web.health import Health
from bot.ports import clock
from bot.runtime import heartbeat
from bot.runtime.heartbeat import Heartbeat
from bot.runtime.metrics import Metrics
from storage.operations import database_file
from storage.operations.database_file import DatabaseReplacedError
from storage.operations.serving_lock import serving_lock
from storage.store import Store
from tests.support.postgres import Postgres
from tests.support.standby import Standby


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "FRESH_SECONDS", 0.0)


@asynccontextmanager
async def watched(store: Store, url: str) -> AsyncIterator[tuple[httpx.AsyncClient, Heartbeat]]:
    """The page, and what gives signs of life beside it."""
    lock = serving_lock(url, "a")
    signs = Heartbeat(store, lock, clock.now, "a")
    access = WebAuth("k" * 43, local=True)
    routes = Health(store, Metrics(), clock.now, access, "", signs.can_write).routes()
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client, signs
    await lock.close()


async def told(client: httpx.AsyncClient) -> tuple[int, str]:
    answer = await client.get("/readyz")
    return answer.status_code, answer.text


def take_away(file: Path, *, again: bool) -> Path:
    """Where the file is now; with `again` a copy stands in its place."""
    moved = file.rename(file.with_suffix(".taken"))
    if again:
        file.write_bytes(moved.read_bytes())
    return moved


async def test_ready_while_a_sign_was_written_just_now(
    store: Store, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(store, database) as (client, signs):
        assert (await told(client))[0] == 503  # none yet
        await signs.arrive()
        assert await told(client) == (200, "ready\n")
        monkeypatch.setattr(heartbeat, "SIGN_COUNTS", -1.0)  # it was too long ago
        status, words = await told(client)
        assert (status, "no writing" in words) == (503, True)


async def test_not_ready_when_the_tables_are_another_versions(store: Store, database: str) -> None:
    async with watched(store, database) as (client, signs):
        await signs.arrive()
        async with store.transaction() as tx:
            await tx.work.connection.execute(
                text("UPDATE alembic_version SET version_num = '9999'")
            )
        status, words = await told(client)
        assert (status, "version" in words) == (503, True)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("ending", ["", "-wal"])
@pytest.mark.parametrize("again", [False, True])
async def test_not_ready_when_a_file_was_taken_away(
    ending: str, again: bool, database: str
) -> None:
    """Whether another file stands in its place or not. SQLite would go on writing to the old
    one."""
    store = await Store.open(database)
    async with watched(store, database) as (client, signs):
        await signs.arrive()
        assert (await told(client))[0] == 200
        file = Path(database.removeprefix("sqlite:///") + ending)
        moved = take_away(file, again=again)
        with pytest.raises(DatabaseReplacedError):
            await signs.look()
        status, words = await told(client)
        assert (status, f"{file.name} was taken away" in words) == (503, True)
        moved.replace(file)
        assert (await told(client))[0] == 200
    await store.close()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_not_ready_when_the_disk_is_full(
    store: Store, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(store, database) as (client, signs):
        await signs.arrive()
        monkeypatch.setattr(database_file, "ROOM", 1 << 62)  # more than there is anywhere
        assert await told(client) == (503, "the disk is full\n")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_not_ready_while_somebody_else_holds_the_database(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.2)
    store = await Store.open(database)
    async with watched(store, database) as (client, signs):
        await signs.arrive()
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as other:
            other.isolation_level = None
            other.execute("BEGIN IMMEDIATE")
            assert await told(client) == (503, "the database does not answer\n")
            other.execute("ROLLBACK")
        monkeypatch.setattr(health, "PATIENCE_SECONDS", 60.0)
        await told(client)  # the look that waited
        assert (await told(client))[0] == 200
    await store.close()


@pytest.mark.process
async def test_not_ready_on_a_hot_standby_until_it_is_promoted(postgres: Postgres) -> None:
    """A real one, that follows by streaming replication: it answers every question and takes no
    writing."""
    url = postgres.new_database()
    await (await Store.open(url)).close()
    with Standby(url) as standby:
        await asyncio.to_thread(standby.catch_up)
        store = await Store.open(standby.url)
        async with watched(store, standby.url) as (client, signs):
            for _ in range(3):
                with pytest.raises(Exception, match="read-only"):
                    await signs.look()
                status, words = await told(client)
                assert (status, "no writing" in words) == (503, True)
            await asyncio.to_thread(standby.promote)
            await signs.look()
            assert (await told(client))[0] == 200
        await store.close()
