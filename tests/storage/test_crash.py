"""Killed at any moment: what was committed is there and whole, what was not never was."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from storage.store import Store
from tests.support.paths import ROOT
from tests.support.store_rows import NOW, new_report, waiting
from tests.support.store_writer import write_step

pytestmark = pytest.mark.process


@contextmanager
def writer(url: str, *more: str) -> Iterator[Iterator[str]]:
    """The lines of a writing process, which is killed at the end. A pipe's last lines may tell
    of commits that we had not read of before the kill."""
    command = [sys.executable, "-m", "tests.support.store_writer", url, *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield iter(process.stdout.readline, "")
        finally:
            process.kill()


async def prepare(url: str) -> tuple[int, int]:
    store = await Store.open(url)
    async with store.transaction() as tx:
        member, report = await new_report(tx)
        await tx.members.bind("web", "lan", member, "7", NOW)
    await store.close()
    return member, report


async def steps_in(store: Store, member: int, report: int) -> int:
    """How many steps are stored, after a look that every one of them is whole."""
    async with store.transaction() as tx:
        loaded = await tx.reports.load(report)
        history = await tx.audit_log.of_report(report)
        steps = len(history)
        assert [entry.revision for entry in history] == list(range(1, steps + 1))
        assert loaded.answer("A").revision == steps
        assert loaded.answer("A").amount == (steps or None)
        assert await tx.sessions.of_member(member) == (str(steps) if steps else None)
        assert await tx.outbox.count_unsent("web") == steps
        assert await waiting(tx, "web") == []
    return steps


async def test_a_killed_process_loses_nothing_it_told_of(database: str) -> None:
    member, report = await prepare(database)
    told = 0
    for lines_read in (1, 8, 15):
        with writer(database) as lines:
            for _ in range(lines_read):
                told = int(next(lines))
        store = await Store.open(database)
        stored = await steps_in(store, member, report)
        assert stored >= told
        async with store.transaction() as tx:
            assert await write_step(tx, member, report) == stored + 1
        await store.close()


async def test_a_process_killed_in_a_transaction_leaves_nothing(database: str) -> None:
    member, report = await prepare(database)
    with writer(database, "--hang") as lines:
        assert next(lines) == "in the middle\n"
    store = await Store.open(database)
    async with store.transaction() as tx:
        assert await write_step(tx, member, report) == 1  # nothing waits for the dead
    assert await steps_in(store, member, report) == 1
    await store.close()
