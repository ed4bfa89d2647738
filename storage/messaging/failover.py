"""When a channel says that somebody cannot be reached there any more: where else they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from storage.core.queries import Queries
from storage.core.sender_spaces import MAIL, channels_of
from storage.messaging.outbox import OutboxQueries
from storage.tables.core import binding, member, message

_CARRIED = ("body", "document", "paper", "once")


class FailoverQueries(Queries):
    async def mark_unreachable(
        self, channel: str, conversation: str, channels: Mapping[str, str], now: datetime
    ) -> dict[int, str | None]:
        """Nobody can be reached there: its members are written to where they were bound last and
        can still be reached, or else counted as lost. `channels` are those that are served, by
        the name space of their senders. Who they are, and on which channel each is now."""
        spaces = [space for space, name in channels.items() if name == channel]
        found = await self._db.execute(
            update(binding)
            .where(binding.c.channel.in_(spaces), binding.c.conversation == conversation)
            .values(lost_at=now)
            .returning(binding.c.member)
        )
        heard = await self._db.execute(
            select(member.c.id).where(
                member.c.heard_channel == channel, member.c.heard_conversation == conversation
            )
        )
        members = dict.fromkeys([*found.scalars(), *heard.scalars()])
        return {one: await self._move(one, channel, conversation, channels, now) for one in members}

    async def leave_unserved(self, channels: Mapping[str, str], now: datetime) -> int:
        """Whoever was heard last over a channel that is not served any more is written to over
        another one; how many were. Who has no other is left: the channel may come back."""
        served = [*channels.values()]
        other = select(binding.c.member).where(
            binding.c.member == member.c.id,
            binding.c.lost_at.is_(None),
            binding.c.channel.in_([*channels]),
        )
        found = await self._db.execute(
            select(member.c.id, member.c.heard_channel, member.c.heard_conversation).where(
                member.c.heard_channel.is_not(None),
                member.c.heard_channel.not_in(served),
                other.exists(),
            )
        )
        rows = found.all()
        for row in rows:
            await self._move(*row, channels, now)
        return len(rows)

    async def leave_mail(self, member_id: int, address: str, now: datetime) -> None:
        """The member is not written to at this address any more, but where they were bound last,
        on whatever channel."""
        bound = await self._db.execute(
            select(binding.c.channel).where(binding.c.member == member_id).distinct()
        )
        names = {space: _channel_of(space) for space in bound.scalars()}
        await self._move(member_id, MAIL, address, names, now)

    async def _move(
        self,
        number: int,
        channel: str,
        conversation: str,
        channels: Mapping[str, str],
        now: datetime,
    ) -> str | None:
        """Write to the member elsewhere, if they were to be written to here; their channel now."""
        where = member.c.id == number
        at = (await self._db.execute(select(member).where(where))).one()
        if (at.heard_channel, at.heard_conversation) != (channel, conversation):
            return at.heard_channel if at.unreachable_since is None else None
        left = await self._db.execute(
            select(binding.c.channel, binding.c.conversation)
            .where(binding.c.member == number, binding.c.lost_at.is_(None))
            .where(binding.c.channel.in_([*channels]))
            .order_by(binding.c.channel == MAIL, binding.c.bound_at.desc())
        )
        other = next((one for one in left if channels[one.channel] != channel), None)
        if other is None:
            lost: dict[str, Any] = {"unreachable_since": at.unreachable_since or now}
            if channel == MAIL:  # whoever has given a mailbox up gets no letter there
                lost |= {"heard_channel": None, "heard_conversation": None}
                self._touch(member, (number,))
            await self._db.execute(update(member).where(where).values(lost))
            return None
        values = {"heard_channel": channels[other.channel], "unreachable_since": None}
        values["heard_conversation"] = other.conversation
        await self._db.execute(update(member).where(where).values(values))
        self._touch(member, (number,))
        return channels[other.channel]

    async def resend(
        self,
        message_id: int,
        member_id: int,
        now: datetime,
        instead: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
    ) -> int:
        """Say a message that was not taken where the member is written to now; its number
        there. `instead` makes what is said where not everything may be: then no file goes with
        it."""
        said = await self._db.execute(
            select(*(message.c[name] for name in _CARRIED)).where(message.c.id == message_id)
        )
        row = said.one()
        place = await self._db.execute(
            select(member.c.heard_channel, member.c.heard_conversation).where(
                member.c.id == member_id
            )
        )
        body = {name: value for name, value in row.body.items() if name != "replaces"}
        document, paper = (row.document, row.paper) if instead is None else (None, None)
        body = body if instead is None else {**instead(body)}
        return await OutboxQueries(self._work).add(
            *place.one(), body, document, now, paper, once=row.once
        )


def _channel_of(space: str) -> str:
    """A channel of the name space: that of the browser for the local ones."""
    return next((one for one in channels_of(space) if one == "web"), channels_of(space)[0])
