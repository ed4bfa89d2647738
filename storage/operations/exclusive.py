"""One connection to a database, for work that has it to itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.core.engines import (
    parse_database_url,
    plain_engine_of,
    probe_database,
    unusable_database,
)
from storage.core.errors import StoreError
from storage.operations.file_modes import make_private


@contextmanager
def begin_exclusive(url: str) -> Iterator[Connection]:
    """A connection whose transaction sees one moment of the database, and may last. What is not
    committed is rolled back. StoreError when there is no usable database."""
    with explaining_failures(url):
        make_private(url)
        probe_database(url)
        engine = plain_engine_of(url)
        if engine is None:
            message = "a database in memory cannot be moved"
            raise StoreError(message)
        on_server = engine.dialect.name == "postgresql"
        options = {"isolation_level": "REPEATABLE READ"} if on_server else {}
        try:
            with engine.connect().execution_options(**options) as connection:
                if on_server:
                    connection.execute(text("SET idle_in_transaction_session_timeout = 0"))
                    connection.commit()
                yield connection
        finally:
            engine.dispose()


@contextmanager
def explaining_failures(url: str) -> Iterator[None]:
    """Whatever the database refuses becomes one line for the administrator."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise unusable_database(url, error) from error


def on_sqlite(url: str) -> bool:
    """Whether the database is a file."""
    return parse_database_url(url).get_backend_name() == "sqlite"


def find_damage(url: str) -> list[str]:
    """What is wrong inside an SQLite database; PostgreSQL looks after itself."""
    if not on_sqlite(url):
        return []
    with begin_exclusive(url) as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        astray = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    lost = [f"{row[0]}: row {row[1]} refers to no {row[2]}" for row in astray]
    return [line for line in found if line != "ok"] + lost
