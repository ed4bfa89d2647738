"""What goes out: queued with the change it tells of, sent afterwards, in order."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, delete, false, func, or_, select, update

from storage.core.queries import Queries
from storage.core.sender_spaces import MAIL
from storage.messaging.messages import COLUMNS, FAILED, IS_OPEN, UNKNOWN, WAITING, MessageQueries
from storage.messaging.queued_message import QueuedMessage
from storage.tables.core import message
from storage.tables.operations import pause
from storage.tables.workflow import fleeting

LONGEST_WAIT = timedelta(hours=2)  # what asks for more was reckoned by a clock that went wrong
BLOT = "••••"
_CODE = re.compile(  # 128 bits in base64, six figures to be typed, or two groups of letters
    r"(?<![A-Za-z0-9_-])(?:[A-Za-z0-9_-]{22}|[0-9]{6}|[A-Z0-9]{5}-[A-Z0-9]{5})(?![A-Za-z0-9_-])"
)


class OutboxQueries(Queries):
    async def add(
        self,
        channel: str,
        conversation: str,
        body: Mapping[str, Any],
        document_id: int | None,
        now: datetime,
        paper_id: int | None = None,
        *,
        once: bool = False,
    ) -> int:
        """Have a message sent, once this transaction is committed; its id. `once`: where nobody
        can know whether it arrived, it is not sent again."""
        return await self._new(
            message,
            channel=channel,
            conversation=conversation,
            body=dict(body),
            document=document_id,
            paper=paper_id,
            once=once or document_id is not None or paper_id is not None,
            state=WAITING,
            attempts=0,
            queued_at=now,
        )

    async def claim(
        self, channel: str, process_id: str, now: datetime, lease_seconds: float, limit: int
    ) -> list[QueuedMessage]:
        """The oldest unsent message of each conversation, for this process to send. A
        conversation whose oldest message is being sent, or waits for another try, gives none:
        nothing overtakes it. Of letters the urgent ones go first: a code to sign in by does not
        live as long as thousands of others take."""
        moments = _moments(channel, now, lease_seconds) | {"most": limit}
        query = _CLAIM_LETTERS if channel == MAIL else _CLAIM
        claimed = await MessageQueries(self._work).read(await self._db.execute(query, moments))
        until = now + timedelta(seconds=lease_seconds)
        await self._set([one.id for one in claimed], leased_until=until, leased_by=process_id)
        return claimed

    async def begin(self, message_id: int, process_id: str, now: datetime) -> bool:
        """The sending of a message that is said once begins now; False when it is not this
        process's to send any more."""
        begun = await self._db.execute(
            update(message)
            .where(
                message.c.id == message_id,
                message.c.state == WAITING,
                message.c.leased_by == process_id,
                message.c.leased_until > now,
                message.c.begun_at.is_(None),
            )
            .values(begun_at=now)
            .returning(message.c.id)
        )
        return begun.first() is not None

    async def give_up_begun(self, channel: str, now: datetime, lease_seconds: float) -> int:
        """What a process began to send once and never settled: nobody knows whether it arrived.
        How many there were."""
        moments = _moments(channel, now, lease_seconds)
        return len((await self._db.execute(_GIVE_UP_BEGUN, moments)).all())

    async def hand_back(self, ids: Sequence[int]) -> None:
        """These claimed messages were not sent; whoever comes next may."""
        await self._set(ids, leased_until=None, begun_at=None)

    async def mark_failed(
        self,
        message_id: int,
        error: str,
        *,
        permanent: bool,
        now: datetime,
        retry_at: datetime,
    ) -> None:
        """The channel did not take it: try again later, or never."""
        await self._set(
            [message_id],
            state=FAILED if permanent else WAITING,
            error=error,
            attempts=message.c.attempts + 1,
            not_before=retry_at,
            leased_until=None,
            begun_at=None,
            settled_at=now if permanent else None,
        )

    async def mark_unknown(self, message_id: int, error: str) -> bool:
        """Nobody knows whether the channel took it; it is spoken of at the next contact. False
        when that is noted already."""
        unsure = {"error": error, "leased_until": None, "attempts": message.c.attempts + 1}
        changed = await self._db.execute(
            update(message)
            .where(message.c.id == message_id, message.c.state != UNKNOWN)
            .values(state=UNKNOWN, **unsure)
            .returning(message.c.id)
        )
        return changed.first() is not None

    async def settle(self, ids: Sequence[int], now: datetime) -> None:
        """Nothing is left to be done about these messages."""
        await self._set(ids, settled_at=now)

    async def pause(self, channel: str, until: datetime) -> None:
        """The channel asked every process to send nothing before this moment."""
        await self._put(pause, ["channel"], channel=channel, until=until)

    async def may_send(self, channel: str, now: datetime) -> bool:
        """Whether something waits to be sent, and the channel is not to be left alone. It is
        asked again and again where there is nothing to send."""
        return bool(await self._db.scalar(_MAY_SEND, _moments(channel, now)))

    async def _set(self, ids: Sequence[int], **values: Any) -> None:
        if ids:
            await self._db.execute(update(message).where(message.c.id.in_(ids)).values(values))

    async def mark_secret(self, message_id: int) -> None:
        """The message has a code in it, which is not to be kept for long."""
        await self._db.execute(fleeting.insert().values(message=message_id))

    async def forget_codes(self, sent_before: datetime) -> int:
        """Blot the codes out of the messages that were sent before this moment; how many."""
        found = await self._db.execute(
            select(message.c.id, message.c.body)
            .join(fleeting, fleeting.c.message == message.c.id)
            .where(message.c.settled_at <= sent_before)
        )
        rows = found.all()
        for row in rows:
            spans = [
                {**span, "text": blot_codes(span["text"])} for span in row.body.get("spans", ())
            ]
            await self._set([row.id], body={**row.body, "spans": spans})
        numbers = [row.id for row in rows]
        await self._db.execute(delete(fleeting).where(fleeting.c.message.in_(numbers)))
        return len(numbers)

    async def give_up_unserved(
        self, channels: Collection[str], before: datetime, now: datetime
    ) -> int:
        """What was to be said before this moment over channels that are not among these is not
        said any more; how many messages."""
        left = (IS_OPEN, message.c.channel.not_in([*channels]), message.c.queued_at <= before)
        settled = {"state": FAILED, "error": "the channel is off", "settled_at": now}
        gone = await self._db.execute(
            update(message).where(*left).values(settled).returning(message.c.id)
        )
        return len(gone.all())

    async def count_unsent(self, channel: str) -> int:
        """How many messages wait to be sent."""
        count = await self._db.scalar(
            select(func.count()).where(
                message.c.channel == channel, IS_OPEN, message.c.state == WAITING
            )
        )
        return count or 0


