"""The store: every query of the product, on SQLite or PostgreSQL, behind one transaction."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.core.availability import is_away, is_read_only, marking_absence
from storage.core.engines import (
    BUSY_MILLISECONDS,
    engine_of,
    path_of,
    plain_engine_of,
    probe_database,
    reader_engine_of,
    replica_engine_of,
    unusable_database,
)
from storage.core.errors import (
    NoDatabaseError,
    ReadOnlyError,
    RevisionConflict,
    SchemaChangedError,
    StoreError,
)
from storage.core.plain_connection import NotAtOnceError, PlainConnection, finish_at_once
from storage.core.replicas import READ_ONLY_SNAPSHOT, Replica
from storage.history.kept_head import KeptHead, read_heads
from storage.operations.database_file import DatabaseFile, SavedCopy
from storage.operations.file_modes import make_private
from storage.operations.migrate import is_current, migrate_tables, refuse_missing
from storage.operations.table_copy import refuse_moved
from storage.transaction import Transaction

__all__ = [
    "NoDatabaseError",
    "NotAtOnceError",
    "ReadOnlyError",
    "RevisionConflict",
    "SchemaChangedError",
    "Store",
    "StoreError",
    "is_away",
    "unusable_database",
]
T = TypeVar("T")
RETRY_SECONDS = 0.05


class Store:
    """Open with `await Store.open(url)`; end with `await store.close()`. `begun` is how many rows
    the register began with when it was opened now: they are taken as they stand."""

    def __init__(
        self,
        engine: AsyncEngine,
        plain: Engine | None,
        file: DatabaseFile | None = None,
        begun: int = 0,
        form_names: Mapping[str, str] | None = None,
        reader: AsyncEngine | None = None,
        replica: Replica | None = None,
    ) -> None:
        self.replica = replica
        self._reader = reader  # SQLite's, beside whoever writes
        self.begun = begun
        self.file = file  # SQLite's
        self._form_names = form_names or {}
        self._engine = engine
        self._plain = plain
        self._thread = ThreadPoolExecutor(1, "store")
        # SQLite writes one transaction at a time and lets the others poll for their turn, some
        # of them for seconds; a queue of our own is fair, and quick.
        self._turn: AbstractAsyncContextManager[None] = (
            asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    @classmethod
    async def open(
        cls,
        url: str,
        form_names: Mapping[str, str] | None = None,
        *,
        make: bool = True,
        replica: str | None = None,
        most_lag: float = 0.0,
    ) -> Store:
        """Connect, and bring the tables up to date. `url` is `sqlite:///path` or
        `postgresql://…`; `form_names` are what people call the forms, by their keys, which stand
        in for those that are left out, and may become more. StoreError when there is no usable
        database behind it, or the installation has moved to another one; NoDatabaseError when there
        is none and it is not to `make` one. `replica` is a server that follows it, and may be read
        instead where what is read may lag, while it is at most `most_lag` seconds behind."""
        following = None if replica is None else replica_engine_of(replica, url)
        engine = engine_of(url)
        try:
            if not make:
                await asyncio.to_thread(refuse_missing, url)
            await asyncio.to_thread(make_private, url)
            await asyncio.to_thread(probe_database, url)
            begun = await _migrate(engine)
            path = path_of(url)
            file = await asyncio.to_thread(DatabaseFile, path) if path else None
        except (DBAPIError, sqlite3.Error, OSError) as error:
            await engine.dispose()
            raise unusable_database(url, error) from error
        except BaseException:
            await engine.dispose()
            raise
        plain, reader = plain_engine_of(url), reader_engine_of(url)
        beside = Replica(following, engine, most_lag) if following is not None else None
        return cls(engine, plain, file, begun, form_names, reader, beside)

    async def close(self) -> None:
        """Close the connections, once the transaction at work on SQLite has ended: one that
        came back later would stay open."""
        async with self._turn:
            await self._engine.dispose()
            if self._reader is not None:
                await self._reader.dispose()
            if self.replica is not None:
                await self.replica.close()
            if self._plain is not None:
                self._plain.dispose()
            self._thread.shutdown()
            if self.file is not None:
                self.file.close()

    async def at_once(self, work: Callable[[Connection], T]) -> T:
        """Carry out the work in one transaction, on a thread of its own: many statements in a
        row cost less there than each a turn of the loop."""
        async with self._turn:
            self._refuse_replaced()
            if self._plain is None:
                async with self._begun() as connection:
                    return await connection.run_sync(work)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, _in_transaction, self._plain, work)

    async def read_at_once(self, look: Callable[[Transaction], Coroutine[Any, Any, T]]) -> T:
        """What is found by queries that nothing is written by, in one transaction and one go;
        NotAtOnceError when they wait for something else than the database."""

        def work(connection: Connection) -> T:
            plain = cast("AsyncConnection", PlainConnection(connection))
            return finish_at_once(look(Transaction(plain, self._form_names)))

        return await self.at_once(work)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All that is done inside is committed together, or not at all. Open none inside
        another: on SQLite it would wait for itself."""
        try:
            async with self._turn:
                self._refuse_replaced()
                async with self._begun() as connection:
                    work = Transaction(connection, self._form_names)
                    yield work
                    await work.register.settle()
        except DBAPIError as error:
            if await self._has_changed():
                raise SchemaChangedError from error
            raise

    @asynccontextmanager
    async def reading(self, *, may_lag: bool = False) -> AsyncIterator[Transaction]:
        """A transaction in which nothing is written: it sees what was committed when it began, and
        keeps nobody who writes waiting. ReadOnlyError for an attempt to write, or to lock. Where
        what is read `may_lag`, it is the replica's, if there is one that may be read: the
        transaction's `as_of` tells."""
        self._refuse_replaced()
        async with self._turn if self._alone else nullcontext():
            connection, as_of = await self._begin_reading(may_lag)
            try:
                yield Transaction(connection, self._form_names, as_of)
            except DBAPIError as error:
                if is_read_only(error):
                    raise ReadOnlyError from error
                raise
            finally:
                await connection.close()

    async def _begin_reading(self, may_lag: bool) -> tuple[AsyncConnection, datetime | None]:
        if may_lag and self.replica is not None:
            found = await self.replica.connect()
            if found is not None:
                return found
        with marking_absence():
            connection = await (self._reader or self._engine).connect()
            if connection.dialect.name == "postgresql":
                await connection.execute(READ_ONLY_SNAPSHOT)
        return connection, None

    @property
    def _alone(self) -> bool:
        """Whether who reads is on the connection of who writes: SQLite without a file."""
        return self._reader is None and self._engine.dialect.name == "sqlite"

    def _refuse_replaced(self) -> None:
        """DatabaseReplacedError when SQLite's files are not those any more that were opened: what
        would be confirmed now could be gone with this process."""
        if self.file is not None:
            self.file.refuse_replaced()

    async def heads(self) -> KeptHead:
        """Where the history ends, as it is committed; nobody waits for the answer."""
        if self.file is not None:
            return await asyncio.to_thread(self.file.read, read_heads)
        async with self._turn, self._engine.connect() as connection:
            return await connection.run_sync(read_heads)

    async def save_copy(self) -> SavedCopy:
        """Save what SQLite's open files hold that were removed or replaced; the store can then
        only be closed."""
        assert self.file is not None  # noqa: S101 - who asks has been told so by it
        async with self._turn:
            return await asyncio.to_thread(self.file.save_copy)

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[AsyncConnection]:
        """An open transaction. An OSError of beginning it is the database's, one of what is done
        inside need not be."""
        opening = self._engine.begin()
        with marking_absence():
            connection = await opening.__aenter__()
        try:
            yield connection
        except BaseException:
            await opening.__aexit__(*sys.exc_info())
            raise
        with marking_absence():
            await opening.__aexit__(None, None, None)

    async def _has_changed(self) -> bool:
        """Whether the tables are another program's: then what failed is not the work's fault."""
        try:
            async with self._turn, self._engine.begin() as connection:
                return not await connection.run_sync(is_current)
        except (DBAPIError, OSError, PoolTimeout):
            return False


def _in_transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    """The work is statements alone: every OSError is the database's."""
    with marking_absence(), engine.begin() as connection:
        return work(connection)


async def _migrate(engine: AsyncEngine) -> int:
    """Bring the tables up to date; how many rows the register has only just begun with."""
    loop = asyncio.get_running_loop()
    patience = loop.time() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            async with engine.begin() as connection:
                await connection.run_sync(migrate_tables)
                await connection.run_sync(refuse_moved)
                begun = await Transaction(connection).register.begin()
        except OperationalError as error:
            # Of several that turn a new SQLite file to WAL at once, one may; the others are
            # refused without waiting.
            if "database is locked" not in str(error.orig) or loop.time() > patience:
                raise
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return begun
