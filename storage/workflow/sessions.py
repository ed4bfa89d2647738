"""Where each member is in the conversation about their report."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from storage.core.queries import Queries
from storage.tables.core import member, session

_OF_MEMBER = (
    select(session.c.body)
    .join(member, member.c.id == session.c.member)
    .where(session.c.member == bindparam("member"), session.c.report == member.c.report)
    .with_for_update(of=session)
)


class SessionQueries(Queries):
    async def of_member(self, member_id: int) -> str | None:
        """Where the member's conversation about the report stands; nobody moves it on until
        this transaction ends."""
        return await self._db.scalar(_OF_MEMBER, {"member": member_id})

    async def save(self, member_id: int, report_id: int, body: str, now: datetime) -> None:
        keys = ["member", "report"]
        values = {"member": member_id, "report": report_id, "body": body, "saved_at": now}
        await self._put(session, keys, **values)
