"""A server that follows the database and can be read: whether it may be read now, and how old what
it holds may be.

It is asked each time it is about to be read. What it says bounds the age from above: everything
that was committed before the last commit it has carried out is there. The processes of the product
write every few seconds, so that the bound is seldom more than these.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

log = logging.getLogger(__name__)
REACH_SECONDS = 2.0  # within which it must answer; the page is then read from the primary
REST_SECONDS = 5.0  # for which one that did not answer is left alone

_ASKED = text(
    "SELECT pg_is_in_recovery() AS follows, pg_last_xact_replay_timestamp() AS at, "
    "extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) AS age, "
    "current_database() AS name, (SELECT system_identifier FROM pg_control_system()) AS system, "
    "(SELECT version_num FROM alembic_version) AS tables"
)
READ_ONLY_SNAPSHOT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


class ReplicaUse(StrEnum):
    """Whether the replica is read, or why not."""

    READ = "read"
    AWAY = "away"
    BEHIND = "behind"  # further than it may be
    FOREIGN = "foreign"  # it follows another database
    PRIMARY = "primary"  # it follows none: it takes writing itself
    OTHER_TABLES = "other tables"  # a migration has not come to it yet


@dataclass(frozen=True, slots=True)
class DatabaseIdentity:
    """What tells a database and those that follow it from all others."""

    name: str
    system: int
    tables: str


@dataclass(frozen=True, slots=True)
class ReplicaState:
    """What a replica said. It holds all that was committed until `at`, `age` seconds ago by its
    own clock; None where it has nothing yet."""

    follows: bool
    at: datetime | None
    age: float | None
    identity: DatabaseIdentity


def judge_replica(state: ReplicaState, primary: DatabaseIdentity, most_lag: float) -> ReplicaUse:
    """Whether a replica in this state may be read in place of that primary."""
    one = state.identity
    if not state.follows:
        return ReplicaUse.PRIMARY
    if (one.name, one.system) != (primary.name, primary.system):
        return ReplicaUse.FOREIGN
    if one.tables != primary.tables:
        return ReplicaUse.OTHER_TABLES
    if state.age is None or state.age > most_lag:
        return ReplicaUse.BEHIND
    return ReplicaUse.READ


async def ask_replica(connection: AsyncConnection) -> ReplicaState:
    """What the server at the other end says of itself; it may be a primary too."""
    row = (await connection.execute(_ASKED)).one()
    await connection.rollback()
    age = None if row.age is None else max(0.0, float(row.age))
    identity = DatabaseIdentity(row.name, int(row.system), row.tables)
    return ReplicaState(bool(row.follows), row.at, age, identity)


@dataclass
class Replica:
    """The replica of one store. It is read while it is at most `most_lag` seconds old; a change of
    that is told once in the log."""

    engine: AsyncEngine
    primary: AsyncEngine
    most_lag: float
    use: ReplicaUse = ReplicaUse.READ
    age: float | None = None  # when it was asked last
    _known: DatabaseIdentity | None = None  # the primary's
    _rests_until: float = -math.inf

    async def connect(self) -> tuple[AsyncConnection, datetime] | None:
        """A connection in a transaction that only reads, and the moment of which it holds
        everything; None when the primary is to be read instead."""
        if time.monotonic() < self._rests_until:
            return None
        try:
            primary = await self._primary()
        except (DBAPIError, OSError, PoolTimeout):
            return None  # whoever reads the primary then is told that it is away
        try:
            async with asyncio.timeout(REACH_SECONDS):
                connection = await self.engine.connect()
                try:
                    state = await ask_replica(connection)
                    use = judge_replica(state, primary, self.most_lag)
                    await connection.execute(READ_ONLY_SNAPSHOT)
                except BaseException:
                    await connection.invalidate()
                    await connection.close()
                    raise
        except (DBAPIError, OSError, PoolTimeout):  # a time-out is an OSError
            self._rests_until = time.monotonic() + REST_SECONDS
            self._note(ReplicaUse.AWAY, None)
            return None
        self._note(use, state.age)
        if use is ReplicaUse.READ and state.at is not None:
            return connection, state.at
        await connection.close()
        return None

    async def _primary(self) -> DatabaseIdentity:
        """Who is followed; its tables are those that it had when this store was opened."""
        if self._known is None:
            async with self.primary.connect() as connection:
                self._known = (await ask_replica(connection)).identity
        return self._known

    def _note(self, use: ReplicaUse, age: float | None) -> None:
        self.age = age
        if use is self.use:
            return
        self.use = use
        if use is ReplicaUse.READ:
            log.info("the replica is read again")
        else:
            log.warning("the replica is %s: the primary is read instead", use.value)

    async def close(self) -> None:
        await self.engine.dispose()
