"""The database from the command line: moved, backed up, restored, checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.admin.audit import verify
from bot.presence import alive
from storage.alone import begun, damage, on_sqlite
from storage.backups import back_up, file_of, opened_copy
from storage.copying import Contents, all_contents
from storage.moving import move, restore
from storage.store import Store

__all__ = ["back_up", "check", "move_to", "restore_from"]


def move_to(source: str, target: str) -> Contents:
    """Move the installation; what every table holds."""
    return move(source, target, alive)


def restore_from(file: Path, target: str) -> Contents:
    """Restore a backup into an empty database; what every table holds."""
    return restore(file, target, alive)


async def check(url: str, file: Path | None) -> tuple[Contents, list[str]]:
    """What every table holds, and what is wrong: with this backup, or else with the database,
    of which a copy is looked at when it is a file, so that nobody waits."""
    with _still(url, file) as at:
        found = damage(at)
        with begun(at) as connection:
            contents = all_contents(connection)
        return contents, found + await _broken_chains(at)


@contextmanager
def _still(url: str, file: Path | None) -> Iterator[str]:
    if file is None and not on_sqlite(url):
        yield url
        return
    with opened_copy(file or file_of(url)) as copy:
        yield copy


async def _broken_chains(url: str) -> list[str]:
    store = await Store.open(url)
    try:
        found = await verify(store)
    finally:
        await store.close()
    return [f"history: {line}" for line in found.wrong]
