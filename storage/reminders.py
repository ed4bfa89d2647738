"""Appointments: whom to remind of which rows, and when. Told once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update

from storage.part import Part
from storage.records import DueReminder
from storage.schema import member, reminder


class Reminders(Part):
    async def add_reminder(
        self, report_id: int, member_id: int, rows: Sequence[str], due: datetime, now: datetime
    ) -> int:
        """Remind the member of these rows of the report; the reminder's id."""
        values = {"rows": [*rows], "due_at": due, "made_at": now}
        return await self._new(reminder, report=report_id, member=member_id, **values)

    async def due_reminders(
        self, channels: Collection[str], now: datetime, limit: int
    ) -> list[DueReminder]:
        """What is due and not told, oldest first, of members who were last heard over one of
        these channels. Locked until the transaction ends; what another process has locked is
        left to it."""
        found = await self._db.execute(
            select(
                reminder.c.id,
                reminder.c.report,
                reminder.c.member,
                reminder.c.rows,
                member.c.heard_channel,
                member.c.heard_conversation,
            )
            .join(member, member.c.id == reminder.c.member)
            .where(
                reminder.c.told_at.is_(None),
                reminder.c.due_at <= now,
                member.c.heard_channel.in_([*channels]),
            )
            .order_by(reminder.c.due_at, reminder.c.id)
            .limit(limit)
            .with_for_update(of=reminder, skip_locked=True)
        )
        return [DueReminder(*row[:3], tuple(row.rows), *row[4:]) for row in found]

    async def mark_told(self, reminder_id: int, now: datetime) -> None:
        """The reminder is done with."""
        await self._db.execute(
            update(reminder).where(reminder.c.id == reminder_id).values(told_at=now)
        )
