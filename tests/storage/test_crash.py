"""Killed at any moment: what was committed is there and whole, what was not never was."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.store import Store
from tests.support import store_writer
from tests.support.process import LOOK_SECONDS
from tests.support.store_rows import NOW, new_report, waiting
from tests.support.store_writer import write_step
from tests.torture.fork_client import shared

pytestmark = pytest.mark.process


@asynccontextmanager
async def writer(folder: Path, url: str, *more: str) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of a writing process, which is killed at the end. Its last lines may tell of
    commits that we had not read of before the kill."""
    out, words = folder / "out", (url, *more)
    out.write_bytes(b"")
    pid = await shared().start_product(
        *(folder, folder / "log", out), os.environ, words=words, module=store_writer.__name__
    )
    try:
        yield _lines(out, pid)
    finally:
        if not shared().has_exited(pid):
            os.kill(pid, signal.SIGKILL)
        await shared().wait_for_exit(pid)


async def _lines(out: Path, pid: int) -> AsyncIterator[str]:
    """The lines of the file as they come, while its process lives."""
    with out.open(encoding="utf-8") as file:
        line = ""
        while True:
            line += file.readline()
            if line.endswith("\n"):
                yield line
                line = ""
            else:
                assert not shared().has_exited(pid), out.with_name("log").read_text()
                await asyncio.sleep(LOOK_SECONDS)


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


async def test_a_killed_process_loses_nothing_it_told_of(database: str, tmp_path: Path) -> None:
    member, report = await prepare(database)
    told = 0
    for lines_read in (1, 8, 15):
        async with writer(tmp_path, database) as lines:
            for _ in range(lines_read):
                told = int(await anext(lines))
        store = await Store.open(database)
        stored = await steps_in(store, member, report)
        assert stored >= told
        async with store.transaction() as tx:
            assert await write_step(tx, member, report) == stored + 1
        await store.close()


async def test_a_process_killed_in_a_transaction_leaves_nothing(
    database: str, tmp_path: Path
) -> None:
    member, report = await prepare(database)
    async with writer(tmp_path, database, "--hang") as lines:
        assert await anext(lines) == "in the middle\n"
    store = await Store.open(database)
    async with store.transaction() as tx:
        assert await write_step(tx, member, report) == 1  # nothing waits for the dead
    assert await steps_in(store, member, report) == 1
    await store.close()
