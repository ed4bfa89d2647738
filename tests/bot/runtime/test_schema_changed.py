"""A newer program changes the tables while an older process runs on them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from bot.cli.main import OUTDATED
from bot.runtime.heartbeat import Heartbeat
from storage.operations.serving_lock import serving_lock
from storage.store import SchemaChangedError, Store, is_away
from tests.support.postgres import Postgres
from tests.support.process import Process
from tests.support.store_rows import NOW

NEWER = "UPDATE alembic_version SET version_num = '9999'"


async def change(url: str, *statements: str) -> None:
    """What a migration of a newer program does, in a transaction of its own."""
    store = await Store.open(url)
    try:
        async with store.transaction() as tx:
            for statement in (*statements, NEWER):
                await tx.work.connection.execute(text(statement))
    finally:
        await store.close()


async def test_a_sign_of_life_sees_that_the_tables_are_not_ours(
    database: str, store: Store
) -> None:
    lock = serving_lock(database, "a")
    presence = Heartbeat(store, lock, lambda: NOW, "a")
    await presence.arrive()
    await change(database)
    with pytest.raises(SchemaChangedError):
        await presence.look()
    presence_run = asyncio.create_task(presence.run())
    with pytest.raises(SchemaChangedError):
        await asyncio.wait_for(presence_run, 60)
    await lock.close()


async def test_what_fails_by_it_is_not_the_works_fault(database: str, store: Store) -> None:
    """An event that meets tables it does not know waits for the new program."""
    await change(database, "ALTER TABLE attempt RENAME COLUMN sender TO other")
    with pytest.raises(SchemaChangedError) as caught:
        async with store.transaction() as tx:
            await tx.work.connection.execute(text("SELECT sender FROM attempt"))
    assert is_away(caught.value)


async def test_an_error_of_its_own_stays_what_it_is(store: Store) -> None:
    with pytest.raises(Exception, match="nonsense") as caught:
        async with store.transaction() as tx:
            await tx.work.connection.execute(text("SELECT nonsense FROM attempt"))
    assert not isinstance(caught.value, SchemaChangedError)


@pytest.mark.process
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_the_older_process_ends_and_is_refused_again(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    extra = {}
    if kind == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        extra = {"DATABASE_URL": postgres.new_database()}
    product = Process(tmp_path, extra)
    await product.start()
    await change(extra.get("DATABASE_URL", product.database))
    async with httpx.AsyncClient() as client:
        assert await product.ended() == OUTDATED
        with pytest.raises(httpx.ConnectError):
            await client.get(f"{product.address}/readyz")
    assert "another version" in product.log
    with pytest.raises(AssertionError, match="made by a newer Phuluc"):
        await product.start()
