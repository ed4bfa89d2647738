"""A sender that becomes another member: asked for, agreed to, undone within a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update

from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.tables.core import answer, binding, member
from storage.tables.identity import rebinding


@dataclass(frozen=True, slots=True)
class Rebinding:
    """A sender in a conversation of the channel `via` that was `old_member` and asks to be
    `new_member`. It waits until `expires_at`, is `done_at`, can be undone until `undo_until`, and
    is `ended_at` when it was refused or undone."""

    id: int
    channel: str
    sender: str
    conversation: str
    via: str
    old_member: int
    new_member: int
    expires_at: datetime
    done_at: datetime | None
    undo_until: datetime | None
    ended_at: datetime | None

    def waits(self, now: datetime) -> bool:
        """Whether it may still be agreed to."""
        return self.done_at is None and self.ended_at is None and now < self.expires_at

    def is_undoable(self, now: datetime) -> bool:
        """Whether it was done, and can still be undone."""
        return self.ended_at is None and self.undo_until is not None and now < self.undo_until


@dataclass(frozen=True, slots=True)
class BoundPlace:
    """A place where a member is bound: the sender's name space, and the conversation."""

    channel: str
    conversation: str


_COLUMNS = tuple(rebinding.c[name] for name in Rebinding.__dataclass_fields__)


class RebindingQueries(AuditedQueries):
    async def add(
        self,
        sender: tuple[str, str],
        place: tuple[str, str],
        members: tuple[int, int],
        now: datetime,
        expires: datetime,
    ) -> int:
        """Note that the sender (name space and id) in this place (channel and conversation) asks
        to be the second of the members instead of the first; the number of the rebinding."""
        return await self._new(
            rebinding,
            channel=sender[0],
            sender=sender[1],
            via=place[0],
            conversation=place[1],
            old_member=members[0],
            new_member=members[1],
            asked_at=now,
            expires_at=expires,
        )

    async def find(self, number: int) -> Rebinding | None:
        """The rebinding of this number; nobody changes it until this transaction ends."""
        query = select(*_COLUMNS).where(rebinding.c.id == number).with_for_update()
        row = (await self._db.execute(query)).first()
        return Rebinding(*row) if row else None

    async def list_waiting(self, member_id: int, now: datetime) -> list[Rebinding]:
        """What waits for the member's consent, the newest first."""
        return await self._rebindings(
            rebinding.c.new_member == member_id,
            rebinding.c.done_at.is_(None),
            rebinding.c.ended_at.is_(None),
            rebinding.c.expires_at > now,
        )

    async def list_undoable(self, member_id: int, now: datetime) -> list[Rebinding]:
        """What the member, before or after, can still undo, the newest first."""
        return await self._rebindings(
            or_(rebinding.c.new_member == member_id, rebinding.c.old_member == member_id),
            rebinding.c.ended_at.is_(None),
            rebinding.c.undo_until > now,
        )

    async def _rebindings(self, *where: ColumnElement[bool]) -> list[Rebinding]:
        query = select(*_COLUMNS).where(*where).order_by(rebinding.c.id.desc())
        return [Rebinding(*row) for row in await self._db.execute(query)]

    async def refuse(self, number: int, now: datetime) -> None:
        """It is refused."""
        where = rebinding.c.id == number
        await self._db.execute(update(rebinding).where(where).values(ended_at=now))

    async def carry_out(
        self,
        context: AuditContext,
        one: Rebinding,
        undo_until: datetime,
        channels: Mapping[str, str],
    ) -> bool:
        """The sender is the new member from now on; False when it is not the old one any more.
        `channels` are those that are served, by the name space of their senders."""
        if not await self._rebind_sender(one, one.old_member, one.new_member, context.at):
            return False
        await self._write_elsewhere(one, one.old_member, one.new_member, channels)
        values = {"done_at": context.at, "undo_until": undo_until}
        await self._db.execute(update(rebinding).where(rebinding.c.id == one.id).values(values))
        old, new = {"member": one.old_member}, {"member": one.new_member, "channel": one.via}
        await self._record(context, f"rebinding:{one.id}", old, new)
        return True

    async def undo(
        self, context: AuditContext, one: Rebinding, channels: Mapping[str, str]
    ) -> bool:
        """The sender is the old member again; False when it is not the new one any more."""
        if not await self._rebind_sender(one, one.new_member, one.old_member, context.at):
            return False
        await self._write_elsewhere(one, one.new_member, one.old_member, channels)
        await self.refuse(one.id, context.at)
        old, new = {"member": one.new_member}, {"member": one.old_member, "undone": True}
        await self._record(context, f"rebinding:{one.id}", old, new)
        return True

    async def _rebind_sender(self, one: Rebinding, before: int, after: int, now: datetime) -> bool:
        mine = (binding.c.channel == one.channel, binding.c.sender == one.sender)
        changed = await self._db.execute(
            update(binding)
            .where(*mine, binding.c.member == before)
            .values(member=after, bound_at=now, lost_at=None)
            .returning(binding.c.member)
        )
        who = (before, after)
        self._touch(binding, *((one.channel, one.sender, each) for each in who))
        return changed.first() is not None

    async def _write_elsewhere(
        self, one: Rebinding, before: int, after: int, channels: Mapping[str, str]
    ) -> None:
        """Who has lost the place is written to where they were bound last, and who has got it
        there, unless they are written to elsewhere already."""
        query = (
            select(binding.c.channel, binding.c.conversation)
            .where(binding.c.member == before, binding.c.lost_at.is_(None))
            .where(binding.c.channel.in_([*channels]))
            .order_by(binding.c.bound_at.desc())
        )
        row = (await self._db.execute(query)).first()
        other = {
            "heard_channel": channels[row.channel] if row else None,
            "heard_conversation": row.conversation if row else None,
        }
        here = (member.c.heard_channel == one.via, member.c.heard_conversation == one.conversation)
        await self._db.execute(update(member).where(member.c.id == before, *here).values(other))
        place = {"heard_channel": one.via, "heard_conversation": one.conversation}
        unheard = (member.c.id == after, member.c.heard_channel.is_(None))
        await self._db.execute(update(member).where(*unheard).values(place))
        self._touch(member, (before,), (after,))

    async def places_of(self, member_id: int) -> Sequence[BoundPlace]:
        """Everywhere the member can be written to."""
        found = await self._db.execute(
            select(binding.c.channel, binding.c.conversation)
            .where(binding.c.member == member_id, binding.c.lost_at.is_(None))
            .order_by(binding.c.bound_at)
        )
        return [BoundPlace(*row) for row in found]

    async def count_answers(self, member_id: int) -> int:
        """How many answers stand in the member's name, in all reports."""
        query = select(func.count()).select_from(answer).where(answer.c.member == member_id)
        return await self._db.scalar(query) or 0
