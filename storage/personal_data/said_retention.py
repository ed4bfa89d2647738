"""Letting go of what was said: events and messages, of which there are most.

They are numbered in the order in which they came, and are looked at in that order, a stretch at a
time: what a batch costs does not grow with what is kept, nor with the numbers of events that the
history names and that stay for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, delete, literal, select, true, update

from storage.core.queries import Queries
from storage.tables.core import event, history, message
from storage.tables.workflow import fleeting

STRETCH = 1_000  # rows that are looked at in one transaction


@dataclass(frozen=True, slots=True)
class Swept:
    """How many `rows` went. Where the rows are looked at in the order of their numbers, those up to
    `after` were, and `more`: those behind it may be old too."""

    rows: int
    after: int = 0
    more: bool = False


class SaidRetentionQueries(Queries):
    async def sweep_events(self, before: datetime, limit: int, after: int) -> Swept:
        """Events that the history refers to keep their number and their time alone."""
        whole = event.c.handled_at.is_not(None) & (event.c.conversation != "")
        numbers, swept = await self._old(event, event.c.received_at, whole, before, limit, after)
        asked = select(history.c.event).where(history.c.event.in_(numbers)).distinct()
        named = {*await self._db.scalars(asked)} if numbers else set()
        await self._delete(event, [one for one in numbers if one not in named])
        if named:
            await self._db.execute(
                update(event)
                .where(event.c.id.in_(sorted(named)))
                .values(
                    body={"kind": "said", "text": "", "message_ref": "", "expired": True},
                    conversation="",
                    message_ref="",
                    event_id=literal("expired-") + cast(event.c.id, String),
                )
            )
        return swept

    async def sweep_messages(self, before: datetime, limit: int, after: int) -> Swept:
        """Also what was never sent: nobody waits for it after so long."""
        at = message.c.queued_at
        numbers, swept = await self._old(message, at, true(), before, limit, after)
        if numbers:
            await self._db.execute(delete(fleeting).where(fleeting.c.message.in_(numbers)))
        await self._delete(message, numbers)
        return swept

    async def _delete(self, table: Table, numbers: Sequence[int]) -> None:
        if numbers:
            await self._db.execute(delete(table).where(table.c.id.in_(numbers)))

    async def _old(
        self,
        table: Table,
        at: ColumnElement[Any],
        which: ColumnElement[bool],
        before: datetime,
        limit: int,
        after: int,
    ) -> tuple[list[int], Swept]:
        """The rows to be let go in the next stretch: old, of the kind that is asked for, and not
        the newest of all, whose number would be used again: it is the last of these rows where
        none stands behind the stretch."""
        stretch = (
            select(table.c.id, (at < before).label("old"), which.label("whole"))
            .where(table.c.id > after)
            .order_by(table.c.id)
            .limit(STRETCH + 1)
        )
        rows = (await self._db.execute(stretch)).all()
        old = [one for one in rows[:-1] if one.old]
        if not old:
            return [], Swept(0, after)
        found = [one.id for one in old if one.whole]
        behind = old[-1].id if len(found) <= limit else found[limit - 1]
        locked = select(table.c.id).where(table.c.id.in_(found[:limit])).order_by(table.c.id)
        locked = locked.with_for_update(skip_locked=True)
        numbers = [*await self._db.scalars(locked)] if found else []
        more = behind != old[-1].id or (len(rows) > STRETCH and bool(rows[-2].old))
        return numbers, Swept(len(numbers), behind, more)
