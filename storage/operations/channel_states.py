"""How each channel does: who is reached over it, when somebody was heard, what waits and fails."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from storage.core.queries import Queries
from storage.core.sender_spaces import space_of
from storage.messaging.messages import FAILED, WAITING
from storage.tables.core import binding, event, message
from storage.tables.operations import pause

LOOKED_THROUGH = 100_000  # of the newest events, for the last one of a channel


@dataclass(frozen=True, slots=True)
class ChannelState:
    """One channel: its people, those it does not reach any more, when somebody was heard last
    (None: not lately), messages that wait, and since when the oldest does; messages that were not
    taken since a moment; until when it is to be left alone."""

    people: int
    lost: int
    heard_at: datetime | None
    waiting: int
    waiting_since: datetime | None
    failed: int
    paused_until: datetime | None


class ChannelStateQueries(Queries):
    async def measure(
        self, channels: Collection[str], since: datetime, now: datetime
    ) -> Mapping[str, ChannelState]:
        """The state of each; failures are counted `since` that moment."""
        return {one: await self._state(one, since, now) for one in channels}

    async def _state(self, channel: str, since: datetime, now: datetime) -> ChannelState:
        space = binding.c.channel == space_of(channel)
        people = await self._count(select(func.count()).select_from(binding).where(space))
        lost = await self._count(
            select(func.count()).select_from(binding).where(space, binding.c.lost_at.is_not(None))
        )
        here = message.c.channel == channel
        waits = (here, message.c.settled_at.is_(None), message.c.state == WAITING)
        found = await self._db.execute(
            select(func.count(), func.min(message.c.queued_at)).where(*waits)
        )
        waiting, oldest = found.one()
        failed = await self._count(
            select(func.count())
            .select_from(message)
            .where(here, message.c.state == FAILED, message.c.settled_at >= since)
        )
        until = await self._db.scalar(select(pause.c.until).where(pause.c.channel == channel))
        return ChannelState(
            people,
            lost,
            await self._heard(channel) if people else None,
            waiting,
            oldest,
            failed,
            until if until is not None and until > now else None,
        )

    async def _heard(self, channel: str) -> datetime | None:
        newest = select(func.max(event.c.id) - LOOKED_THROUGH).scalar_subquery()
        found: datetime | None = await self._db.scalar(
            select(event.c.received_at)
            .where(event.c.id > newest, event.c.channel == channel)
            .order_by(event.c.id.desc())
            .limit(1)
        )
        return found

    async def _count(self, query: Select[int]) -> int:
        return await self._db.scalar(query) or 0
