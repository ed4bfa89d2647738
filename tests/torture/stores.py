"""What becomes of the database: full, read-only, restarted, cut off."""

from __future__ import annotations

import asyncio
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.databases import Postgres
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
AT_WORK = 1.0  # seconds between two blows, at most
AWAY_SECONDS = 2.0
LEAVE_BYTES = 48 * 1024  # of each file, while the disk is full: the log must stay below
DISK_MEGABYTES = 48


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


def _limit_files(replica: Replica, size: int) -> None:
    assert replica.pid is not None
    _, hard = resource.prlimit(replica.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(replica.pid, resource.RLIMIT_FSIZE, (size, hard))


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A disk of its own at this folder; False when this machine lets us mount none."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={DISK_MEGABYTES}m"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    mounted = bool(shutil.which("mount")) and subprocess.run(command, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


async def fill_disk(work: Work, disk: Path, count: int) -> None:
    """So many times the disk is full to the last byte, with a file of somebody else's."""
    ballast = disk / "ballast"
    for _ in range(count):
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await work.crowd.somebody_types()
        _fill(ballast)
        work.tally.kills += 1
        await asyncio.sleep(work.dice.uniform(0.5, AWAY_SECONDS))
        ballast.unlink()


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65_536)
        except OSError:
            return


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
            code = await replica.gone()
        finally:
            _protect(folder, False)
        if code in (0, 70) or "Traceback" in replica.log[before:]:
            work.tally.dirty += 1
            work.tally.note(f"read-only: it ended with {code}: {replica.log[before:][-300:]}")
        await work.cluster.restart(replica)


def _protect(folder: Path, protected: bool) -> None:
    for path in folder.iterdir():
        path.chmod(0o444 if protected else 0o644)
    folder.chmod(0o555 if protected else 0o755)


async def stand_by(work: Work, postgres: Postgres, count: int) -> None:
    """So many times the server takes no writing for a while."""
    for _ in range(count):
        await asyncio.sleep(work.dice.uniform(0, AT_WORK))
        await work.crowd.somebody_types()
        await asyncio.to_thread(postgres.read_only, True)
        work.tally.kills += 1
        await asyncio.sleep(work.dice.uniform(0.5, AWAY_SECONDS))
        await asyncio.to_thread(postgres.read_only, False)


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
