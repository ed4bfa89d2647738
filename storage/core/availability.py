"""What tells that the database is away for a while, and nothing of the work itself.

Only what the database's drivers say counts, and an OSError where the store itself reaches for the
database. A missing file, a full folder, another server that does not answer are the work's own
failures: to try again for ever would hold up the conversation.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.core.engines import READ_ONLY
from storage.core.errors import SchemaChangedError

# https://www.sqlite.org/rescode.html, primary codes
_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,  # locks of the log that several take at once
    }
)
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES_CLASSES = (
    "08",  # connection
    "40",  # deadlock, serialisation: the transaction may be done again
    "53",  # disk full, out of memory, too many connections
    "57",  # shutting down, starting, cancelled for taking too long
    "58",  # input and output on the server
)
_POSTGRES = frozenset(
    {
        READ_ONLY,  # a stand-by
        "25P03",  # the server ended a transaction that did nothing for too long
        "55P03",  # a lock was not to be had in time
    }
)


def is_read_only(error: DBAPIError) -> bool:
    """Whether something was refused because nothing may be written here."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    return code == sqlite3.SQLITE_READONLY or getattr(error.orig, "sqlstate", "") == READ_ONLY


class StoreAwayError(Exception):
    """The database cannot be reached."""


@contextmanager
def marking_absence() -> Iterator[None]:
    """Turn an OSError of reaching for the database into StoreAwayError."""
    try:
        yield
    except OSError as error:
        raise StoreAwayError(str(error)) from error


def is_away(error: BaseException) -> bool:
    """Whether the database is busy, full, read-only, away or another program's by now: the work
    may be done later."""
    if isinstance(error, SchemaChangedError | StoreAwayError | PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE
    state: str | None = getattr(error.orig, "sqlstate", "")
    if state == "":  # SQLite's, of the module's own: a wrong value
        return False
    if state is not None:
        return state in _POSTGRES or state.startswith(_POSTGRES_CLASSES)
    # PostgreSQL's driver gives no code to a connection that was never made or is lost.
    return isinstance(error, OperationalError | InterfaceError)
