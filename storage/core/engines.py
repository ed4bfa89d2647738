"""From a database URL to an engine that is set up as our promises need it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, ExceptionContext, create_engine, make_url
from sqlalchemy import event as hooks
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.core.addresses import show_address
from storage.core.errors import StoreError
from storage.core.primaries import PrimarySearch
from storage.core.sqlite_connection import connect_by_statements
from storage.tables.types import to_json

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
ALLOWED = "sqlite:///path or postgresql://user:password@host:port/name"
WRITES, REACH = "target_session_attrs", "connect_timeout"  # what libpq calls them
REACH_SECONDS = 5  # for which each of several hosts is tried
BUSY_MILLISECONDS = 10_000  # how long a transaction waits for one of another process to end
IDLE = 60_000  # milliseconds that a transaction on PostgreSQL may do nothing
READERS = 4  # connections to SQLite for pages that only read
POOL = 10  # connections to PostgreSQL that are kept open
READ_ONLY = "25006"  # PostgreSQL's code for: nothing may be written here
# postgresql://user:password@one:5432,two:5432/name?…, of which SQLAlchemy reads only one host
_SEVERAL = re.compile(
    r"^(?P<start>postgresql(?:\+\w+)?://(?:[^/@]*@)?)(?P<hosts>[^/@,?]*,[^/@?]*)"
    r"(?P<name>/[^?]*)(?P<query>\?)?"
)
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
        engine = create_async_engine(
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
    _follow_primary(engine.sync_engine, address)
    return engine


def plain_engine_of(url: str) -> Engine | None:
    """An engine for one thread that does its work without a loop; None for a database in
    memory, which only one connection can see."""
    address = _address(url)
    if address.get_backend_name() != "sqlite":
        arguments = _patience(address)
        engine = create_engine(
            address,
            json_serializer=to_json,
            hide_parameters=True,
            pool_size=1,
            connect_args=arguments,
            **_CHECKED,
        )
        _follow_primary(engine, address)
        return engine
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


def replica_engine_of(url: str, primary: str) -> AsyncEngine:
    """An engine for a server that follows the database; StoreError when one of the two is none of
    PostgreSQL. Of several hosts it reads one that follows."""
    both = [parse_database_url(one) for one in (url, primary)]
    if any(one.get_backend_name() != "postgresql" for one in both):
        message = "a replica is a PostgreSQL server, and follows another one"
        raise StoreError(message)
    address = both[0]
    if _is_of_several(address):
        address = address.update_query_dict({WRITES: "prefer-standby"})
    return engine_of(address.render_as_string(hide_password=False))


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


def _follow_primary(engine: Engine, address: URL) -> None:
    """Be connected to the server that takes writing; of several hosts it may become another."""
    hooks.listen(engine, "handle_error", _leave_standby)
    if _is_of_several(address) and address.query.get(WRITES) in ("read-write", "primary"):
        hooks.listen(engine, "do_connect", PrimarySearch().connect)


def _leave_standby(context: ExceptionContext) -> None:
    """A server that refuses to write has become a standby: all connections to it are given up, and
    the next goes to whichever of the hosts takes writing."""
    if getattr(context.original_exception, "sqlstate", "") == READ_ONLY:
        context.is_disconnect = True


def _listen(engine: Engine) -> None:
    hooks.listen(engine, "connect", _set_up_sqlite)
    hooks.listen(engine, "begin", _begin_immediate)


def parse_database_url(url: str) -> URL:
    """The URL in parts; a StoreError about it never repeats it, for it may hold a password."""
    try:
        address = _of_several(make_url(_SEVERAL.sub(_named_apart, url, count=1)))
    except (ArgumentError, ValueError):
        message = "cannot read the database URL; allowed: {allowed}"
        raise StoreError(message, allowed=ALLOWED) from None
    if address.drivername not in DRIVERS:
        message = "cannot use a database of kind {kind!r}; allowed: {allowed}"
        raise StoreError(message, kind=address.drivername, allowed=ALLOWED)
    return address


def _named_apart(found: re.Match[str]) -> str:
    """Several hosts, as libpq writes them, as SQLAlchemy does. ValueError for addresses of IPv6,
    which it cannot tell from ports."""
    if "[" in found["hosts"]:
        raise ValueError(found["hosts"])
    hosts = "&".join(f"host={quote(one, safe=':[].')}" for one in found["hosts"].split(","))
    return f"{found['start']}{found['name']}?{hosts}{'&' if found['query'] else ''}"


def _is_of_several(address: URL) -> bool:
    hosts = address.query.get("host", "")
    return not isinstance(hosts, str) or "," in hosts


def _of_several(address: URL) -> URL:
    """Of several hosts the one that takes writing is meant, unless it says otherwise; one that
    does not answer is given up soon."""
    if not _is_of_several(address):
        return address
    wanted = {WRITES: "read-write", REACH: str(REACH_SECONDS)}
    return address.update_query_dict(
        {name: text for name, text in wanted.items() if name not in address.query}
    )


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
