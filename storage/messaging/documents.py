"""Documents and personal files, exactly as they were handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.core.queries import Queries
from storage.messaging.queued_message import QueuedMessage
from storage.tables.core import document, paper


@dataclass(frozen=True, slots=True)
class Document:
    file_name: str
    content: bytes


class DocumentQueries(Queries):
    async def add(
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

    async def add_personal(
        self, member_id: int, file_name: str, content: bytes, now: datetime
    ) -> int:
        """Keep a file that belongs to no one report, made for this member."""
        values = {"member": member_id, "file_name": file_name, "content": content}
        number = await self._new(paper, **values, made_at=now)
        self._touch(paper, (number,))
        return number

    async def of_message(self, queued: QueuedMessage) -> Document | None:
        """The file that a message carries."""
        kept = document if queued.document_id is not None else paper
        number = queued.document_id if queued.document_id is not None else queued.paper_id
        found = await self._db.execute(
            select(kept.c.file_name, kept.c.content).where(kept.c.id == number)
        )
        row = found.first()
        return Document(*row) if row else None

    async def report_of(self, document_id: int) -> int:
        """The report that a document is of; LookupError when there is no such document."""
        where = document.c.id == document_id
        found = await self._db.scalar(select(document.c.report).where(where))
        if found is None:
            message_ = f"no document {document_id}"
            raise LookupError(message_)
        return int(found)
