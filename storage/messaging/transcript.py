"""The transcript of a conversation: what came in and what went out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage.core.queries import Queries
from storage.messaging.mentions import MentionQueries
from storage.tables.core import document, event, message, paper

_SPOKEN = ("said", "tapped", "edited", "sent")  # kinds of events that a person sees as their own


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """A text of the person (`mine`, then `body` is the event's) or a message of the bot."""

    mine: bool
    id: int
    body: dict[str, Any]
    file_name: str = ""


class TranscriptQueries(Queries):
    async def read(self, channel: str, conversation: str, limit: int) -> list[TranscriptLine]:
        """The last lines of a conversation, oldest first: what the person said, tapped and
        edited, and every message to the person, sent or not."""
        mine = await self._mine(channel, conversation, limit)
        lines = sorted(
            mine + await self._ours(channel, conversation, limit), key=lambda line: line[:2]
        )
        return [line for _, _, line in lines[-limit:]]

    async def _mine(
        self, channel: str, conversation: str, limit: int
    ) -> list[tuple[datetime, int, TranscriptLine]]:
        found = await self._db.execute(
            select(event.c.received_at, event.c.id, event.c.body)
            .where(
                event.c.channel == channel,
                event.c.conversation == conversation,
                event.c.body["kind"].as_string().in_(_SPOKEN),
            )
            .order_by(event.c.id.desc())
            .limit(limit)
        )
        return [
            (row.received_at, 0, TranscriptLine(mine=True, id=row.id, body=row.body))
            for row in reversed(found.all())
        ]

    async def _ours(
        self, channel: str, conversation: str, limit: int
    ) -> list[tuple[datetime, int, TranscriptLine]]:
        columns: list[Any] = [message.c.queued_at, message.c.id, message.c.body]
        found = await self._db.execute(
            select(*columns, func.coalesce(document.c.file_name, paper.c.file_name).label("name"))
            .join_from(message, document, document.c.id == message.c.document, isouter=True)
            .join(paper, paper.c.id == message.c.paper, isouter=True)
            .where(message.c.channel == channel, message.c.conversation == conversation)
            .order_by(message.c.id.desc())
            .limit(limit)
        )
        rows = found.all()[::-1]
        bodies = await MentionQueries(self._work).with_names([row.body for row in rows])
        return [
            (
                row.queued_at,
                1,
                TranscriptLine(mine=False, id=row.id, body=body, file_name=row.name or ""),
            )
            for row, body in zip(rows, bodies, strict=True)
        ]
