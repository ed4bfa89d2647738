"""What came in: each event once, handled once, in order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, func, or_, select, update

from storage.core.queries import Queries
from storage.core.sender_spaces import same_conversation
from storage.messaging.outbox import BLOT
from storage.tables.core import binding, event, history, message

ANSWER = "answer:"  # before the row of a change in the history
_COLUMNS = (event.c.id, event.c.channel, event.c.conversation, event.c.body)


@dataclass(frozen=True, slots=True)
class LastChange:
    """What wrote an answer as it stands: the event, as the channel brought it (empty when there
    was none), and when."""

    channel: str
    conversation: str
    body: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class RowOfText:
    """The row that a text was about, and when the text came."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredEvent:
    id: int
    channel: str
    conversation: str
    body: dict[str, Any]


_NUMBER = select(event.c.id).where(
    event.c.channel == bindparam("channel"), event.c.event_id == bindparam("called")
)
_BODY = select(event.c.body).where(event.c.id == bindparam("of"))
_MARK_HANDLED = (
    update(event)
    .where(event.c.id == bindparam("of"))
    .values(row_key=bindparam("row"), handled_at=bindparam("now"))
)
_LAST_HANDLED = (
    select(event.c.body)
    .where(
        event.c.channel == bindparam("channel"),
        event.c.conversation == bindparam("conversation"),
        event.c.handled_at.is_not(None),
    )
    .order_by(event.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)


class InboxQueries(Queries):
    async def add(
        self,
        channel: str,
        event_id: str,
        conversation: str,
        message_ref: str,
        body: Mapping[str, Any],
        now: datetime,
    ) -> None:
        """Keep an event. One that the channel repeats is dropped."""
        values = {
            "channel": channel,
            "event_id": event_id,
            "conversation": conversation,
            "message_ref": message_ref,
            "body": dict(body),
            "received_at": now,
        }
        await self._add_once(event, ["channel", "event_id"], **values)

    async def add_handled(
        self, channel: str, event_id: str, conversation: str, body: Mapping[str, Any], now: datetime
    ) -> int | None:
        """Keep an event that is carried out in this transaction; its number. None for one that was
        kept before."""
        values = {
            "channel": channel,
            "event_id": event_id,
            "conversation": conversation,
            "message_ref": "",
            "body": dict(body),
            "received_at": now,
            "handled_at": now,
        }
        if not await self._add_once(event, ["channel", "event_id"], **values):
            return None
        return await self._db.scalar(_NUMBER, {"channel": channel, "called": event_id})

    async def list_waiting(
        self, channels: Collection[str], before: datetime, now: datetime
    ) -> list[tuple[str, str]]:
        """Channel and conversation of events that came before this moment and are not handled,
        those that wait longest first. One that came later than now came by a clock that has been
        put back since."""
        found = await self._db.execute(
            select(event.c.channel, event.c.conversation)
            .where(
                event.c.handled_at.is_(None),
                event.c.channel.in_([*channels]),
                or_(event.c.received_at <= before, event.c.received_at > now),
            )
            .group_by(event.c.channel, event.c.conversation)
            .order_by(func.min(event.c.id))
        )
        return [(row.channel, row.conversation) for row in found]

    async def next_waiting(
        self, channel: str, conversation: str, after: int
    ) -> dict[str, Any] | None:
        """The body of the event of this conversation that is to be handled behind this one."""
        return await self._db.scalar(
            select(event.c.body)
            .where(
                event.c.handled_at.is_(None),
                event.c.channel == channel,
                event.c.conversation == conversation,
                event.c.id > after,
            )
            .order_by(event.c.id)
            .limit(1)
        )

    async def mark_handled(self, event_id: int, row_key: str | None, now: datetime) -> None:
        """The event is done with. `row_key` is the row it was about, if any."""
        await self._db.execute(_MARK_HANDLED, {"of": event_id, "row": row_key, "now": now})

    async def forget_text(self, event_id: int) -> None:
        """The event's text was a code, which is not to be kept."""
        body = await self._db.scalar(_BODY, {"of": event_id})
        if body is not None:
            where = event.c.id == event_id
            await self._db.execute(update(event).where(where).values(body={**body, "text": BLOT}))

    async def has_come_since(self, channel: str, conversation: str, message_id: int) -> bool:
        """Whether something of this conversation was handled that came after this message of
        ours was made."""
        made = select(message.c.queued_at).where(message.c.id == message_id).scalar_subquery()
        found = await self._db.scalar(
            select(event.c.id)
            .where(
                event.c.channel == channel,
                event.c.conversation == conversation,
                event.c.handled_at.is_not(None),
                event.c.received_at > made,
            )
            .limit(1)
        )
        return found is not None

    async def forget_quote(self, event_id: int) -> None:
        """What was picked out of our message is understood; it may name people, and goes."""
        where = event.c.id == event_id
        body = await self._db.scalar(select(event.c.body).where(where))
        if body is not None:
            await self._db.execute(update(event).where(where).values(body={**body, "quoted": ""}))

    async def row_of(self, channel: str, conversation: str, message_ref: str) -> RowOfText | None:
        """The row that the text said under this reference was read for."""
        said = _called(channel, conversation, message_ref)
        found = await self._db.execute(
            select(event.c.row_key, event.c.received_at)
            .where(*said, event.c.row_key.is_not(None))
            .order_by(event.c.id)
            .limit(1)
        )
        row = found.first()
        return RowOfText(row.row_key, row.received_at) if row else None

    async def row_written(
        self, channel: str, conversation: str, message_ref: str
    ) -> RowOfText | None:
        """The row that the text said under this reference wrote, if it wrote only one."""
        found = await self._db.execute(
            select(history.c.subject, event.c.received_at)
            .join(event, event.c.id == history.c.event)
            .where(
                *_called(channel, conversation, message_ref), history.c.subject.startswith(ANSWER)
            )
            .limit(2)
        )
        rows = found.all()
        if len(rows) != 1:
            return None
        return RowOfText(rows[0].subject.removeprefix(ANSWER), rows[0].received_at)

    async def edit_of(self, channel: str, conversation: str, message_ref: str) -> str | None:
        """The text of the newest edit that is here of the message of this reference."""
        found = await self._db.scalars(
            select(event.c.body)
            .where(
                event.c.channel == channel,
                event.c.conversation == conversation,
                event.c.message_ref == message_ref,
                event.c.handled_at.is_not(None),
            )
            .order_by(event.c.id)
        )
        edits = [body for body in found if body["kind"] == "edited"]
        newest = max(edits, key=lambda body: int(body.get("said_at", 0)), default=None)
        return newest["text"] if newest else None

    async def list_handled(
        self, channel: str, conversation: str, limit: int
    ) -> list[dict[str, Any]]:
        """The bodies of the last handled events of this conversation, newest first."""
        place = {"channel": channel, "conversation": conversation, "most": limit}
        return list(await self._db.scalars(_LAST_HANDLED, place))

    async def went_on_elsewhere(
        self, member_id: int, here: tuple[str, str], channels: Sequence[str], since: datetime
    ) -> bool:
        """Whether the member has written over another of these channels since then."""
        elsewhere = (event.c.channel != here[0]) | (event.c.conversation != here[1])
        found = await self._db.scalar(
            select(event.c.id)
            .join(binding, same_conversation(binding, event))
            .where(
                binding.c.member == member_id,
                event.c.channel.in_([*channels]),
                elsewhere,
                event.c.handled_at.is_not(None),
                event.c.received_at > since,
            )
            .limit(1)
        )
        return found is not None

    async def last_change(self, report_id: int, key: str) -> LastChange | None:
        """What wrote the answer of this row as it stands; None while it was never written."""
        found = await self._db.execute(
            select(event.c.channel, event.c.conversation, event.c.body, history.c.at)
            .select_from(history.join(event, event.c.id == history.c.event, isouter=True))
            .where(history.c.report == report_id, history.c.subject == f"{ANSWER}{key}")
            .order_by(history.c.id.desc())
            .limit(1)
        )
        row = found.first()
        if row is None:
            return None
        return LastChange(row.channel or "", row.conversation or "", row.body or {}, row.at)


def _called(
    channel: str, conversation: str, message_ref: str
) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    """The events of the message of this reference: it was said, and may have been edited."""
    return (
        event.c.channel == channel,
        event.c.conversation == conversation,
        event.c.message_ref == message_ref,
    )
