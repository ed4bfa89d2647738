"""Files that came in and wait to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select

from storage.core.queries import Queries
from storage.tables.core import event, upload


@dataclass(frozen=True, slots=True)
class HeldFiles:
    """How many files wait to be read, and how many bytes they have."""

    files: int
    bytes: int


class UploadQueries(Queries):
    async def knows_event(self, channel: str, event_id: str) -> bool:
        """Whether this event came in before."""
        found = select(event.c.id).where(event.c.channel == channel, event.c.event_id == event_id)
        return await self._db.scalar(found) is not None

    async def count_held(self, channel: str, conversation: str) -> tuple[HeldFiles, HeldFiles]:
        """What waits of this conversation, and of all. Until this transaction ends no other one
        is told: together they would keep more than is allowed."""
        await self._hold("uploads")
        mine = (upload.c.channel == channel, upload.c.conversation == conversation)
        figures = (func.count(), func.coalesce(func.sum(func.length(upload.c.content)), 0))
        own = (await self._db.execute(select(*figures).where(*mine))).one()
        all_ = (await self._db.execute(select(*figures).select_from(upload))).one()
        return HeldFiles(*own), HeldFiles(*all_)

    async def add_with_event(
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
        number = await self.add(channel, conversation, content, now)
        values = {
            "channel": channel,
            "event_id": event_id,
            "conversation": conversation,
            "message_ref": body.get("message_ref", ""),
            "body": {**body, "file_ref": str(number)},
            "received_at": now,
        }
        kept = await self._add_once(event, ["channel", "event_id"], **values)
        if not kept:
            await self.drop(channel, conversation, number)
        return kept

    async def add(self, channel: str, conversation: str, content: bytes, now: datetime) -> int:
        """Keep a file; its id."""
        values = {"channel": channel, "conversation": conversation}
        return await self._new(upload, **values, content=content, received_at=now)

    async def drop(self, channel: str, conversation: str, upload_id: int) -> None:
        """The file is read and is not needed any more."""
        await self._db.execute(
            delete(upload).where(
                upload.c.id == upload_id,
                upload.c.channel == channel,
                upload.c.conversation == conversation,
            )
        )

    async def sweep(self) -> int:
        """Drop the files of conversations in which nothing waits: their events are done with,
        or were set aside. How many there were."""
        waiting = exists().where(
            event.c.channel == upload.c.channel,
            event.c.conversation == upload.c.conversation,
            event.c.handled_at.is_(None),
        )
        gone = await self._db.execute(delete(upload).where(~waiting).returning(upload.c.id))
        return len(gone.all())

    async def find(self, channel: str, conversation: str, upload_id: int) -> bytes | None:
        """A file of this conversation."""
        return await self._db.scalar(
            select(upload.c.content).where(
                upload.c.id == upload_id,
                upload.c.channel == channel,
                upload.c.conversation == conversation,
            )
        )
