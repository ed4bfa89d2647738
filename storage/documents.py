"""Documents as they were handed out, and the conversation as it reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage.part import Part
from storage.records import Document, QueuedMessage, TranscriptLine
from storage.schema import document, event, message, paper

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

    async def add_paper(self, member_id: int, file_name: str, content: bytes, now: datetime) -> int:
        """Keep a file that belongs to no one report, made for this member."""
        values = {"member": member_id, "file_name": file_name, "content": content}
        return await self._new(paper, **values, made_at=now)

    async def file_of(self, queued: QueuedMessage) -> Document | None:
        """The file that a message carries."""
        kept = document if queued.document_id is not None else paper
        number = queued.document_id if queued.document_id is not None else queued.paper_id
        found = await self._db.execute(
            select(kept.c.file_name, kept.c.content).where(kept.c.id == number)
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
            select(*columns, func.coalesce(document.c.file_name, paper.c.file_name).label("name"))
            .join_from(message, document, document.c.id == message.c.document, isouter=True)
            .join(paper, paper.c.id == message.c.paper, isouter=True)
            .where(message.c.channel == channel, message.c.conversation == conversation)
            .order_by(message.c.id.desc())
            .limit(limit)
        )
        return [
            (
                row.queued_at,
                1,
                TranscriptLine(mine=False, id=row.id, body=row.body, file_name=row.name or ""),
            )
            for row in reversed(found.all())
        ]
