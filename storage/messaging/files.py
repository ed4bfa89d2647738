"""Documents as they were handed out, and the conversation as it reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update

from storage.core.records import Document, FileLink, QueuedMessage, TranscriptLine
from storage.history.audit_log import Histories
from storage.messaging.mentions import Mentions
from storage.tables.core import document, event, message, paper
from storage.tables.workflow import file_link

_LINK = tuple(file_link.c[name] for name in FileLink.__dataclass_fields__)
_SPOKEN = ("said", "tapped", "edited", "sent")  # kinds of events that a person sees as his own


class Documents(Mentions, Histories):
    async def add_document(
        self, report_id: int, kind: str, file_name: str, content: bytes, now: datetime
    ) -> int:
        """Keep a document exactly as it is handed out."""
        number = await self._new(
            document,
            report=report_id,
            kind=kind,
            file_name=file_name,
            content=content,
            made_at=now,
        )
        self._touch(document, (number,))
        return number

    async def add_paper(self, member_id: int, file_name: str, content: bytes, now: datetime) -> int:
        """Keep a file that belongs to no one report, made for this member."""
        values = {"member": member_id, "file_name": file_name, "content": content}
        number = await self._new(paper, **values, made_at=now)
        self._touch(paper, (number,))
        return number

    async def file_of(self, queued: QueuedMessage) -> Document | None:
        """The file that a message carries."""
        kept = document if queued.document_id is not None else paper
        number = queued.document_id if queued.document_id is not None else queued.paper_id
        found = await self._db.execute(
            select(kept.c.file_name, kept.c.content).where(kept.c.id == number)
        )
        row = found.first()
        return Document(*row) if row else None

    async def report_of_document(self, document_id: int) -> int:
        """The report that a document is of; LookupError when there is no such document."""
        where = document.c.id == document_id
        found = await self._db.scalar(select(document.c.report).where(where))
        if found is None:
            message_ = f"no document {document_id}"
            raise LookupError(message_)
        return int(found)

    async def add_file_link(
        self,
        member_id: int,
        document_id: int | None,
        paper_id: int | None,
        now: datetime,
        expires: datetime,
    ) -> int:
        """A link to a file for one member; its number."""
        file = {"document": document_id, "paper": paper_id}
        values = {"member": member_id, "made_at": now, "expires_at": expires}
        number = await self._new(file_link, **file, **values)
        self._touch(file_link, (number,))
        return number

    async def file_link(self, link_id: int) -> FileLink | None:
        found = await self._db.execute(select(*_LINK).where(file_link.c.id == link_id))
        row = found.first()
        return FileLink(*row) if row else None

    async def open_file_link(self, link_id: int, browser: str, now: datetime) -> bool:
        """Have the link opened by this browser, and from now on by no other; whether it is."""
        opened = await self._db.execute(
            update(file_link)
            .where(
                file_link.c.id == link_id,
                or_(file_link.c.browser.is_(None), file_link.c.browser == browser),
            )
            .values(browser=browser, opened_at=now)
            .returning(file_link.c.id)
        )
        self._touch(file_link, (link_id,))
        return opened.first() is not None

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
        rows = found.all()[::-1]
        bodies = await self.with_names([row.body for row in rows])
        return [
            (
                row.queued_at,
                1,
                TranscriptLine(mine=False, id=row.id, body=body, file_name=row.name or ""),
            )
            for row, body in zip(rows, bodies, strict=True)
        ]
