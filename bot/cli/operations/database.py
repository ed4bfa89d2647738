"""The database from the command line: moved, backed up, restored, checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bot.cli.operations.audit import verify_history
from bot.ports import clock
from bot.runtime.language import tell
from storage.core.addresses import holds_password
from storage.core.engines import parse_database_url
from storage.core.errors import StoreError
from storage.operations.backup import back_up, file_of, opened_copy
from storage.operations.exclusive import begin_exclusive, find_damage, on_sqlite
from storage.operations.migrate import refuse_missing
from storage.operations.relocation import move_database, restore_backup
from storage.operations.restored_history import note_restored
from storage.operations.table_copy import Contents, all_contents
from storage.store import Store

__all__ = ["back_up", "check_database", "move_to", "restore_from", "target_of"]


def move_to(source: str, target: str) -> Contents:
    """Move the installation; what every table holds."""
    return move_database(source, target)


def target_of(url: str | None, file: Path | None) -> str:
    """The address to move to: given as it is, or as a file that holds it. StoreError for one with
    a password on the command line, which everybody on the machine can read."""
    if (url is None) == (file is None):
        message = "name the new database, by either --to URL or --to-file FILE"
        raise StoreError(message)
    if file is not None:
        found = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
        return found.strip()
    assert url is not None  # noqa: S101 - one of them is given
    if holds_password(parse_database_url(url)):
        message = (
            "a password on the command line can be read by everybody on this machine, and stays "
            "in the shell's history: write the address into a file that only you can read, name "
            "it by --to-file FILE, and change this password"
        )
        raise StoreError(message)
    return url


def restore_from(file: Path, target: str, folder: Path | None = None) -> Contents:
    """Restore a backup into an empty database; what every table holds. What the head in this
    data directory says more is given up, and the restored history says so."""
    return restore_backup(file, target, partial(_give_up, file, folder) if folder else None)


def _give_up(file: Path, folder: Path, restored: Connection) -> None:
    """Note in the restored history that it goes on from this backup."""
    note_restored(restored, folder, file.name, clock.now())


async def check_database(
    url: str, file: Path | None, folder: Path | None = None
) -> tuple[Contents, list[str]]:
    """What every table holds, and what is wrong: with this backup, or else with the database,
    of which a copy is looked at when it is a file, so that nobody waits; the database is held
    against the head that is kept in this folder."""
    if file is None:
        refuse_missing(url)
    with _still(url, file) as at:
        found = find_damage(at)
        with begin_exclusive(at) as connection:
            contents = all_contents(connection)
        return contents, found + await _broken_chains(at, folder if file is None else None)


@contextmanager
def _still(url: str, file: Path | None) -> Iterator[str]:
    if file is None and not on_sqlite(url):
        yield url
        return
    with opened_copy(file or file_of(url)) as copy:
        yield copy


async def _broken_chains(url: str, folder: Path | None) -> list[str]:
    store = await Store.open(url, make=False)
    try:
        found = await verify_history(store, folder=folder)
    finally:
        await store.close()
    return [tell("history: {line}", line=line) for line in found.wrong]
