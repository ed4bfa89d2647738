"""Who serves this database at present, and what only one of them may do at a time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update

from storage.core.queries import Queries
from storage.core.records import ServingProcess
from storage.tables.core import message
from storage.tables.operations import lease, process


class ProcessQueries(Queries):
    async def register(self, one: ServingProcess) -> None:
        """This process serves from now on."""
        await self._db.execute(self._upsert(process, ["id"], **one.as_row()))

    async def heartbeat(self, process_id: str, now: datetime) -> bool:
        """The process is still there; False when others have given it up meanwhile."""
        found = await self._db.execute(
            update(process)
            .where(process.c.id == process_id)
            .values(seen_at=now)
            .returning(process.c.id)
        )
        return found.first() is not None

    async def list_all(self) -> list[ServingProcess]:
        """All that have arrived and not left, the longest serving first."""
        found = await self._db.execute(
            select(*(process.c[name] for name in ServingProcess.__dataclass_fields__)).order_by(
                process.c.started_at, process.c.id
            )
        )
        return [ServingProcess(*row) for row in found]

    async def remove_dead(self, process_ids: Collection[str]) -> None:
        """These processes are gone: what they had claimed is free again. One that somebody else
        has his hand on is left: it gives a sign of life just now, or is being buried. To wait for
        it would block two processes that think each other gone."""
        asked = process.c.id.in_([*process_ids])
        there = {*await self._db.scalars(select(process.c.id).where(asked))}
        locking = select(process.c.id).where(asked).with_for_update(skip_locked=True)
        free = {*await self._db.scalars(locking)}
        gone = [one for one in process_ids if one in free or one not in there]
        if not gone:
            return
        await self._db.execute(delete(process).where(process.c.id.in_(gone)))
        await self._db.execute(delete(lease).where(lease.c.holder.in_(gone)))
        await self._db.execute(
            update(message)
            .where(message.c.settled_at.is_(None), message.c.leased_by.in_(gone))
            .values(leased_until=None)
        )
