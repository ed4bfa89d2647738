"""What says that the database is away for a while, and nothing of the work itself."""

from __future__ import annotations

import asyncio
import errno
import socket
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.core.availability import StoreAwayError
from storage.core.engines import engine_of, plain_engine_of
from storage.store import Store, is_away
from storage.transaction import Transaction
from tests.support.postgres import Postgres
from tests.support.store_rows import NOW


async def test_a_read_only_standby_counts_as_absent(postgres: Postgres) -> None:
    store = await Store.open(postgres.new_database())

    async def work(tx: Transaction) -> None:
        await tx.work.connection.execute(text("SET TRANSACTION READ ONLY"))
        await tx.outbox.pause("web", NOW)

    assert is_away(await raised_by(store, work))
    await store.close()


async def test_a_wrong_statement_is_no_absence(store: Store) -> None:
    for statement in ("INSERT INTO pause (channel) VALUES (NULL)", "SELECT nothing FROM nowhere"):
        with pytest.raises(DBAPIError) as caught:
            async with store.transaction() as tx:
                await tx.work.connection.execute(text(statement))
        assert not is_away(caught.value)


def wrapped(error: Exception, kind: type[DBAPIError] = OperationalError) -> DBAPIError:
    return kind("SELECT 1", {}, error)


def sqlite(code: int | None) -> DBAPIError:
    error = sqlite3.OperationalError("something")
    if code is not None:
        error.sqlite_errorcode = code
    return wrapped(error)


def postgres_error(state: str | None) -> DBAPIError:
    error = psycopg.errors.lookup(state)("something") if state else psycopg.OperationalError("lost")
    return wrapped(error)


@pytest.mark.parametrize(
    "error",
    [
        sqlite(sqlite3.SQLITE_BUSY),
        sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
        sqlite(sqlite3.SQLITE_LOCKED),
        sqlite(sqlite3.SQLITE_FULL),
        sqlite(sqlite3.SQLITE_READONLY),
        sqlite(sqlite3.SQLITE_IOERR_WRITE),
        sqlite(sqlite3.SQLITE_CANTOPEN),
        postgres_error(None),
        wrapped(psycopg.InterfaceError("the connection is closed"), InterfaceError),
        *(
            postgres_error(state)
            for state in (
                *("08006", "25006", "25P03", "40001", "40P01", "53100", "53300", "55P03"),
                *("57014", "57P01", "57P02", "57P03", "58030"),
            )
        ),
        PoolTimeout("no connection to be had"),
        StoreAwayError("no way there"),
    ],
)
def test_what_the_drivers_say_of_an_absence(error: Exception) -> None:
    assert is_away(error)


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "a font"),
        PermissionError(errno.EACCES, "a folder"),
        OSError(errno.ENOSPC, "/tmp is full"),
        BrokenPipeError(errno.EPIPE, "a helper"),
        ConnectionResetError(errno.ECONNRESET, "a channel's server"),
        TimeoutError("a file that does not come"),
        asyncio.IncompleteReadError(b"", 4),
        socket.gaierror(socket.EAI_AGAIN, "a channel's server"),
        httpx.ConnectError("a channel's server"),
        httpx.ReadTimeout("a channel's server"),
        sqlite(sqlite3.SQLITE_ERROR),
        sqlite(None),
        wrapped(sqlite3.InterfaceError("a wrong value"), InterfaceError),
        postgres_error("42P01"),
        postgres_error("23505"),
        postgres_error("22P02"),
        MemoryError(),
        RuntimeError("anything"),
    ],
)
def test_what_says_nothing_of_the_database(error: Exception) -> None:
    assert not is_away(error)


async def raised_by(store: Store, work: Callable[[Transaction], Awaitable[object]]) -> Exception:
    """What the work, done in a transaction, ends with."""
    try:
        async with store.transaction() as tx:
            await work(tx)
    except Exception as error:
        return error
    raise AssertionError("it did not fail")


async def test_an_error_of_the_work_stays_what_it_is(store: Store) -> None:
    async def work(tx: Transaction) -> None:
        await tx.members.bind("web", "1", await tx.members.add("Lan", NOW), "1", NOW)
        raise FileNotFoundError("a font")

    error = await raised_by(store, work)
    assert isinstance(error, FileNotFoundError)
    assert not is_away(error)
    async with store.transaction() as tx:
        assert await tx.members.find("web", "1") is None


async def test_a_locked_file_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.core.engines.BUSY_MILLISECONDS", 50)
    path = tmp_path / "store.db"
    store = await Store.open(f"sqlite:///{path}")
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    assert is_away(await raised_by(store, lambda tx: tx.outbox.pause("web", NOW)))
    other.rollback()
    other.close()
    async with store.transaction() as tx:
        await tx.outbox.pause("web", NOW)
    await store.close()


@pytest.mark.parametrize("pragma", ["query_only=ON", "max_page_count=1"])
async def test_a_read_only_and_a_full_file_are_away(tmp_path: Path, pragma: str) -> None:
    store = await Store.open(f"sqlite:///{tmp_path / 'store.db'}")

    async def work(tx: Transaction) -> None:
        await tx.work.connection.execute(text(f"PRAGMA {pragma}"))
        for _ in range(100):
            await tx.uploads.add("web", "7", b"x" * 100_000, NOW)

    assert is_away(await raised_by(store, work))
    await store.close()


async def test_a_server_that_goes_is_away(postgres: Postgres) -> None:
    """Its connection is ended in the middle of a transaction."""
    store = await Store.open(postgres.new_database())

    async def work(tx: Transaction) -> None:
        mine = await tx.work.connection.scalar(text("SELECT pg_backend_pid()"))
        async with store.transaction() as other:
            await other.work.connection.execute(text(f"SELECT pg_terminate_backend({mine})"))
        await tx.outbox.pause("web", NOW)

    assert is_away(await raised_by(store, work))
    await store.close()


async def test_a_server_that_is_not_there_is_away() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        url = f"postgresql://nobody@127.0.0.1:{deaf.getsockname()[1]}/none"
        store = Store(engine_of(url), plain_engine_of(url))
        assert is_away(await raised_by(store, lambda tx: tx.outbox.pause("web", NOW)))
        with pytest.raises(DBAPIError) as caught:
            await store.at_once(lambda _: None)
        assert is_away(caught.value)
        await store.close()
