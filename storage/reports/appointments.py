"""Appointments: whom to remind of which rows, and when. Told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from storage.core.queries import Queries
from storage.tables.core import reminder


@dataclass(frozen=True, slots=True)
class Appointment:
    """Rows of a report that a member wants to be reminded of at a moment."""

    id: int
    report: int
    rows: tuple[str, ...]
    due_at: datetime


class ReminderQueries(Queries):
    async def add(
        self, report_id: int, member_id: int, rows: Sequence[str], due: datetime, now: datetime
    ) -> int:
        """Remind the member of these rows of the report; the reminder's id."""
        values = {"rows": [*rows], "due_at": due, "made_at": now}
        return await self._new(reminder, report=report_id, member=member_id, **values)

    async def drop(
        self, report_id: int, member_id: int, rows: Sequence[str], due: datetime
    ) -> None:
        """The member is not to be reminded of just these rows at this moment."""
        for one in await self.of_member(member_id):
            if (one.report, one.rows, one.due_at) == (report_id, tuple(rows), due):
                await self._db.execute(delete(reminder).where(reminder.c.id == one.id))

    async def of_member(self, member_id: int) -> list[Appointment]:
        """What the member is still to be reminded of, the earliest first."""
        found = await self._db.execute(
            select(reminder.c.id, reminder.c.report, reminder.c.rows, reminder.c.due_at)
            .where(reminder.c.member == member_id, reminder.c.told_at.is_(None))
            .order_by(reminder.c.due_at, reminder.c.id)
        )
        return [Appointment(row.id, row.report, tuple(row.rows), row.due_at) for row in found]

    async def mark_told(self, reminder_id: int, now: datetime) -> None:
        """The reminder is done with."""
        await self._db.execute(
            update(reminder).where(reminder.c.id == reminder_id).values(told_at=now)
        )
