"""Secret addresses at which people subscribe to their due days: one a person, kept as its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from storage.core.queries import Queries
from storage.core.work import AuditContext
from storage.tables.calendars import calendar_feed


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """An address that holds, and whose calendar it leads to."""

    id: int
    member: int
    made_at: datetime


_COLUMNS = tuple(calendar_feed.c[name] for name in CalendarFeed.__dataclass_fields__)


class CalendarFeedQueries(Queries):
    async def make(self, context: AuditContext, member: int, hashed: str) -> None:
        """Have the address of this hash be the member's only one: older ones end."""
        await self.end(context, member)
        values = {"member": member, "hash": hashed, "made_at": context.at}
        self._touch(calendar_feed, (await self._new(calendar_feed, **values),), by=context)

    async def find(self, hashed: str) -> CalendarFeed | None:
        """The address of this hash, while it holds."""
        where = (calendar_feed.c.hash == hashed, calendar_feed.c.ended_at.is_(None))
        row = (await self._db.execute(select(*_COLUMNS).where(*where))).first()
        return None if row is None else CalendarFeed(*row)

    async def of_member(self, member: int) -> CalendarFeed | None:
        """The member's address, if there is one that holds."""
        where = (calendar_feed.c.member == member, calendar_feed.c.ended_at.is_(None))
        row = (await self._db.execute(select(*_COLUMNS).where(*where))).first()
        return None if row is None else CalendarFeed(*row)

    async def end(self, context: AuditContext, member: int) -> bool:
        """End the member's address; whether there was one."""
        ended = await self._db.scalars(
            update(calendar_feed)
            .where(calendar_feed.c.member == member, calendar_feed.c.ended_at.is_(None))
            .values(ended_at=context.at)
            .returning(calendar_feed.c.id)
        )
        numbers = ended.all()
        for number in numbers:
            self._touch(calendar_feed, (number,), by=context)
        return bool(numbers)
