"""What is done to many reports at once: a few statements for all of them, and an entry in the
history of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, update

from conversations.calendar.dates import local_day
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries, AuditLogQueries
from storage.tables.core import report
from storage.workflow.boards import BoardRow
from storage.workflow.rounds import end_of


class ReportBatchQueries(AuditedQueries):
    async def extend(
        self, context: AuditContext, rows: Sequence[BoardRow], days: Mapping[int, date], reason: str
    ) -> None:
        """Another last day for each of these reports, by report, and why."""
        query = update(report).where(report.c.id == bindparam("of"))
        until = [{"of": row.report, "until": end_of(days[row.report])} for row in rows]
        await self._db.execute(query.values(due_at=bindparam("until")), until)
        self._touch(report, *((row.report,) for row in rows))
        changes: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {
            row.report: (
                {"due": local_day(row.due_at).isoformat() if row.due_at else None},
                {"due": days[row.report].isoformat(), "reason": reason},
            )
            for row in rows
        }
        await AuditLogQueries(self._work).record_each(context, "due", changes)

    async def lock(self, context: AuditContext, numbers: Sequence[int], *, locked: bool) -> None:
        """Let nothing be changed in these reports any more, or again."""
        moment = context.at if locked else None
        query = update(report).where(report.c.id == bindparam("of")).values(locked_at=moment)
        await self._db.execute(query, [{"of": number} for number in numbers])
        change: tuple[dict[str, Any], dict[str, Any]] = ({"locked": not locked}, {"locked": locked})
        await AuditLogQueries(self._work).record_each(
            context, "lock", dict.fromkeys(numbers, change)
        )