def _moments(channel: str, now: datetime, lease_seconds: float = 0) -> dict[str, Any]:
    """The channel, and between which moments nobody holds its messages any more."""
    leased = timedelta(seconds=2 * lease_seconds)
    return {"over": channel, "now": now, "late": now + LONGEST_WAIT, "leased": now + leased}


def blot_codes(text: str) -> str:
    """The text without the one-time codes in it."""
    return _CODE.sub(BLOT, text)


def _is_over(until: ColumnElement[datetime], longest: str) -> ColumnElement[bool]:
    """Whether this moment has passed `now`, or was never set. One that lies further ahead than
    any is set was reckoned by a clock that has been put back since."""
    return or_(until.is_(None), until <= bindparam("now"), until > bindparam(longest))


_OF_CHANNEL = message.c.channel == bindparam("over")
_WAITING = (_OF_CHANNEL, IS_OPEN, message.c.state == WAITING)
_IS_FREE = _is_over(message.c.leased_until, "leased")
_FIRST = select(func.min(message.c.id)).where(*_WAITING).group_by(message.c.conversation)
_CLAIM = (
    select(*COLUMNS)
    .where(
        message.c.id.in_(_FIRST),
        message.c.state == WAITING,  # PostgreSQL looks again when it had to wait
        message.c.begun_at.is_(None),
        _is_over(message.c.not_before, "late"),
        _IS_FREE,
    )
    .order_by(message.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_URGENT = func.coalesce(message.c.body["letter"]["urgent"].as_boolean(), false())
_CLAIM_LETTERS = _CLAIM.order_by(None).order_by(_URGENT.desc(), message.c.id)
_GIVE_UP_BEGUN = (
    update(message)
    .where(*_WAITING, message.c.begun_at.is_not(None), _IS_FREE)
    .values(state=UNKNOWN)
    .returning(message.c.id)
)
_IS_PAUSED = select(pause.c.until).where(
    pause.c.channel == bindparam("over"), ~_is_over(pause.c.until, "late")
)
_MAY_SEND = select(select(message.c.id).where(*_WAITING).exists() & ~_IS_PAUSED.exists())
