"""The processes that serve this database at present."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from storage.core.queries import Queries
from storage.tables.core import message
from storage.tables.operations import process


@dataclass(frozen=True, slots=True)
class ServingProcess:
    """One that serves the database: a running product."""

    id: str
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime

    def as_row(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def process_lock(process_id: str) -> str:
    """The lock that a process holds for as long as it serves the database."""
    return f"process {process_id}"


class ProcessQueries(Queries):
    async def register(self, one: ServingProcess) -> None:
        """This process serves from now on."""
        await self._put(process, ["id"], **one.as_row())

    async def mark_seen(self, process_id: str, now: datetime) -> bool:
        """Note when the process was there; False when others have removed it meanwhile."""
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

    async def list_dead(self, me: str) -> set[str]:
        """Those beside this one that do not hold their lock; until this transaction ends they
        cannot take it again. On SQLite this one alone serves."""
        others = [one.id for one in await self.list_all() if one.id != me]
        return {one for one in others if await self._try_to_hold(process_lock(one))}

    async def remove_dead(self, process_ids: Collection[str]) -> None:
        """These processes are gone: what they had claimed is free again."""
        if not process_ids:
            return
        await self._db.execute(delete(process).where(process.c.id.in_(process_ids)))
        await self._db.execute(
            update(message)
            .where(message.c.settled_at.is_(None), message.c.leased_by.in_(process_ids))
            .values(leased_until=None)
        )
