"""What waits to be done, for whoever watches the product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.sql.elements import ColumnClause

from storage.core.queries import Queries
from storage.messaging.messages import UNKNOWN, WAITING
from storage.tables.attempts import event_attempt
from storage.tables.core import event, member, message
from storage.tables.operations import process
from storage.tables.workflow import digest


@dataclass(frozen=True, slots=True)
class QueueLength:
    """How much waits, and since when the oldest does."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class QueueStats:
    """Events not handled, messages not sent, reminders that are due; messages of which nobody
    knows whether they arrived; processes that serve the database; events that were set aside."""

    events: QueueLength
    messages: QueueLength
    reminders: QueueLength
    unknown: int
    processes: int
    set_aside: int


class QueueStatsQueries(Queries):
    async def measure(self, now: datetime) -> QueueStats:
        """What waits at this moment."""
        open_ = message.c.settled_at.is_(None)
        reachable = digest.c.member.in_(
            select(member.c.id).where(member.c.heard_channel.is_not(None))
        )
        return QueueStats(
            events=await self._waiting(event.c.received_at, event.c.handled_at.is_(None)),
            messages=await self._waiting(message.c.queued_at, open_, message.c.state == WAITING),
            reminders=await self._waiting(digest.c.next_at, digest.c.next_at <= now, reachable),
            unknown=await self._how_many(message.c.id, open_, message.c.state == UNKNOWN),
            processes=await self._how_many(process.c.id),
            set_aside=await self._how_many(
                event_attempt.c.event_id,
                event_attempt.c.set_aside_at.is_not(None),
                event_attempt.c.settled_at.is_(None),
            ),
        )

    async def _waiting(
        self, since: ColumnClause[datetime], *where: ColumnElement[bool]
    ) -> QueueLength:
        found = await self._db.execute(select(func.count(), func.min(since)).where(*where))
        return QueueLength(*found.one())

    async def _how_many(self, column: ColumnElement[object], *where: ColumnElement[bool]) -> int:
        return await self._db.scalar(select(func.count(column)).where(*where)) or 0
