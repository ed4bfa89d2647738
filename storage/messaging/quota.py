"""What the messages of a channel cost: counted by month, against its budget."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import Insert, func, select

from storage.core.queries import Queries, insert_of
from storage.tables.core import binding, event, office
from storage.tables.operations import spending

FROM_PAGE = "page-"  # what came by a page begins its id so
_IN_CHAT = ~event.c.event_id.startswith(FROM_PAGE)


@cache
def _spend(dialect: str) -> Insert:
    insert = insert_of(dialect, spending)
    more = {"count": spending.c.count + insert.excluded.count}
    return insert.on_conflict_do_update(index_elements=["channel", "month", "kind"], set_=more)


class QuotaQueries(Queries):
    async def spend(self, channel: str, month: str, kind: str, count: int = 1) -> None:
        """So many more messages of this kind went out over the channel in the month."""
        values = {"channel": channel, "month": month, "kind": kind, "count": count}
        await self._db.execute(_spend(self._db.dialect.name), values)

    async def spent(self, channel: str, month: str) -> dict[str, int]:
        """How many messages of each kind went out in the month."""
        found = await self._db.execute(
            select(spending.c.kind, spending.c.count).where(
                spending.c.channel == channel, spending.c.month == month
            )
        )
        return {row[0]: row[1] for row in found}

    async def count_people(self, channel: str) -> int:
        """How many people have written over the channel."""
        found = await self._db.scalar(
            select(func.count()).select_from(binding).where(binding.c.channel == channel)
        )
        return found or 0

    async def last_heard(self, channel: str, conversation: str) -> datetime | None:
        """When a person last did something in this conversation itself, not on a page of it."""
        found: datetime | None = await self._db.scalar(
            select(event.c.received_at)
            .where(event.c.channel == channel, event.c.conversation == conversation, _IN_CHAT)
            .order_by(event.c.id.desc())
            .limit(1)
        )
        return found

    async def heard_since(self, channel: str, since: datetime) -> set[str]:
        """The conversations of the channel in which somebody did something since."""
        found = await self._db.execute(
            select(event.c.conversation)
            .where(event.c.channel == channel, event.c.received_at >= since, _IN_CHAT)
            .distinct()
        )
        return {*found.scalars()}

    async def is_first_time(self, name: str) -> bool:
        """Whether this is done for the first time; from now on it is not."""
        return await self._add_once(office, ["name"], name=name, text="")
