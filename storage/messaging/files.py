"""Documents as they were handed out, and the conversation as it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select

from storage.core.queries import Queries
from storage.core.records import (
    Document,
    IssuedFile,
    QueuedMessage,
    TranscriptLine,
    Version,
)
from storage.history.audit_log import AuditLogQueries
from storage.messaging.mentions import Mentions
from storage.tables.core import document, event, message, paper, upload
from storage.tables.workflow import issued, submission

_SPOKEN = ("said", "tapped", "edited", "sent")  # kinds of events that a person sees as their own


class DocumentQueries(Mentions, AuditLogQueries):
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

    async def transcript(self, channel: str, conversation: str, limit: int) -> list[TranscriptLine]:
        """The last lines of a conversation, oldest first: what the person said, tapped and
        edited, and every message to them, sent or not."""
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


class IssuedFileQueries(AuditLogQueries):
    async def note_issued(self, file: IssuedFile, now: datetime) -> None:
        """A file with these bytes was handed out; said twice, it counts once."""
        values = {
            "digest": file.digest,
            "report": file.report,
            "code": file.code,
            "version": file.version,
            "what": file.what,
        }
        await self._db.execute(
            self._insert_once(issued, ["digest", "report"], **values, made_at=now)
        )
        self._touch(issued, (file.digest, file.report))

    async def issued_with(self, *, code: str = "", digest: str = "") -> list[IssuedFile]:
        """The files that carry a code, or have exactly these bytes (by their SHA-256)."""
        where = issued.c.code == code if code else issued.c.digest == digest
        found = await self._db.execute(select(issued).where(where).order_by(issued.c.report))
        return [
            IssuedFile(row.digest, row.report, row.code, row.version, row.what) for row in found
        ]

    async def versions(self, report_id: int) -> list[Version]:
        """The submissions of a report without their answers, oldest first."""
        found = await self._db.execute(
            select(submission.c.version, submission.c.decision, submission.c.at)
            .where(submission.c.report == report_id)
            .order_by(submission.c.version)
        )
        return [Version(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Held:
    """How many files wait to be read, and how many bytes they have."""

    files: int
    bytes: int


class UploadQueries(Queries):
    async def knows_event(self, channel: str, event_id: str) -> bool:
        """Whether this event came in before."""
        found = select(event.c.id).where(event.c.channel == channel, event.c.event_id == event_id)
        return await self._db.scalar(found) is not None

    async def held_files(self, channel: str, conversation: str) -> tuple[Held, Held]:
        """What waits of this conversation, and of all. Until this transaction ends no other one
        is told: together they would keep more than is allowed."""
        await self._hold("uploads")
        mine = (upload.c.channel == channel, upload.c.conversation == conversation)
        figures = (func.count(), func.coalesce(func.sum(func.length(upload.c.content)), 0))
        own = (await self._db.execute(select(*figures).where(*mine))).one()
        all_ = (await self._db.execute(select(*figures).select_from(upload))).one()
        return Held(*own), Held(*all_)

    async def receive_with_file(
        self,
        channel: str,
        event_id: str,
        conversation: str,
        body: Mapping[str, Any],
        content: bytes,
        now: datetime,
    ) -> bool:
        """Keep an event and its file, which the event's `file_ref` names from now on. False when
        the channel repeats it: then nothing is kept."""
        number = await self.add_upload(channel, conversation, content, now)
        values = {
            "channel": channel,
            "event_id": event_id,
            "conversation": conversation,
            "message_ref": body.get("message_ref", ""),
            "body": {**body, "file_ref": str(number)},
            "received_at": now,
        }
        insert = self._insert_once(event, ["channel", "event_id"], **values)
        kept = await self._db.scalar(insert.returning(event.c.id))
        if kept is None:
            await self.drop_upload(channel, conversation, number)
        return kept is not None

    async def add_upload(
        self, channel: str, conversation: str, content: bytes, now: datetime
    ) -> int:
        """Keep a file; its id."""
        values = {"channel": channel, "conversation": conversation}
        return await self._new(upload, **values, content=content, received_at=now)

    async def drop_upload(self, channel: str, conversation: str, upload_id: int) -> None:
        """The file is read and is not needed any more."""
        await self._db.execute(
            delete(upload).where(
                upload.c.id == upload_id,
                upload.c.channel == channel,
                upload.c.conversation == conversation,
            )
        )

    async def sweep_uploads(self) -> int:
        """Drop the files of conversations in which nothing waits: their events are done with,
        or were set aside. How many there were."""
        waiting = exists().where(
            event.c.channel == upload.c.channel,
            event.c.conversation == upload.c.conversation,
            event.c.handled_at.is_(None),
        )
        gone = await self._db.execute(delete(upload).where(~waiting).returning(upload.c.id))
        return len(gone.all())

    async def upload(self, channel: str, conversation: str, upload_id: int) -> bytes | None:
        """A file of this conversation."""
        return await self._db.scalar(
            select(upload.c.content).where(
                upload.c.id == upload_id,
                upload.c.channel == channel,
                upload.c.conversation == conversation,
            )
        )
