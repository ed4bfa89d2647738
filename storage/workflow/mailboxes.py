"""The e-mail addresses of members: told by somebody, confirmed by the person, given up.

An address is confirmed once the channel has a binding to it. A member has one; several members may
share a mailbox, so the name of the sender is the member's own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from storage.core.queries import Queries
from storage.core.sender_spaces import MAIL
from storage.core.work import own_context
from storage.messaging.failover import FailoverQueries
from storage.messaging.messages import FAILED, WAITING
from storage.tables.core import binding, member, message
from storage.workflow.members import MemberQueries


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address of a member. `confirmed`: notices go there where nothing else reaches them;
    `lost`: no longer, for its server refuses it or the person wants none."""

    address: str
    confirmed: bool
    lost: bool


class MailboxQueries(Queries):
    async def of_member(self, member_id: int) -> Mailbox | None:
        """The member's address; None when they have none."""
        found = await self._db.execute(
            select(member.c.email, binding.c.conversation, binding.c.lost_at)
            .outerjoin(
                binding,
                (binding.c.member == member.c.id)
                & (binding.c.channel == MAIL)
                & (binding.c.conversation == member.c.email),
            )
            .where(member.c.id == member_id)
        )
        row = found.first()
        if row is None or not row.email:
            return None
        return Mailbox(row.email, row.conversation is not None, row.lost_at is not None)

    async def set_address(self, member_id: int, address: str | None, now: datetime) -> bool:
        """The member's address from now on, to be confirmed; None for none. False when it is so
        already. Nothing goes to an earlier one any more."""
        old = await self.of_member(member_id)
        if (old.address if old else None) == address:
            return False
        await self._db.execute(update(member).where(member.c.id == member_id).values(email=address))
        self._touch(member, (member_id,))
        if old is not None and old.confirmed:
            await self._leave(member_id, old.address, now)
            mine = (binding.c.member == member_id, binding.c.channel == MAIL)
            await self._db.execute(delete(binding).where(*mine))
            self._touch(binding, (MAIL, _sender(member_id), member_id))
        return True

    async def confirm(self, member_id: int, address: str, now: datetime) -> bool:
        """The person has shown that this address is theirs: they are written to there where
        nothing else reaches them. False when it is not the member's address any more."""
        box = await self.of_member(member_id)
        if box is None or box.address != address:
            return False
        members = MemberQueries(self._work)
        await members.bind(MAIL, _sender(member_id), member_id, address, now)
        unheard = member.c.heard_channel.is_(None) | member.c.unreachable_since.is_not(None)
        moved = await self._db.execute(
            update(member)
            .where(member.c.id == member_id, unheard)
            .values(heard_channel=MAIL, heard_conversation=address, unreachable_since=None)
        )
        if moved.rowcount:
            self._touch(member, (member_id,), by=own_context(member_id, MAIL, now))
        return True

    async def members_at(self, address: str) -> list[int]:
        """Who has confirmed this address and is still written to there."""
        found = await self._db.execute(
            select(binding.c.member)
            .where(binding.c.channel == MAIL, binding.c.conversation == address)
            .where(binding.c.lost_at.is_(None))
            .order_by(binding.c.member)
        )
        return [*found.scalars()]

    async def refused_of(self, addresses: Collection[str]) -> set[str]:
        """Those of the addresses whose newest letter was not taken: there is no such mailbox."""
        newest = (
            select(func.max(message.c.id))
            .where(message.c.channel == MAIL, message.c.conversation.in_([*addresses]))
            .group_by(message.c.conversation)
        )
        found = await self._db.execute(
            select(message.c.conversation).where(
                message.c.id.in_(newest), message.c.state == FAILED
            )
        )
        return {*found.scalars()}

    async def stop(self, address: str, now: datetime) -> int:
        """Write nothing to this address any more but codes that somebody asks for; to how many
        members it belongs."""
        members = await self.members_at(address)
        for one in members:
            await self._leave(one, address, now)
        await self._drop_waiting(address, now)
        return len(members)

    async def _drop_waiting(self, address: str, now: datetime) -> None:
        """Letters that wait to be sent there are not sent any more, but codes are."""
        here = (message.c.channel == MAIL, message.c.conversation == address)
        waiting = await self._db.execute(
            select(message.c.id, message.c.body).where(*here, message.c.state == WAITING)
        )
        stopped = [row.id for row in waiting if row.body.get("letter", {}).get("stops")]
        await self._db.execute(
            update(message)
            .where(message.c.id.in_(stopped))
            .values(state=FAILED, settled_at=now, error="the person wants no letters")
        )

    async def _leave(self, member_id: int, address: str, now: datetime) -> None:
        """Write to the member elsewhere, if there is any other place."""
        await self._db.execute(
            update(binding)
            .where(binding.c.member == member_id, binding.c.channel == MAIL)
            .where(binding.c.conversation == address)
            .values(lost_at=now)
        )
        self._touch(binding, (MAIL, _sender(member_id), member_id))
        await FailoverQueries(self._work).leave_mail(member_id, address, now)


def _sender(member_id: int) -> str:
    return f"m{member_id}"
