"""From a database URL to an engine that is set up as our promises need it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy import event as hooks
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.core.addresses import show_address
from storage.core.errors import StoreError
from storage.core.sqlite_connection import connect_by_statements
from storage.tables.types import to_json

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
ALLOWED = "sqlite:///path or postgresql://user:password@host:port/name"
BUSY_MILLISECONDS = 10_000  # how long a transaction waits for one of another process to end
IDLE = 60_000  # milliseconds that a transaction on PostgreSQL may do nothing
READERS = 4  # connections to SQLite for pages that only read
POOL = 10  # connections to PostgreSQL that are kept open
# A connection that the server has dropped is replaced before it is used.
_CHECKED: dict[str, Any] = {"pool_pre_ping": True}


def engine_of(url: str) -> AsyncEngine:
    """An engine, not yet connected; StoreError when the URL cannot be used."""
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        engine = create_async_engine(address, json_serializer=to_json, hide_parameters=True)
        hooks.listen(engine.sync_engine, "do_connect", connect_by_statements)
        _listen(engine.sync_engine)
        return engine
    try:
        return create_async_engine(
            address,
            json_serializer=to_json,
            hide_parameters=True,
            pool_size=POOL,
            connect_args=_patience(address),
            **_CHECKED,
        )
    except ModuleNotFoundError as error:
        message = "PostgreSQL needs its driver: install phuluc[postgres]"
        raise StoreError(message) from error


def plain_engine_of(url: str) -> Engine | None:
    """An engine for one thread that does its work without a loop; None for a database in
    memory, which only one connection can see."""
    address = _address(url)
    if address.get_backend_name() != "sqlite":
        arguments = _patience(address)
        return create_engine(
            address,
            json_serializer=to_json,
            hide_parameters=True,
            pool_size=1,
            connect_args=arguments,
            **_CHECKED,
        )
    if in_memory(address):
        return None
    engine = create_engine(
        address.set(drivername="sqlite"), json_serializer=to_json, hide_parameters=True
    )
    _listen(engine)
    return engine


def reader_engine_of(url: str) -> AsyncEngine | None:
    """An engine that reads SQLite's file beside whoever writes, and cannot write itself; None for
    another database, and for one in memory."""
    address = _address(url)
    if address.get_backend_name() != "sqlite" or in_memory(address):
        return None
    engine = create_async_engine(
        address, json_serializer=to_json, hide_parameters=True, pool_size=READERS, max_overflow=0
    )
    hooks.listen(engine.sync_engine, "do_connect", connect_by_statements)
    hooks.listen(engine.sync_engine, "connect", _set_up_reader)
    hooks.listen(engine.sync_engine, "begin", _begin_reading)
    return engine


def in_memory(address: URL) -> bool:
    """Whether it is no file."""
    return not address.database or address.database.startswith((":memory:", "file:"))


def path_of(url: str) -> Path | None:
    """The file of an SQLite database; None for any other."""
    address = parse_database_url(url)
    if address.get_backend_name() != "sqlite" or in_memory(address):
        return None
    return Path(str(address.database))


def _address(url: str) -> URL:
    address = parse_database_url(url)
    return address.set(drivername=DRIVERS[address.drivername])


def _patience(address: URL) -> dict[str, str]:
    """PostgreSQL as patient as SQLite: whoever waits too long for a lock may try again later, and
    a process that stops in the middle of a transaction does not keep its locks for ever. The
    administrator's own options go before ours."""
    if "options" in address.query:
        return {}
    limits = {"lock_timeout": BUSY_MILLISECONDS, "idle_in_transaction_session_timeout": IDLE}
    return {"options": " ".join(f"-c {name}={value}" for name, value in limits.items())}


def _listen(engine: Engine) -> None:
    hooks.listen(engine, "connect", _set_up_sqlite)
    hooks.listen(engine, "begin", _begin_immediate)


def parse_database_url(url: str) -> URL:
    """The URL in parts; a StoreError about it never repeats it, for it may hold a password."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        message = "cannot read the database URL; allowed: {allowed}"
        raise StoreError(message, allowed=ALLOWED) from None
    if address.drivername not in DRIVERS:
        message = "cannot use a database of kind {kind!r}; allowed: {allowed}"
        raise StoreError(message, kind=address.drivername, allowed=ALLOWED)
    return address


def probe_database(url: str) -> None:
    """Look whether SQLite can use the file, before a thread is started for it. It blocks;
    sqlite3.Error when it cannot."""
    path = path_of(url)
    if path is None:
        return
    with closing(sqlite3.connect(path)) as connection:
        try:
            connection.execute("PRAGMA schema_version")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):  # in use, that is: it can be used
                raise


def unusable_database(url: str, error: Exception) -> StoreError:
    """What to raise for a failure: which database, and why not."""
    address = parse_database_url(url)
    where = show_address(address)
    reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
    if address.get_backend_name() == "sqlite" and address.database:
        path = Path(address.database)
        if not path.parent.is_dir():
            reason = f"no such directory: {path.parent}"
        elif path.is_dir():
            reason = "it is a directory"
    return StoreError("cannot use the database {where}: {reason}", where=where, reason=reason)


def _set_up_sqlite(connection: Any, _: Any) -> None:
    """Durable to the last commit, and no transaction begun behind our back."""
    _set_pragmas(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def _set_up_reader(connection: Any, _: Any) -> None:
    _set_pragmas(connection, "query_only=ON")


def _set_pragmas(connection: Any, *pragmas: str) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        # The patience comes first: the others may have to wait.
        for pragma in (f"busy_timeout={BUSY_MILLISECONDS}", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()  # nobody else knows of it: its thread would stay
        raise
    cursor.close()


def _begin_reading(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Any) -> None:
    # Whoever reads first and writes later would find the database locked.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
