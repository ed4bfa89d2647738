"""Documents as they were handed out, and the conversation as it reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.part import Part
from storage.records import Document, TranscriptLine
from storage.schema import document, event, message

_SPOKEN = ("said", "tapped", "edited", "sent")  # kinds of events that a person sees as his own


class Documents(Part):
    async def add_document(
        self, report_id: int, kind: str, file_name: str, content: bytes, now: datetime
    ) -> int:
        """Keep a document exactly as it is handed out."""
        return await self._new(
            document,
            report=report_id,
            kind=kind,
            file_name=file_name,
            content=content,
            made_at=now,
        )

    async def document(self, document_id: int) -> Document | None:
        found = await self._db.execute(
            select(document.c.file_name, document.c.content).where(document.c.id == document_id)
        )
        row = found.first()
        return Document(*row) if row else None

    async def transcript(self, channel: str, conversation: str, limit: int) -> list[TranscriptLine]:
        """The last lines of a conversation, oldest first: what the person said, tapped and
        edited, and every message to him, sent or not."""
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
            select(*columns, document.c.file_name)
            .join_from(message, document, document.c.id == message.c.document, isouter=True)
            .where(message.c.channel == channel, message.c.conversation == conversation)
            .order_by(message.c.id.desc())
            .limit(limit)
        )
        return [
            (
                row.queued_at,
                1,
                TranscriptLine(mine=False, id=row.id, body=row.body, file_name=row.file_name or ""),
            )
            for row in reversed(found.all())
        ]
