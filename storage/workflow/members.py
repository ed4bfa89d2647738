"""Who talks to us, over which channels, about which report."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from conversations.protocol.person_names import member_name
from storage.core.errors import RevisionConflict
from storage.core.queries import Queries
from storage.core.sender_spaces import MAIL, spaces_of
from storage.core.work import own_context
from storage.tables.core import binding, member, session
from storage.tables.workflow import role


@dataclass(frozen=True, slots=True)
class MemberRef:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class MemberPlace:
    """Where a member is written to, and the turn the conversation is at."""

    channel: str
    conversation: str
    turn: int


_IT = member.c.id == bindparam("member")
_ASKING = select(member.c.asking).where(_IT)
_REPORT = select(member.c.report).where(_IT)
_FIND = (
    select(member.c.id, member.c.name)
    .join(binding, binding.c.member == member.c.id)
    .where(binding.c.channel == bindparam("channel"), binding.c.sender == bindparam("sender"))
)
_PLACES = (
    select(
        member.c.id,
        func.coalesce(member.c.heard_channel, binding.c.channel).label("channel"),
        func.coalesce(member.c.heard_conversation, binding.c.conversation).label("where"),
        session.c.body,
    )
    .join(
        binding,
        (binding.c.member == member.c.id)
        & ((binding.c.channel != MAIL) | binding.c.lost_at.is_(None)),
        isouter=True,
    )
    .join(
        session,
        (session.c.member == member.c.id) & (session.c.report == member.c.report),
        isouter=True,
    )
    .where(member.c.id.in_(bindparam("members", expanding=True)))
    .order_by((binding.c.channel == MAIL).desc(), binding.c.bound_at.desc())  # the last one counts
)
_IS_HEARD_HERE = (
    (member.c.heard_channel == bindparam("at"))
    & (member.c.heard_conversation == bindparam("where"))
    & member.c.unreachable_since.is_(None)
)
_MARK_HEARD = (
    update(member)
    .where(_IT, _IS_HEARD_HERE.is_not(True))
    .values(
        heard_channel=bindparam("at"), heard_conversation=bindparam("where"), unreachable_since=None
    )
)


class MemberQueries(Queries):
    async def add(self, name: str, now: datetime) -> int:
        number = await self._new(member, name=name, created_at=now)
        self._touch(member, (number,), by=own_context(number, "", now))
        return number

    async def find(self, channel: str, sender: str) -> MemberRef | None:
        """The member a channel's sender is."""
        row = (await self._db.execute(_FIND, {"channel": channel, "sender": sender})).first()
        return MemberRef(row.id, member_name(row.name, row.id)) if row else None

    async def list_all(self) -> list[MemberRef]:
        """Everybody, without those who were erased."""
        found = await self._db.execute(
            select(member.c.id, member.c.name)
            .where(member.c.erased_at.is_(None))
            .order_by(member.c.id)
        )
        return [MemberRef(row.id, member_name(row.name, row.id)) for row in found]

    async def bind(
        self, channel: str, sender: str, member_id: int, conversation: str, now: datetime
    ) -> None:
        """From now on this sender is that member. Conflict when the sender is another one: that
        is changed by a rebinding alone, which is agreed to by both."""
        self._touch(binding, (channel, sender, member_id), by=own_context(member_id, channel, now))
        values = {"conversation": conversation, "bound_at": now, "lost_at": None}
        insert = self._insert(binding).values(
            channel=channel, sender=sender, member=member_id, **values
        )
        bound = await self._db.execute(
            insert.on_conflict_do_update(
                index_elements=["channel", "sender"],
                set_=values,
                where=binding.c.member == member_id,
            ).returning(binding.c.member)
        )
        if bound.first() is None:
            message = f"a sender of {channel} is another member than {member_id} already"
            raise RevisionConflict(message)

    async def sender_of(self, member_id: int, channel: str) -> str | None:
        """What a channel calls the member; the newest name when there are several."""
        return await self._db.scalar(
            select(binding.c.sender)
            .where(binding.c.member == member_id, binding.c.channel == channel)
            .order_by(binding.c.bound_at.desc())
            .limit(1)
        )

    async def rename(self, member_id: int, name: str) -> None:
        """The member is called so from now on."""
        await self._db.execute(update(member).where(member.c.id == member_id).values(name=name))
        self._touch(member, (member_id,))

    async def set_phone(self, member_id: int, phone: str | None) -> None:
        """Where the member is called from now on."""
        await self._db.execute(update(member).where(member.c.id == member_id).values(phone=phone))
        self._touch(member, (member_id,))

    async def find_by_email(self, address: str) -> MemberRef | None:
        """The one member with a role who has confirmed this address, as `read_email` reads it;
        None for one that several people share."""
        has_role = select(role.c.id).where(role.c.member == member.c.id, role.c.until.is_(None))
        found = await self._db.execute(
            select(member.c.id, member.c.name)
            .join(binding, (binding.c.member == member.c.id) & (binding.c.channel == MAIL))
            .where(member.c.email == address, binding.c.conversation == address)
            .where(member.c.erased_at.is_(None), has_role.exists())
            .limit(2)
        )
        rows = found.all()
        return (
            MemberRef(rows[0].id, member_name(rows[0].name, rows[0].id)) if len(rows) == 1 else None
        )

    async def places_of(self, member_ids: Collection[int]) -> dict[int, MemberPlace]:
        """Where to write to each of these members: where they were heard last, or else bound
        first (by e-mail only where there is nothing else), with the turn of the conversation. Who
        was never anywhere has none."""
        found = await self._db.execute(_PLACES, {"members": [*member_ids]})
        return {
            row.id: MemberPlace(
                row.channel, row.where, json.loads(row.body)["turn"] if row.body else 0
            )
            for row in found
            if row.channel is not None and row.where is not None
        }

    async def assign(self, member_id: int, report_id: int) -> None:
        """The member works on this report."""
        await self._db.execute(
            update(member).where(member.c.id == member_id).values(report=report_id)
        )

    async def asking(self, member_id: int) -> str | None:
        """How the member likes to be asked; None when they never said."""
        return await self._db.scalar(_ASKING, {"member": member_id})

    async def set_asking(self, member_id: int, asking: str) -> None:
        """Remember how the member likes to be asked, for all their reports."""
        await self._db.execute(update(member).where(member.c.id == member_id).values(asking=asking))

    async def mark_heard(self, member_id: int, channel: str, conversation: str) -> None:
        """The member has just written here: this is where to write to them first."""
        heard = {"member": member_id, "at": channel, "where": conversation}
        moved = await self._db.execute(_MARK_HEARD, heard)
        if moved.rowcount:  # the member may have been lost here
            self._touch(member, (member_id,))
            mine = (
                binding.c.member == member_id,
                binding.c.channel.in_(spaces_of(channel)),
                binding.c.conversation == conversation,
            )
            await self._db.execute(update(binding).where(*mine).values(lost_at=None))

    async def report_of(self, member_id: int) -> int | None:
        return await self._db.scalar(_REPORT, {"member": member_id})
