"""What becomes of SQLite's journal: taken away under the running product, and tampered with after
a kill."""

from __future__ import annotations

import asyncio
import random
import shutil
from pathlib import Path

from sqlalchemy import text

from bot.runtime.history_check import check_history, held_journal
from storage.history.kept_head import HEAD_FILE, read_head_file
from storage.store import Store
from tests.torture.bench import Work

TAKEN = (r"database replaced", r"DatabaseReplacedError")
MISSING = (r"history is missing",)
SAVED = "and in the database itself"
AT_WORK = 1.0  # seconds between two faults, at most
KEPT_SECONDS = 1.5  # until the head of what was answered is kept


async def take_away(work: Work, count: int) -> None:
    """So many times the journal is removed, or another one put in its place: the product must end
    by itself, with all that it has confirmed saved, and start again as if nothing had been."""
    wal = work.cluster.folder / "data" / "phuluc.db-wal"
    (replica,) = work.cluster.replicas
    for number in range(count):
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await work.crowd.somebody_types()
        if number % 2:
            other = wal.with_name("other")
            shutil.copyfile(wal, other)
            other.replace(wal)
        else:
            wal.unlink()
        work.tally.kills += 1
        code = await replica.gone()
        if code != 2 or SAVED not in replica.log[-1_000:]:
            work.tally.dirty += 1
            work.tally.note(f"it ended with {code}: {replica.log[-300:]}")
        replica.address = ""
        await work.cluster.restart(replica)


async def tamper(work: Work, count: int) -> None:
    """So many times a process is killed, and its journal cut or a byte of it turned, in a copy:
    whoever opens that is told what is missing, and only if something is."""
    (replica,) = work.cluster.replicas
    for number in range(count):
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await work.crowd.somebody_types()
        await asyncio.sleep(KEPT_SECONDS)
        await work.cluster.kill(replica)
        copy = work.cluster.folder / f"copy-{number}"
        shutil.copytree(work.cluster.folder / "data", copy)
        await work.cluster.restart(replica)
        _spoil(copy / "phuluc.db-wal", work.dice)
        async with work.opening:
            lost, said = await _opened(copy)
        work.tally.kills += 1
        if bool(said) is not lost:
            work.tally.dirty += 1
            work.tally.note(f"lost: {lost}, said: {said}")


def _spoil(wal: Path, dice: random.Random) -> None:
    (wal.parent / "phuluc.db-shm").unlink(missing_ok=True)
    content = bytearray(wal.read_bytes()) if wal.exists() else bytearray()
    if not content:
        return
    at = dice.randrange(len(content))
    if dice.random() < 0.5:
        content = content[:at]
    else:
        content[at] ^= 0xFF
    wal.write_bytes(content)


async def _opened(folder: Path) -> tuple[bool, list[str]]:
    """Whether the database ends before the head that was kept, and what is said about it."""
    kept = read_head_file(folder / HEAD_FILE)
    url = f"sqlite:///{folder / 'phuluc.db'}"
    with held_journal(url, folder) as journal:
        store = await Store.open(url)
        said = await check_history(store, folder, journal)
    async with store.transaction() as tx:
        newest = await tx.work.connection.scalar(text("SELECT max(id) FROM history")) or 0
    await store.close()
    return kept is not None and newest < kept.entry, said
