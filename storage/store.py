"""The store: every query of the product, on SQLite or PostgreSQL, behind one transaction."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event as hooks
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.documents import Documents
from storage.events import Events
from storage.members import Members
from storage.migrating import migrate
from storage.outbox import Outbox
from storage.records import (
    Conflict,
    Document,
    HistoryEntry,
    MemberRef,
    QueuedMessage,
    StoredEvent,
    StoreError,
    TranscriptLine,
)
from storage.reports import Reports

__all__ = [
    "Conflict",
    "Document",
    "HistoryEntry",
    "MemberRef",
    "QueuedMessage",
    "Store",
    "StoreError",
    "StoredEvent",
    "Transaction",
    "TranscriptLine",
]
KINDS = ("sqlite://", "postgresql://")
BUSY_MILLISECONDS = 10_000  # how long a transaction waits for another to end


class Transaction(Events, Members, Reports, Outbox, Documents):
    """One open transaction: committed when its block ends, rolled back when it raises."""


class Store:
    """Open with `await Store.open(url)`; end with `await store.close()`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    async def open(cls, url: str) -> Store:
        """Connect, and bring the tables up to date. `url` is `sqlite:///path` or
        `postgresql://…`; StoreError when there is no usable database behind it."""
        engine = _engine(url)
        try:
            async with engine.begin() as connection:
                await connection.run_sync(migrate)
        except (DBAPIError, OSError) as error:
            await engine.dispose()
            raise StoreError(_explain(engine, error)) from error
        except StoreError:
            await engine.dispose()
            raise
        return cls(engine)

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All that is done inside is committed together, or not at all."""
        async with self._engine.begin() as connection:
            yield Transaction(connection)


def _engine(url: str) -> AsyncEngine:
    if not url.startswith(KINDS):
        kind = url.partition(":")[0]
        message = f"cannot use the database {kind}:…; allowed: sqlite:///path or postgresql://…"
        raise StoreError(message)
    if url.startswith("sqlite://"):
        url = "sqlite+aiosqlite://" + url.removeprefix("sqlite://")
    engine = create_async_engine(url, json_serializer=_to_json)
    if engine.dialect.name == "sqlite":
        hooks.listen(engine.sync_engine, "connect", _set_up_sqlite)
        hooks.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _set_up_sqlite(connection: Any, _: Any) -> None:
    """Durable to the last commit, and no transaction begun behind our back."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",  # first: the others may have to wait
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    # Whoever reads first and writes later would find the database locked.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _explain(engine: AsyncEngine, error: Exception) -> str:
    where = engine.url.render_as_string(hide_password=True)
    reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
    return f"cannot use the database {where}: {reason}"
