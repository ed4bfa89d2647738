"""What goes out: queued with the change it tells of, sent afterwards, in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update

from storage.part import Part
from storage.records import QueuedMessage
from storage.schema import message

WAITING, SENT, FAILED = "waiting", "sent", "failed"
_COLUMNS = (
    message.c.id,
    message.c.conversation,
    message.c.body,
    message.c.document,
    message.c.paper,
)
_RECENT = 20  # messages looked through for the last one with buttons


class Outbox(Part):
    async def queue(
        self,
        channel: str,
        conversation: str,
        body: Mapping[str, Any],
        document_id: int | None,
        now: datetime,
        paper_id: int | None = None,
    ) -> int:
        """Have a message sent, once this transaction is committed; its id."""
        return await self._new(
            message,
            channel=channel,
            conversation=conversation,
            body=dict(body),
            document=document_id,
            paper=paper_id,
            state=WAITING,
            attempts=0,
            queued_at=now,
        )

    async def claim(
        self, channel: str, now: datetime, lease_seconds: float, limit: int
    ) -> list[QueuedMessage]:
        """The oldest unsent message of each conversation, for this process to send. A
        conversation whose oldest message is being sent, or waits for another try, gives none:
        nothing overtakes it."""
        first = (
            select(func.min(message.c.id))
            .where(message.c.channel == channel, message.c.state == WAITING)
            .group_by(message.c.conversation)
        )
        found = await self._db.execute(
            select(*_COLUMNS)
            .where(
                message.c.id.in_(first),
                message.c.state == WAITING,  # PostgreSQL looks again when it had to wait
                or_(message.c.not_before.is_(None), message.c.not_before <= now),
                or_(message.c.leased_until.is_(None), message.c.leased_until <= now),
            )
            .order_by(message.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = [QueuedMessage(*row) for row in found]
        until = now + timedelta(seconds=lease_seconds)
        await self._set([one.id for one in claimed], leased_until=until)
        return claimed

    async def release(self, channel: str) -> None:
        """Take back what an earlier process claimed and did not finish. Only for a process that
        knows it is alone."""
        await self._db.execute(
            update(message)
            .where(message.c.channel == channel, message.c.state == WAITING)
            .values(leased_until=None)
        )

    async def mark_sent(self, message_id: int, reference: str, now: datetime) -> None:
        """The channel took the message, and calls it `reference`."""
        await self._set(
            [message_id], state=SENT, reference=reference, sent_at=now, leased_until=None
        )

    async def mark_failed(
        self, message_id: int, error: str, *, permanent: bool, retry_at: datetime
    ) -> None:
        """The channel did not take it: try again later, or never."""
        await self._set(
            [message_id],
            state=FAILED if permanent else WAITING,
            error=error,
            attempts=message.c.attempts + 1,
            not_before=retry_at,
            leased_until=None,
        )

    async def _set(self, ids: list[int], **values: Any) -> None:
        if ids:
            await self._db.execute(update(message).where(message.c.id.in_(ids)).values(values))

    async def unsent(self, channel: str) -> int:
        """How many messages wait to be sent."""
        count = await self._db.scalar(
            select(func.count()).where(message.c.channel == channel, message.c.state == WAITING)
        )
        return count or 0

    async def message(
        self, channel: str, conversation: str, message_id: int
    ) -> QueuedMessage | None:
        """A message of this conversation, sent or not."""
        found = await self._db.execute(
            select(*_COLUMNS).where(
                message.c.id == message_id,
                message.c.channel == channel,
                message.c.conversation == conversation,
            )
        )
        row = found.first()
        return QueuedMessage(*row) if row else None

    async def reference_of(self, channel: str, conversation: str, message_id: int) -> str | None:
        """What the channel calls a message of ours that it has taken."""
        return await self._db.scalar(
            select(message.c.reference).where(
                message.c.id == message_id,
                message.c.channel == channel,
                message.c.conversation == conversation,
                message.c.state == SENT,
            )
        )

    async def last_message(self, channel: str, conversation: str) -> QueuedMessage | None:
        """The newest message of the conversation, sent or not."""
        recent = await self._recent(channel, conversation, 1)
        return recent[0] if recent else None

    async def last_message_with_buttons(
        self, channel: str, conversation: str
    ) -> QueuedMessage | None:
        """The newest of the conversation's recent messages that has buttons."""
        recent = await self._recent(channel, conversation, _RECENT)
        return next((message for message in recent if message.body.get("buttons")), None)

    async def _recent(self, channel: str, conversation: str, limit: int) -> list[QueuedMessage]:
        found = await self._db.execute(
            select(*_COLUMNS)
            .where(message.c.channel == channel, message.c.conversation == conversation)
            .order_by(message.c.id.desc())
            .limit(limit)
        )
        return [QueuedMessage(*row) for row in found]
