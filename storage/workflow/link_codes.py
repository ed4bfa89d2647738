"""One-time codes that bind another sender to a member."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from storage.core.queries import Queries
from storage.core.work import own_context
from storage.tables.core import link


class LinkCodeQueries(Queries):
    async def add(self, hashed: str, member_id: int, expires: datetime) -> None:
        """Keep the hash of a one-time code that makes another sender this member."""
        values = {"hash": hashed, "member": member_id, "expires_at": expires}
        await self._db.execute(link.insert().values(**values))
        self._touch(link, (hashed,))

    async def drop(self, member_id: int) -> None:
        """The member's codes that nobody has used are worth nothing any more."""
        where = (link.c.member == member_id, link.c.taken_at.is_(None))
        await self._db.execute(delete(link).where(*where))

    async def owner(self, hashed: str, now: datetime) -> int | None:
        """Whose code it is, without using it up; None when it is unknown, used or too old."""
        return await self._db.scalar(
            select(link.c.member).where(
                link.c.hash == hashed, link.c.taken_at.is_(None), link.c.expires_at > now
            )
        )

    async def take(self, hashed: str, now: datetime) -> int | None:
        """Use a code up: its member, or None when it is unknown, used or too old."""
        taken = await self._db.execute(
            update(link)
            .where(link.c.hash == hashed, link.c.taken_at.is_(None), link.c.expires_at > now)
            .values(taken_at=now)
            .returning(link.c.member)
        )
        member_id: int | None = taken.scalar_one_or_none()
        if member_id is not None:
            self._touch(link, (hashed,), by=own_context(member_id, "", now))
        return member_id
