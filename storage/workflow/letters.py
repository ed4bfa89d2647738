"""Texts of their own that members have told to the people of many units: when, and to how many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.tables.core import history

_SUBJECT = "letter:"


class LetterQueries(AuditedQueries):
    async def mark_sent(
        self, context: AuditContext, unit: int, text: str, units: int, people: int
    ) -> None:
        """The member had this told to so many people of so many units below `unit`."""
        new = {"unit": unit, "text": text, "units": units, "people": people}
        await self._record(context, f"{_SUBJECT}{unit}", None, new)

    async def sent_since(self, member: int, since: datetime) -> list[tuple[datetime, str]]:
        """When the member had which text told since then, the newest last."""
        found = await self._db.execute(
            select(history.c.at, history.c.new)
            .where(
                history.c.report.is_(None),
                history.c.member == member,
                history.c.subject.startswith(_SUBJECT),
                history.c.at >= since,
            )
            .order_by(history.c.id)
        )
        rows: list[Any] = [*found]
        return [(row.at, row.new["text"]) for row in rows]
