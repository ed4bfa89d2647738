"""The messages to a conversation, sent or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Result, bindparam, select

from storage.core.queries import Queries
from storage.messaging.mentions import MentionQueries
from storage.messaging.queued_message import QueuedMessage
from storage.tables.core import message

WAITING, SENT, FAILED = "waiting", "sent", "failed"
UNKNOWN = "unknown"  # it may have arrived or not, and is not said again by itself
_RECENT = 20  # messages looked through for the last one with buttons
IS_OPEN = message.c.settled_at.is_(None)
COLUMNS = (
    message.c.id,
    message.c.conversation,
    message.c.body,
    message.c.document,
    message.c.paper,
    message.c.once,
    message.c.attempts,
)


class MessageQueries(Queries):
    async def find(self, channel: str, conversation: str, message_id: int) -> QueuedMessage | None:
        """A message of this conversation."""
        return await self._newest(channel, conversation, message.c.id == message_id)

    async def called(self, channel: str, conversation: str, reference: str) -> QueuedMessage | None:
        """The newest message of this conversation that the channel calls so."""
        return await self._newest(channel, conversation, message.c.reference == reference)

    async def first_since(
        self, channel: str, conversation: str, moment: datetime
    ) -> QueuedMessage | None:
        """The first message to this conversation that was made at this moment or later."""
        found = await self._db.execute(
            select(*COLUMNS)
            .where(*_is_to(channel, conversation), message.c.queued_at >= moment)
            .order_by(message.c.id)
            .limit(1)
        )
        return next(iter(await self.read(found)), None)

    async def last(self, channel: str, conversation: str) -> QueuedMessage | None:
        """The newest message of the conversation."""
        return await self._newest(channel, conversation)

    async def last_with_buttons(self, channel: str, conversation: str) -> QueuedMessage | None:
        """The newest of the conversation's recent messages that has buttons."""
        recent = await self._recent(channel, conversation, _RECENT)
        return next((one for one in recent if one.body.get("buttons")), None)

    async def list_unknown(self, channel: str, conversation: str) -> list[QueuedMessage]:
        """The messages to this conversation of which nobody knows whether they arrived."""
        place = {"over": channel, "conversation": conversation}
        return await self.read(await self._db.execute(_LIST_UNKNOWN, place))

    async def was_told_once(
        self, channel: str, conversation: str, since: datetime, until: datetime
    ) -> bool:
        """Whether a message without a file that is not to be repeated was made for the
        conversation between these moments."""
        found = await self._db.scalar(
            select(message.c.id)
            .where(
                *_is_to(channel, conversation),
                message.c.once.is_(True),
                message.c.document.is_(None) & message.c.paper.is_(None),
                message.c.queued_at >= since,
                message.c.queued_at <= until,
            )
            .limit(1)
        )
        return found is not None

    async def reference_of(self, channel: str, conversation: str, message_id: int) -> str | None:
        """What the channel calls a message of ours that it has taken."""
        which = (message.c.id == message_id, message.c.state == SENT)
        query = select(message.c.reference).where(*_is_to(channel, conversation), *which)
        return await self._db.scalar(query)

    async def read(self, found: Result[Any]) -> list[QueuedMessage]:
        """Rows of `COLUMNS` as messages, with the names of the people whom they speak of."""
        messages = [QueuedMessage(*tuple(row)) for row in found]
        bodies = await MentionQueries(self._work).with_names([one.body for one in messages])
        return [replace(one, body=body) for one, body in zip(messages, bodies, strict=True)]

    async def _newest(
        self, channel: str, conversation: str, *which: ColumnElement[bool]
    ) -> QueuedMessage | None:
        return next(iter(await self._recent(channel, conversation, 1, *which)), None)

    async def _recent(
        self, channel: str, conversation: str, limit: int, *which: ColumnElement[bool]
    ) -> list[QueuedMessage]:
        found = await self._db.execute(
            select(*COLUMNS)
            .where(*_is_to(channel, conversation), *which)
            .order_by(message.c.id.desc())
            .limit(limit)
        )
        return await self.read(found)


def _is_to(channel: str, conversation: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return message.c.channel == channel, message.c.conversation == conversation


_LIST_UNKNOWN = (
    select(*COLUMNS)
    .where(
        message.c.channel == bindparam("over"),
        message.c.conversation == bindparam("conversation"),
        IS_OPEN,
        message.c.state == UNKNOWN,
    )
    .order_by(message.c.id)
)
