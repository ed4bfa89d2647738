"""Backups: an SQLite file, whatever it was made of, so that either database can take it in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import delete

from storage.core.addresses import show_address
from storage.core.engines import parse_database_url, path_of
from storage.core.errors import NoDatabaseError, StoreError
from storage.core.file_urls import sqlite_url
from storage.operations.backup_secrets import remove_secrets
from storage.operations.exclusive import begin_exclusive, explaining_failures, on_sqlite
from storage.operations.migrate import is_current, migrate_tables, version_of
from storage.operations.partial_files import copy_folder, partial_file, sweep_partial_files
from storage.operations.table_copy import MOVED, copy_all
from storage.tables.core import office


def back_up(url: str, file: Path) -> None:
    """Write the database as it stands at this moment into a new file, while it is in use."""
    if file.exists():
        message = "{file} is there already; name another file"
        raise StoreError(message, file=file)
    sweep_partial_files(file.parent)
    with partial_file(file) as part, explaining_failures(url):
        if on_sqlite(url):
            copy_file(file_of(url), part)
        else:
            _copy_out(url, part)
        _make_whole(part)
        remove_secrets(part)


@contextmanager
def opened_copy(file: Path) -> Iterator[str]:
    """The URL of a copy of a backup, brought up to this program's version; the file itself stays
    as it is. StoreError when it is no sound backup."""
    with copy_folder() as folder:
        path = folder / "copy.db"
        try:
            copy_file(file, path)
            _make_whole(path)
        except sqlite3.Error as error:
            reason = error if file.is_file() else "no such file"
            message = "cannot read the backup {file}: {reason}"
            raise StoreError(message, file=file, reason=reason) from error
        url = sqlite_url(path)
        with begin_exclusive(url) as connection:
            if version_of(connection) is None:
                message = "{file} is no backup of Phuluc"
                raise StoreError(message, file=file)
            migrate_tables(connection)
            connection.execute(delete(office).where(office.c.name == MOVED))
            connection.commit()
        yield url


def file_of(url: str) -> Path:
    """The file of an SQLite database; StoreError when there is none."""
    path = path_of(url)
    if path is None or not path.is_file():
        where = str(path.absolute()) if path else show_address(parse_database_url(url))
        raise NoDatabaseError(where)
    return path


def copy_file(source: Path, target: Path) -> None:
    """SQLite's own way: one moment of the file, while others write to it. sqlite3.Error when it
    is none of SQLite's."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _copy_out(url: str, file: Path) -> None:
    """From PostgreSQL into an SQLite file, by a snapshot: what is written meanwhile is not in
    it, and nobody waits."""
    with begin_exclusive(url) as old, begin_exclusive(sqlite_url(file)) as new:
        if not is_current(old):
            message = (
                "the database is at version {version}; back it up with the Phuluc that made it"
            )
            raise StoreError(message, version=version_of(old))
        migrate_tables(new)
        copy_all(old, new)
        new.commit()


def _make_whole(file: Path) -> None:
    """Make it one file, without a journal beside it, and look that nothing in it is damaged."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            message = f"damaged: {found}"
            raise sqlite3.DatabaseError(message)
