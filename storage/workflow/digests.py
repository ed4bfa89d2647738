"""When each member is reminded next: one row a member, claimed by the transaction that tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, select, update

from storage.core.queries import Queries
from storage.tables.core import member
from storage.tables.workflow import digest


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A member who is to be reminded, and where."""

    member: int
    next_at: datetime
    told_on: str | None
    snoozed_until: datetime | None
    reckoned_at: datetime | None
    channel: str
    conversation: str


class DigestQueries(Queries):
    async def take_due(
        self, channels: Collection[str], now: datetime, limit: int
    ) -> list[DueDigest]:
        """Whose next reminder is due, the longest waiting first, and how they are reached: where
        they were heard last, or else where they are bound. Locked until the transaction ends; what
        another process has locked is left to it."""
        # By the moment alone, as its index gives them: with the member added, PostgreSQL sorts
        # everybody who is due each time, for a few.
        return await self._digests(channels, digest.c.next_at <= now, digest.c.next_at, limit)

    async def take_misreckoned(
        self, channels: Collection[str], after: datetime, limit: int
    ) -> list[DueDigest]:
        """Those whose next reminder was reckoned after that moment, by a clock that has been put
        back since. Locked as those that are due."""
        where, order = digest.c.reckoned_at > after, digest.c.reckoned_at
        return await self._digests(channels, where, order, limit)

    async def _digests(
        self,
        channels: Collection[str],
        where: ColumnElement[bool],
        order: ColumnElement[datetime],
        limit: int,
    ) -> list[DueDigest]:
        found = await self._db.execute(
            select(
                digest.c.member,
                digest.c.next_at,
                digest.c.told_on,
                digest.c.snoozed_until,
                digest.c.reckoned_at,
                member.c.heard_channel,
                member.c.heard_conversation,
            )
            .join(member, member.c.id == digest.c.member)
            .where(where, member.c.heard_channel.in_([*channels]))
            .order_by(order)
            .limit(limit)
            .with_for_update(of=digest, skip_locked=True)
        )
        return [DueDigest(*row) for row in found]

    async def mark_told(
        self, member_id: int, told_on: str | None, next_at: datetime | None, now: datetime
    ) -> None:
        """Remind the member next at this moment, or never, as reckoned now; a snooze is over.
        `told_on` is the last day of a reminder."""
        values: dict[str, Any] = {"next_at": next_at, "reckoned_at": now, "snoozed_until": None}
        values["told_on"] = told_on
        await self._db.execute(update(digest).where(digest.c.member == member_id).values(values))

    async def reschedule(self, member_ids: Iterable[int], moment: datetime) -> None:
        """Something has changed for these members: work it out anew at this moment, unless they are
        looked at before it anyway."""
        # In order: two who change the same rows each in an order of their own block each other.
        rows = [{"member": number} for number in sorted(set(member_ids))]
        if not rows:
            return
        insert = self._insert(digest).values(next_at=moment)
        new = insert.excluded.next_at
        sooner = case((digest.c.next_at < new, digest.c.next_at), else_=new)
        query = insert.on_conflict_do_update(index_elements=["member"], set_={"next_at": sooner})
        await self._for_each(query, rows)

    async def reschedule_all(self, moment: datetime) -> None:
        """Something has changed for everybody who is to be reminded: work it out anew at this
        moment, unless they are looked at before it anyway."""
        later = update(digest).where(digest.c.next_at > moment)
        await self._db.execute(later.values(next_at=moment))

    async def snooze(self, member_id: int, until: datetime, now: datetime) -> None:
        """Leave the member in peace until then."""
        values: dict[str, Any] = {"member": member_id, "next_at": until, "snoozed_until": until}
        values["reckoned_at"] = now
        await self._put(digest, ["member"], **values)
