"""What becomes of the database: full, read-only, restarted, cut off."""

from __future__ import annotations

import asyncio
import re
import resource
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import httpx

from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres
from tests.support.standby import Standby
from tests.torture.bench import Work
from tests.torture.cluster import Replica

FULL = (r"disk is full", r"disk I/O error")
READ_ONLY = (r"read-?only",)
AWAY = (
    r"AdminShutdown",
    r"CannotConnectNow",
    r"OperationalError",
    r"InterfaceError",
)
AT_WORK = 1.0  # seconds between two faults, at most
AWAY_SECONDS = 2.0
LOOK_SECONDS = 0.05
LOOK_READY = 0.5
READY_SECONDS = 60.0  # until readiness has followed; the product's own limit is 15
DISK_BYTES = 24 * 1024 * 1024
LEAVE_BYTES = 48 * 1024  # of each file, while the disk is full: the log must stay below


async def fill_up(work: Work, count: int) -> None:
    """So many times no file of a process may grow beyond what a small one holds: the database's
    journal is cut off in the middle of a commit."""
    for _ in range(count):
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await work.crowd.somebody_types()
        for replica in work.cluster.replicas:
            _limit_files(replica, LEAVE_BYTES)
        work.tally.kills += 1
        await asyncio.sleep(work.dice.uniform(0.5, AWAY_SECONDS))
        for replica in work.cluster.replicas:
            _limit_files(replica, resource.RLIM_INFINITY)


async def fill_disk(work: Work, count: int) -> None:
    """So many times the disk is full until a process has failed to write, and a while longer."""
    disk = work.cluster.disk
    assert disk is not None
    for _ in range(count):
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await work.crowd.somebody_types()
        before = len(work.cluster.log)
        disk.fill()
        failed = await _until(lambda at=before: _is_full(work.cluster.log[at:]), PATIENCE)
        await _until_ready(work, False)
        await asyncio.sleep(work.dice.uniform(0, AWAY_SECONDS))
        disk.free()
        await _until_ready(work, True)
        work.tally.kills += failed
        if not failed:
            work.tally.dirty += 1
            work.tally.note("the disk was full, and nothing failed")


def _is_full(log: str) -> bool:
    return any(re.search(one, log) for one in FULL)


async def _until(done: Callable[[], bool], seconds: float) -> bool:
    for _ in range(round(seconds / LOOK_SECONDS)):
        if done():
            return True
        await asyncio.sleep(LOOK_SECONDS)
    return False


def _limit_files(replica: Replica, size: int) -> None:
    assert replica.pid is not None
    _, hard = resource.prlimit(replica.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(replica.pid, resource.RLIMIT_FSIZE, (size, hard))


async def protect_files(work: Work, count: int) -> None:
    """So many times a process is killed, and finds the database's files read-only when it
    starts: it must say so and end, and start again when they are writable."""
    folder = work.cluster.folder / "data"
    for _ in range(count):
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await work.crowd.somebody_types()
        replica = work.cluster.any(work.dice)
        await work.cluster.kill(replica)
        work.tally.kills += 1
        before = len(replica.log)
        _protect(folder, True)
        try:
            await replica.start(wait=False)
            async with asyncio.timeout(PATIENCE):
                code = await replica.gone()
        finally:
            _protect(folder, False)
        if code in (0, 70) or "Traceback" in replica.log[before:]:
            work.tally.dirty += 1
            work.tally.note(f"read-only: it ended with {code}: {replica.log[before:][-300:]}")
        await work.cluster.restart(replica)


def _protect(folder: Path, protected: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o555 if protected else 0o755)
        else:
            path.chmod(0o444 if protected else 0o644)


async def stand_by(work: Work, postgres: Postgres, count: int) -> None:
    """So many times the server takes no writing for a while."""
    for _ in range(count):
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await work.crowd.somebody_types()
        await asyncio.to_thread(postgres.read_only, True)
        work.tally.kills += 1
        await asyncio.sleep(work.dice.uniform(0.5, AWAY_SECONDS))
        await asyncio.to_thread(postgres.read_only, False)


async def stand_by_long(work: Work, postgres: Postgres, count: int) -> None:
    """So many times the server takes no writing until every process says that it is not ready,
    and then it does again: until every one says that it is."""
    for _ in range(count):
        await work.crowd.somebody_types()
        await asyncio.to_thread(postgres.read_only, True)
        work.tally.kills += 1
        await _until_ready(work, False)
        await asyncio.to_thread(postgres.read_only, False)
        await _until_ready(work, True)


async def _until_ready(work: Work, ready: bool) -> None:
    """Wait until every process is ready, or none is."""
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
        for _ in range(round(READY_SECONDS / LOOK_READY)):
            if {await _is_ready(client, one) for one in work.cluster.replicas} == {ready}:
                return
            await asyncio.sleep(LOOK_READY)
    work.tally.dirty += 1
    work.tally.note(f"not every process says that it is {'' if ready else 'not '}ready")


async def _is_ready(client: httpx.AsyncClient, replica: Replica) -> bool:
    try:
        return (await client.get(f"{replica.address}/readyz")).status_code == 200
    except httpx.HTTPError:
        return False


async def cut_connections(work: Work, postgres: Postgres, count: int) -> None:
    """So many times every connection to the server is cut."""
    for _ in range(count):
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await work.crowd.somebody_types()
        await asyncio.sleep(work.dice.uniform(0, 0.03))
        await asyncio.to_thread(postgres.cut)
        work.tally.kills += 1


async def restart_server(work: Work, postgres: Postgres, count: int) -> None:
    """So many times the server goes down, by turns in order and by a crash, and comes back."""
    for number in range(count):
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await work.crowd.somebody_types()
        await asyncio.to_thread(partial(postgres.go_down, crash=number % 2 == 0))
        work.tally.kills += 1
        await asyncio.sleep(work.dice.uniform(0, AWAY_SECONDS))
        await asyncio.to_thread(postgres.come_up)


async def fail_over(work: Work, postgres: Postgres, standbys: Sequence[Standby]) -> None:
    """Each of the standbys follows whoever is the primary, which waits for it with every commit;
    that one crashes, and the standby takes its place for good. What was the first primary comes up
    again before the end, and takes writing: nobody may write there."""
    go_down = partial(postgres.go_down, crash=True)
    primary = work.cluster.url.partition(",")[0]
    for standby in standbys:
        await asyncio.to_thread(standby.follow, primary)
        await asyncio.to_thread(standby.wait_for_it, primary)
        await work.crowd.somebody_types()
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await asyncio.to_thread(go_down)
        work.tally.kills += 1
        await asyncio.sleep(work.dice.uniform(0, AWAY_SECONDS))
        await asyncio.to_thread(standby.promote)
        work.cluster.url = primary = standby.url  # where the verdict is given
        await _until_ready(work, True)
        go_down = standby.go_down
    await asyncio.to_thread(postgres.stand_alone)
    await work.crowd.somebody_types()
