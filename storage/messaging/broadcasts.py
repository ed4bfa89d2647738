"""What many people are to be told of their reports: written down at once, told a few at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, delete, select

from storage.core.queries import Queries
from storage.tables.core import member
from storage.tables.workflow import announcement


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something a member is to be told: of a report, or what the `writer` of a letter says."""

    id: int
    code: str
    member: int
    report: int | None
    text: str | None
    writer: int | None


_COLUMNS = tuple(announcement.c[name] for name in Announcement.__dataclass_fields__)

_TAKE = (
    select(*_COLUMNS)
    .join(member, member.c.id == announcement.c.member)
    .where(member.c.heard_channel.in_(bindparam("channels", expanding=True)))
    .order_by(announcement.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(of=announcement, skip_locked=True)
)


class BroadcastQueries(Queries):
    async def add(
        self, code: str, whom: Sequence[tuple[int, int]], now: datetime, text: str = ""
    ) -> None:
        """Have these members, each with the report it is about, told this soon, with this text;
        nobody twice who still waits to be told it."""
        found = await self._db.execute(
            select(announcement.c.member, announcement.c.report).where(announcement.c.code == code)
        )
        waiting = {(row.member, row.report) for row in found}
        rows = [
            {"code": code, "member": person, "report": report, "text": text or None, "made_at": now}
            for person, report in dict.fromkeys(whom)
            if (person, report) not in waiting
        ]
        await self._for_each(announcement.insert(), rows)

    async def add_letter(
        self, code: str, writer: int, text: str, whom: Sequence[int], now: datetime
    ) -> None:
        """Have these members told soon what the writer says."""
        rows = [
            {"code": code, "member": person, "text": text, "writer": writer, "made_at": now}
            for person in dict.fromkeys(whom)
        ]
        await self._for_each(announcement.insert(), rows)

    async def take(self, channels: Collection[str], limit: int) -> list[Announcement]:
        """The oldest of those that can be told over these channels; whoever takes them tells
        them in the same transaction."""
        found = await self._db.execute(_TAKE, {"channels": [*channels], "most": limit})
        taken = [Announcement(*row) for row in found]
        if taken:
            ids = [one.id for one in taken]
            await self._db.execute(delete(announcement).where(announcement.c.id.in_(ids)))
        return taken
