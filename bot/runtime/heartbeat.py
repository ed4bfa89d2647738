"""This process among those that serve the same database, and removing those that have died."""

from __future__ import annotations

import asyncio
import itertools
import math
import os
import secrets
import socket
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from storage.operations.processes import ServingProcess
from storage.operations.serving_lock import ServingLock
from storage.store import SchemaChangedError, Store

log = structlog.get_logger(__name__)
PROOF_SECONDS = 2.5  # how often a process looks after its lock
LOOKS_AFTER = 2  # proofs until it writes and looks for dead processes
SIGN_COUNTS = 15.0  # seconds for which a sign shows that the database takes writing
HOST_LENGTH = 128


def new_name() -> str:
    """A name that no other process has."""
    return secrets.token_hex(8)


@dataclass
class Heartbeat:
    """Holds the process's lock and writes signs of life. `name` is what this process claims under;
    `others` how many more there are."""

    store: Store
    lock: ServingLock
    clock: Clock
    name: str
    others: int = 0
    signed_at: float = -math.inf  # by the loop's clock
    # Processes without a lock at the last look. Whoever only lost the connection is back by the
    # next one.
    missed: set[str] = field(default_factory=set)

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
        for turn in itertools.count(1):
            await asyncio.sleep(PROOF_SECONDS)
            try:
                await finish_work(self.look() if turn % LOOKS_AFTER == 0 else self.lock.prove())
            except SchemaChangedError:
                log.error("the database is another version's")
                raise
            except Exception:
                log.exception("no sign of life given")

    async def leave(self) -> None:
        """Say that this process ends; what it had claimed is free."""
        await finish_work(self._leave())

    async def look(self) -> None:
        """One sign of life, and a look at who is dead. SchemaChangedError when the tables are not
        ours."""
        await self.lock.prove()
        now = self.clock()
        async with self.store.transaction() as tx:
            if not await tx.schema.is_current():
                raise SchemaChangedError
            if not await tx.processes.mark_seen(self.name, now):
                await tx.processes.register(self._me(now))  # the others had given this process up
            dead = await tx.processes.list_dead(self.name)
            gone = dead & self.missed
            await tx.processes.remove_dead(gone)
            there = await tx.processes.list_all()
        self.missed = dead - gone
        self.signed_at = asyncio.get_running_loop().time()
        if gone:
            log.warning("gone without a word", processes=len(gone))
        self.others = len(there) - 1

    async def _arrive(self) -> None:
        await self.lock.prove()
        async with self.store.transaction() as tx:
            await tx.processes.register(self._me(self.clock()))
            self.missed = await tx.processes.list_dead(self.name)
        await self.look()

    async def _leave(self) -> None:
        async with self.store.transaction() as tx:
            await tx.attempts.release(self.name)
            await tx.processes.remove_dead([self.name])

    def _me(self, now: datetime) -> ServingProcess:
        host = socket.gethostname()[:HOST_LENGTH]
        return ServingProcess(self.name, host, os.getpid(), now, now)
