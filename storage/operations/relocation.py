"""A whole installation into another database: moved there, or restored from a backup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, insert, update

from storage.core.addresses import show_address
from storage.core.engines import parse_database_url
from storage.core.errors import StoreError
from storage.messaging.messages import UNKNOWN
from storage.operations.backup import opened_copy
from storage.operations.exclusive import begin_exclusive, on_sqlite
from storage.operations.file_lock import refuse_served_file
from storage.operations.migrate import migrate_tables, refuse_missing
from storage.operations.session_lock import refuse_served
from storage.operations.table_copy import (
    MOVED,
    Contents,
    all_contents,
    copy_all,
    first_with_rows,
    refuse_moved,
)
from storage.tables.core import message, office


def move_database(source: str, target: str) -> Contents:
    """Copy everything into the other database and close this one, all or nothing. Repeated after
    a crash it goes on where it stood. StoreError when a product serves either of them, when
    something else is in the target, or when not every row arrives unchanged."""
    if parse_database_url(source) == parse_database_url(target):
        message_ = "the installation is in this database already"
        raise StoreError(message_)
    refuse_missing(source)
    with _alone(source) as old, _alone(target) as new:
        there = all_contents(new) if first_with_rows(new) is not None else {}
        if not there or there != all_contents(old):  # else it was killed before its last step
            there = _fill(old, new)
        where = show_address(parse_database_url(target))
        old.execute(insert(office).values(name=MOVED, text=where))
        old.commit()
    return there


def restore_backup(
    file: Path, target: str, note: Callable[[Connection], None] | None = None
) -> Contents:
    """Copy a backup into an empty database, all or nothing. What was to be sent only once when
    the backup was made may have been sent since: nobody knows, and it is not sent again. `note`
    is what is to be written with it."""
    with opened_copy(file) as copy, begin_exclusive(copy) as old:
        doubtful = update(message).where(message.c.once, message.c.settled_at.is_(None))
        error = "restored from a backup"
        old.execute(doubtful.values(state=UNKNOWN, error=error, leased_until=None))
        with _alone(target) as new:
            return _fill(old, new, note)


def _fill(
    old: Connection, new: Connection, note: Callable[[Connection], None] | None = None
) -> Contents:
    full = first_with_rows(new)
    if full is not None:
        where = show_address(new.engine.url)
        message_ = "{where} is not empty: there are rows in {table}; name an empty database"
        raise StoreError(message_, where=where, table=full.name)
    copied = copy_all(old, new)
    if note is not None:
        note(new)
    new.commit()
    return copied


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    """A connection to a database of this version that no product serves, nor can begin to serve
    until the transaction ends."""
    with begin_exclusive(url) as connection, refuse_served_file(url):
        migrate_tables(connection)
        connection.commit()
        if not on_sqlite(url):
            refuse_served(connection)
        refuse_moved(connection)
        yield connection
