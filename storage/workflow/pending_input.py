"""What a member's next text is for, beside their report."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from storage.core.queries import Queries
from storage.tables.workflow import errand

_OF_MEMBER = select(errand.c.body).where(errand.c.member == bindparam("member"))


class PendingInputQueries(Queries):
    async def of_member(self, member_id: int) -> dict[str, object] | None:
        """What the member's next text is for, beside the report."""
        return await self._db.scalar(_OF_MEMBER, {"member": member_id})

    async def set(self, member_id: int, body: dict[str, object] | None) -> None:
        """From now on the member's texts are for this, or for the report again."""
        values = {"member": member_id, "body": body or {}}
        await self._put(errand, ["member"], **values)
