"""Leases: what one holder at a time may do."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from storage.core.queries import Queries
from storage.tables.operations import lease


class LeaseQueries(Queries):
    async def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Whether the lease of this name is the holder's for so long from now: nobody had it, he
        had it, or it has run out. One that runs on for longer than any is given was made by a
        clock that went wrong."""
        span = timedelta(seconds=seconds)
        insert = self._insert(lease).values(name=name, holder=holder, until=now + span)
        taken = await self._db.execute(
            insert.on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": insert.excluded.holder, "until": insert.excluded.until},
                where=or_(
                    lease.c.holder == holder,
                    lease.c.until <= now,
                    lease.c.until > now + 2 * span,
                ),
            ).returning(lease.c.name)
        )
        return taken.first() is not None

    async def drop(self, name: str, holder: str) -> None:
        """The holder needs the lease no more."""
        await self._db.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))
