"""The store: every query of the product, on SQLite or PostgreSQL, behind one transaction."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.announcements import Announcements
from storage.backlog import Backlogs
from storage.besides import Besides
from storage.channel_tokens import ChannelTokens
from storage.connecting import (
    BUSY_MILLISECONDS,
    engine_of,
    explain,
    is_away,
    plain_engine_of,
    probe,
)
from storage.copying import refuse_moved
from storage.digests import Digests
from storage.documents import Documents
from storage.events import Events
from storage.handing import Handing
from storage.issued import IssuedFiles
from storage.losing import Losing
from storage.members import Members
from storage.migrating import migrate
from storage.operations.retention import Retention
from storage.page_passes import PagePasses
from storage.processes import Processes
from storage.records import (
    Appointment,
    Conflict,
    Document,
    HistoryEntry,
    MemberRef,
    Process,
    QueuedMessage,
    StoredEvent,
    StoreError,
    TranscriptLine,
)
from storage.reports import Reports
from storage.rollups import RollUps
from storage.rounds import Rounds
from storage.spendings import Spendings
from storage.standing import Standings
from storage.units import Units
from storage.uploads import Uploads
from storage.workflow.rebindings import Rebindings

__all__ = [
    "Appointment",
    "Conflict",
    "Document",
    "HistoryEntry",
    "MemberRef",
    "Process",
    "QueuedMessage",
    "Store",
    "StoreError",
    "StoredEvent",
    "Transaction",
    "TranscriptLine",
    "explain",
    "is_away",
]
T = TypeVar("T")
RETRY_SECONDS = 0.05


class Transaction(
    Events,
    Members,
    Units,
    Retention,
    Rebindings,
    Rounds,
    RollUps,
    Handing,
    Digests,
    Announcements,
    Reports,
    Losing,
    Documents,
    IssuedFiles,
    Uploads,
    Spendings,
    ChannelTokens,
    PagePasses,
    Processes,
    Standings,
    Backlogs,
    Besides,
):
    """One open transaction: committed when its block ends, rolled back when it raises."""


class Store:
    """Open with `await Store.open(url)`; end with `await store.close()`."""

    def __init__(self, engine: AsyncEngine, plain: Engine | None) -> None:
        self._engine = engine
        self._plain = plain
        self._thread = ThreadPoolExecutor(1, "store")
        # SQLite writes one transaction at a time and lets the others poll for their turn, some
        # of them for seconds; a queue of our own is fair, and quick.
        self._turn: AbstractAsyncContextManager[None] = (
            asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    @classmethod
    async def open(cls, url: str) -> Store:
        """Connect, and bring the tables up to date. `url` is `sqlite:///path` or
        `postgresql://…`; StoreError when there is no usable database behind it, or the
        installation has moved to another one."""
        engine = engine_of(url)
        try:
            await asyncio.to_thread(probe, url)
            await _migrate(engine)
        except (DBAPIError, sqlite3.Error, OSError) as error:
            await engine.dispose()
            raise StoreError(explain(url, error)) from error
        except BaseException:
            await engine.dispose()
            raise
        return cls(engine, plain_engine_of(url))

    async def close(self) -> None:
        """Close the connections, once the transaction at work on SQLite has ended: one that
        came back later would stay open."""
        async with self._turn:
            await self._engine.dispose()
            if self._plain is not None:
                self._plain.dispose()
            self._thread.shutdown()

    async def at_once(self, work: Callable[[Connection], T]) -> T:
        """Carry out the work in one transaction, on a thread of its own: many statements in a
        row cost less there than each a turn of the loop."""
        async with self._turn:
            if self._plain is None:
                async with self._engine.begin() as connection:
                    return await connection.run_sync(work)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, _in_transaction, self._plain, work)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All that is done inside is committed together, or not at all. Open none inside
        another: on SQLite it would wait for itself."""
        async with self._turn, self._engine.begin() as connection:
            yield Transaction(connection)


def _in_transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.begin() as connection:
        return work(connection)


async def _migrate(engine: AsyncEngine) -> None:
    loop = asyncio.get_running_loop()
    patience = loop.time() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            async with engine.begin() as connection:
                await connection.run_sync(migrate)
                await connection.run_sync(refuse_moved)
        except OperationalError as error:
            # Of several that turn a new SQLite file to WAL at once, one may; the others are
            # refused without waiting.
            if "database is locked" not in str(error.orig) or loop.time() > patience:
                raise
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return
