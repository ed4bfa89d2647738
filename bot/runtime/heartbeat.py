"""This process among those that serve the same database, and burying those that have died."""

from __future__ import annotations

import asyncio
import math
import os
import secrets
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.ports import clock
from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from storage.store import SchemaChangedError, ServingProcess, Store

log = structlog.get_logger(__name__)
SIGN_SECONDS = 5.0  # how often a process says that it is there
SIGN_COUNTS = 15.0  # seconds for which a sign shows that the database takes writing
GONE_AFTER = timedelta(seconds=20)  # without a sign
HOST_LENGTH = 128


def new_name() -> str:
    """A name that no other process has."""
    return secrets.token_hex(8)


@dataclass
class Heartbeat:
    """Gives signs of life. `name` is what this process claims and leases under; `others` how
    many more there are."""

    store: Store
    clock: Clock
    name: str = field(default_factory=new_name)
    host: str = field(default_factory=lambda: socket.gethostname()[:HOST_LENGTH])
    pid: int = field(default_factory=os.getpid)
    runs: Callable[[int], bool] = field(default_factory=lambda: _runs)
    others: int = 0
    signed_at: float = -math.inf  # by the loop's clock

    def count(self) -> int:
        """How many processes there are, this one among them."""
        return self.others + 1

    def can_write(self) -> bool:
        """Whether a small write of ours was committed just now."""
        return asyncio.get_running_loop().time() - self.signed_at <= SIGN_COUNTS

    async def arrive(self) -> None:
        """Say that this process is there, and free what dead ones had claimed."""
        await finish_work(self._arrive())

    async def run(self) -> None:
        """Give signs of life until cancelled; SchemaChangedError when another program has changed
        the tables."""
        while True:
            await asyncio.sleep(SIGN_SECONDS)
            try:
                await finish_work(self.look())
            except SchemaChangedError:
                log.error("the database is another version's")
                raise
            except Exception:
                log.exception("no sign of life given")

    async def leave(self) -> None:
        """Say that this process ends; what it had claimed is free."""
        await finish_work(self._leave())

    async def look(self) -> None:
        """One sign of life, and a look at who gives none any more. SchemaChangedError when the
        tables are not ours."""
        now = self.clock()
        async with self.store.transaction() as tx:
            if not await tx.schema.is_current():
                raise SchemaChangedError
            if not await tx.processes.heartbeat(self.name, now):
                await tx.processes.register(
                    self._me(now)
                )  # the others had given us up: we were too slow
            there = await tx.processes.list_all()
            gone = self._gone(there, now)
            await tx.processes.remove_dead(gone)
        self.signed_at = asyncio.get_running_loop().time()
        if gone:
            log.warning("gone without a word", processes=len(gone))
        self.others = len(there) - len(gone) - 1

    async def _arrive(self) -> None:
        async with self.store.transaction() as tx:
            await tx.processes.register(self._me(self.clock()))
        await self.look()

    async def _leave(self) -> None:
        async with self.store.transaction() as tx:
            await tx.attempts.release(self.name)
            await tx.processes.remove_dead([self.name])

    def _me(self, now: datetime) -> ServingProcess:
        return ServingProcess(self.name, self.host, self.pid, now, now)

    def _gone(self, there: Iterable[ServingProcess], now: datetime) -> list[str]:
        return [one.id for one in there if one.id != self.name and self._is_gone(one, now)]

    def _is_gone(self, one: ServingProcess, now: datetime) -> bool:
        """Whether it has died: on this machine that can be seen at once, and nobody but us has
        our number."""
        if one.host == self.host and (one.pid == self.pid or not self.runs(one.pid)):
            return True
        return abs(now - one.seen_at) > GONE_AFTER


def is_serving(one: ServingProcess) -> bool:
    """Whether this process serves its database at present, as a command on any machine can
    tell."""
    if one.host == socket.gethostname()[:HOST_LENGTH] and not _runs(one.pid):
        return False
    return abs(clock.now() - one.seen_at) <= GONE_AFTER


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's, but it is
        return True
    return True
