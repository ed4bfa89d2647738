"""Backups under writes and moves that are killed, with real processes."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from pathlib import Path

import pytest

from bot.cli.operations.database import back_up, check_database, move_to
from storage.core.errors import StoreError
from storage.operations.backup import opened_copy
from storage.operations.exclusive import begin_exclusive
from storage.operations.table_copy import Contents, all_contents
from storage.store import Store
from tests.storage.test_crash import prepare, steps_in, writer
from tests.support.installation import found_installation
from tests.support.postgres import Postgres
from tests.support.process import clean_environment
from tests.torture.fork_client import shared

pytestmark = pytest.mark.process
BACKUPS = 3
KILLS = 5
LONGEST = 0.8  # seconds that a move is given; it takes about half a second


async def test_a_backup_under_writes_is_whole(database: str, tmp_path: Path) -> None:
    """Each of them is one moment: as many answers as history, sessions and messages."""
    member, report = await prepare(database)
    taken = [0]
    async with writer(tmp_path, database) as lines:
        for number in range(BACKUPS):
            told = 0
            for _ in range(4):
                told = int(await anext(lines))
            file = tmp_path / f"{number}.db"
            back_up(database, file)
            with opened_copy(file) as copy:
                store = await Store.open(copy)
                taken.append(await steps_in(store, member, report))
                await store.close()
                assert (await check_database(copy, None))[1] == []
            assert taken[-1] >= told
    assert taken == sorted(taken)


async def test_a_killed_move_is_all_or_nothing(tmp_path: Path, postgres: Postgres) -> None:
    """Killed at any moment and begun again: in the end everything is there once, and at no time
    do both databases let a product in."""
    source, target = f"sqlite:///{tmp_path / 'phuluc.db'}", postgres.new_database()
    await found_installation(source)
    before = contents(source)
    seed = int(os.environ.get("PHULUC_SEED", "2026"))
    dice = random.Random(seed)
    for _ in range(KILLS):
        pid = await shared().start_product(
            *(tmp_path, tmp_path / "log", tmp_path / "out"),
            clean_environment(DATABASE_URL=source),
            words=("database", "move", "--to", target),
        )
        await asyncio.sleep(dice.uniform(0, LONGEST))
        if not shared().has_exited(pid):
            os.kill(pid, signal.SIGKILL)
        await shared().wait_for_exit(pid)
        rows = {content.rows for content in contents(target).values()}
        assert rows <= {0} or contents(target) == before, f"seed {seed}"
        if not await opens(source):
            assert contents(target) == before, f"seed {seed}"
    if await opens(source):
        move_to(source, target)
    assert contents(target) == before, f"seed {seed}"
    assert not await opens(source)
    assert (await check_database(target, None))[1] == []


def contents(url: str) -> Contents:
    with begin_exclusive(url) as connection:
        names = connection.dialect.get_table_names(connection)
        return all_contents(connection) if "answer" in names else {}


async def opens(url: str) -> bool:
    try:
        store = await Store.open(url)
    except StoreError:
        return False
    await store.close()
    return True
