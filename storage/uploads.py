"""Files that came in over a channel that does not keep them itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from storage.part import Part
from storage.schema import upload


class Uploads(Part):
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

    async def upload(self, channel: str, conversation: str, upload_id: int) -> bytes | None:
        """A file of this conversation."""
        return await self._db.scalar(
            select(upload.c.content).where(
                upload.c.id == upload_id,
                upload.c.channel == channel,
                upload.c.conversation == conversation,
            )
        )
