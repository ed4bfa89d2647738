"""Names and phone numbers that people left."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from storage.core.queries import Queries
from storage.tables.identity import contact


class ContactQueries(Queries):
    async def add(self, member_id: int, name: str, phone: str, now: datetime) -> int:
        """Keep what a person told; its number."""
        return await self._new(contact, member=member_id, name=name, phone=phone, at=now)

    async def was_added_since(self, member_id: int, since: datetime) -> bool:
        """Whether the member told a name and number since then."""
        where = (contact.c.member == member_id, contact.c.at >= since)
        return await self._db.scalar(select(contact.c.id).where(*where).limit(1)) is not None
