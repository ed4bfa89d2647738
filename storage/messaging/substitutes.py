"""What is kept of a message that went out in other words, because the channel did not take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from storage.core.queries import Queries
from storage.messaging.messages import SENT, WAITING
from storage.tables.core import member, message, paper

_GONE = ("replaces", "contact", "brief")  # what a substitute does not carry


@dataclass(frozen=True, slots=True)
class UnsentFile:
    """A file that a message was to bring, and to whom."""

    member: int
    document: int | None
    paper: int | None


class SubstituteQueries(Queries):
    async def keep_claim(self, message_id: int, process_id: str, until: datetime) -> bool:
        """Have a message that this process is sending for longer; False when it is not its own
        any more."""
        kept = await self._db.execute(
            update(message)
            .where(
                message.c.id == message_id,
                message.c.state == WAITING,
                message.c.leased_by == process_id,
            )
            .values(leased_until=until)
            .returning(message.c.id)
        )
        return kept.first() is not None

    async def unsent_file(self, message_id: int) -> UnsentFile | None:
        """The file of a message, and the member whom it is for; None when either is missing."""
        heard = select(func.min(member.c.id)).where(
            member.c.heard_channel == message.c.channel,
            member.c.heard_conversation == message.c.conversation,
        )
        found = await self._db.execute(
            select(
                func.coalesce(paper.c.member, heard.scalar_subquery()).label("member"),
                message.c.document,
                message.c.paper,
            )
            .join_from(message, paper, paper.c.id == message.c.paper, isouter=True)
            .where(message.c.id == message_id)
        )
        row = found.first()
        if row is None or row.member is None or row.document is row.paper is None:
            return None
        return UnsentFile(row.member, row.document, row.paper)

    async def give_way(
        self, message_id: int, said: Mapping[str, Any], reference: str, now: datetime, error: str
    ) -> bool:
        """The channel took something else in this message's place, and calls it `reference`:
        `said` is what of the body is different. False when that is noted already."""
        body = await self._db.scalar(select(message.c.body).where(message.c.id == message_id))
        kept = {name: value for name, value in (body or {}).items() if name not in _GONE}
        changed = await self._db.execute(
            update(message)
            .where(message.c.id == message_id, message.c.state != SENT)
            .values(
                state=SENT,
                body={**kept, **said},
                document=None,
                paper=None,
                reference=reference,
                error=error,
                attempts=message.c.attempts + 1,
                sent_at=now,
                settled_at=now,
                leased_until=None,
            )
            .returning(message.c.id)
        )
        return changed.first() is not None
