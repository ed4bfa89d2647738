"""Where a member has been written to and heard, and when: a conversation may have been another
member's before, or be another one's now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, false, or_, select

from storage.core.queries import Queries
from storage.core.sender_spaces import MAIL, channels_of
from storage.tables.core import binding, member
from storage.tables.identity import rebinding
from storage.tables.workflow import invitation


@dataclass(frozen=True, slots=True)
class Stay:
    """A sender of a name space was the member in this conversation, from `since` (or always)
    until `until` (or still)."""

    space: str
    sender: str
    conversation: str
    since: datetime | None = None
    until: datetime | None = None


class PersonPlaceQueries(Queries):
    async def stays_of(self, member_id: int) -> list[Stay]:
        """Every place and time in which somebody was this member."""
        found = await self._db.execute(
            select(binding.c.channel, binding.c.sender, binding.c.conversation).where(
                binding.c.member == member_id
            )
        )
        now = {(row.channel, row.sender): row.conversation for row in found}
        changed = await self._changes(member_id, [*now])
        stays = [Stay(MAIL, "", one) for one in await self._mailboxes(member_id)]
        for key, conversation in now.items():
            since = changed[key][-1][0] if key in changed else None
            stays.append(Stay(*key, conversation, since))
        for key, moments in changed.items():
            stays += _earlier(key, moments, member_id)
        return stays

    async def _mailboxes(self, member_id: int) -> list[str]:
        """The addresses that the member was written to before any of them was confirmed."""
        mine = select(member.c.email).where(member.c.id == member_id)
        invited = select(invitation.c.email).where(invitation.c.taken_by == member_id)
        found = await self._db.execute(mine.union(invited))
        return sorted(one for one in found.scalars() if one)

    async def _changes(
        self, member_id: int, senders: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], list[tuple[datetime, int, int, str]]]:
        """Of each sender that was or is the member: when it went over, from whom to whom, and
        its conversation; in order."""
        concerned = (rebinding.c.old_member == member_id) | (rebinding.c.new_member == member_id)
        found = await self._db.execute(
            select(rebinding).where(concerned, rebinding.c.done_at.is_not(None))
        )
        keys = {(row.channel, row.sender) for row in found} | {*senders}
        mine = [
            and_(rebinding.c.channel == space, rebinding.c.sender == sender)
            for space, sender in sorted(keys)
        ]
        changes: dict[tuple[str, str], list[tuple[datetime, int, int, str]]] = {}
        if not mine:
            return changes
        query = select(rebinding).where(or_(*mine), rebinding.c.done_at.is_not(None))
        for row in await self._db.execute(query.order_by(rebinding.c.done_at)):
            moments = changes.setdefault((row.channel, row.sender), [])
            moments.append((row.done_at, row.old_member, row.new_member, row.conversation))
            if row.ended_at is not None:
                moments.append((row.ended_at, row.new_member, row.old_member, row.conversation))
        return changes


def _earlier(
    key: tuple[str, str], moments: Sequence[tuple[datetime, int, int, str]], member_id: int
) -> list[Stay]:
    """The times that are over in which the sender was the member."""
    stays = []
    since: datetime | None = None
    for at, before, _, conversation in moments:
        if before == member_id:
            stays.append(Stay(*key, conversation, since, at))
        since = at
    return stays


def in_stays(table: Table, moment: str, stays: Sequence[Stay]) -> ColumnElement[bool]:
    """Whether a row with channel and conversation falls into one of the stays."""
    parts: list[ColumnElement[bool]] = []
    for one in stays:
        here: list[ColumnElement[bool]] = [
            table.c.channel.in_(channels_of(one.space)),
            table.c.conversation == one.conversation,
        ]
        if one.since is not None:
            here.append(table.c[moment] >= one.since)
        if one.until is not None:
            here.append(table.c[moment] < one.until)
        parts.append(and_(*here))
    return or_(*parts) if parts else false()


def of_senders(table: Table, stays: Sequence[Stay]) -> ColumnElement[bool]:
    """Whether a row with name space and sender is of somebody who is the member still."""
    parts = [
        and_(table.c.channel == one.space, table.c.sender == one.sender)
        for one in stays
        if one.until is None and one.sender
    ]
    return or_(*parts) if parts else false()
