"""Who has which role where, and the codes that make a person a member."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from conversations.protocol.person_names import invited_name, member_name
from conversations.workflow.permissions import Grant, Role
from storage.core.records import Invitation, NewInvitation, Person, UnusedInvitation
from storage.history.audit_log import AuditContext, AuditLogQueries
from storage.messaging.signed_links import SignedLinkQueries
from storage.tables.core import member
from storage.tables.workflow import attempt, invitation, role

AT_ONCE = 1_000  # hashes that are looked up at once


class RoleQueries(SignedLinkQueries, AuditLogQueries):
    async def grants_of(self, member_id: int) -> tuple[Grant, ...]:
        """The member's roles, as they are now."""
        found = await self._db.execute(
            select(role.c.role, role.c.org_unit)
            .where(role.c.member == member_id, role.c.until.is_(None))
            .order_by(role.c.id)
        )
        return tuple(Grant(role=Role(row.role), unit=row.org_unit) for row in found)

    async def grant(self, deed: AuditContext, member_id: int, unit_id: int, as_: Role) -> None:
        """The member has this role from now on; nothing happens when he has it already."""
        if Grant(role=as_, unit=unit_id) in await self.grants_of(member_id):
            return
        values = {"member": member_id, "org_unit": unit_id, "role": as_, "since": deed.at}
        number = await self._new(role, **values)
        self._touch(role, (number,))
        new = {"member": member_id, "unit": unit_id, "role": as_.value}
        await self.record(deed, f"role:{number}", None, new)

    async def revoke(self, deed: AuditContext, member_id: int, unit_id: int, as_: Role) -> None:
        """The member has this role no more; the unit's reports stay where they are. Pages of his
        that are open in browsers end: what he may still do he opens anew."""
        ended = await self._db.execute(
            update(role)
            .where(
                role.c.member == member_id,
                role.c.org_unit == unit_id,
                role.c.role == as_,
                role.c.until.is_(None),
            )
            .values(until=deed.at)
            .returning(role.c.id)
        )
        for number in ended.scalars():
            self._touch(role, (number,))
            old = {"member": member_id, "unit": unit_id, "role": as_.value}
            await self.record(deed, f"role:{number}", old, {"ended": True})
        await self.revoke_page_links(member_id, deed.at)

    async def people_of(self, unit_ids: Collection[int], *roles: Role) -> list[Person]:
        """Who has one of the roles in one of the units, by unit and name."""
        found = await self._db.execute(
            select(
                member.c.id,
                member.c.name,
                role.c.role,
                role.c.org_unit,
                member.c.heard_channel,
                member.c.heard_conversation,
                member.c.unreachable_since,
            )
            .join(member, member.c.id == role.c.member)
            .where(role.c.until.is_(None), role.c.org_unit.in_([*unit_ids]))
            .where(role.c.role.in_([*roles]) if roles else role.c.role.is_not(None))
            .order_by(role.c.org_unit, self._by(member.c.name), member.c.id)
        )
        return [replace(Person(*row), name=member_name(row.name, row.id)) for row in found]

    async def with_officers(self, unit_ids: Collection[int]) -> set[int]:
        """Those of the units that have an officer, or one who is invited and has not come."""
        there = select(role.c.org_unit).where(
            role.c.org_unit.in_([*unit_ids]), role.c.role == Role.OFFICER, role.c.until.is_(None)
        )
        coming = select(invitation.c.org_unit).where(
            invitation.c.org_unit.in_([*unit_ids]),
            invitation.c.role == Role.OFFICER,
            invitation.c.taken_at.is_(None),
            invitation.c.revoked_at.is_(None),
        )
        return {*(await self._db.execute(there.union(coming))).scalars()}

    async def invite(
        self,
        deed: AuditContext,
        hashed: str,
        unit_id: int,
        as_: Role,
        expires: datetime,
        *,
        person: str | None = None,
        report_id: int | None = None,
    ) -> int:
        """Keep the hash of a one-time code for this role; the invitation's id."""
        values: dict[str, Any] = {"org_unit": unit_id, "role": as_, "report": report_id}
        number = await self._new(
            invitation,
            hash=hashed,
            **values,
            person=person,
            made_by=deed.member,
            made_at=deed.at,
            expires_at=expires,
        )
        self._touch(invitation, (number,))
        new = {"unit": unit_id, "role": as_.value, "expires": expires.date().isoformat()}
        await self.record(deed, f"invitation:{number}", None, new)
        return number

    async def invite_all(
        self, deed: AuditContext, invitations: Sequence[NewInvitation], expires: datetime
    ) -> None:
        """Keep many codes at once; one entry of the history tells of all of them."""
        rows = [
            {
                "hash": one.hash,
                "org_unit": one.unit,
                "role": one.role,
                "person": one.person,
                "made_by": deed.member,
                "made_at": deed.at,
                "expires_at": expires,
            }
            for one in invitations
        ]
        if not rows:
            return
        await self._db.execute(invitation.insert(), rows)
        await self._touch_invitations([one.hash for one in invitations])
        whom = [[one.unit, one.role.value] for one in invitations]
        new = {"count": len(rows), "expires": expires.date().isoformat(), "whom": whom}
        await self.record(deed, "invitations", None, new)

    async def _touch_invitations(self, hashes: Sequence[str]) -> None:
        for at in range(0, len(hashes), AT_ONCE):
            some = invitation.c.hash.in_(hashes[at : at + AT_ONCE])
            found = await self._db.execute(select(invitation.c.id).where(some))
            self._touch(invitation, *((number,) for number in found.scalars()))

    async def invited_before(self, now: datetime) -> set[tuple[int, str, str]]:
        """Units, roles and names of the invitations that were used, or still may be, and of who
        has such a role: the name in an old invitation is not kept."""
        found = await self._db.execute(
            select(invitation.c.org_unit, invitation.c.role, invitation.c.person).where(
                invitation.c.person.is_not(None),
                invitation.c.revoked_at.is_(None),
                invitation.c.taken_at.is_not(None) | (invitation.c.expires_at > now),
            )
        )
        there = await self._db.execute(
            select(role.c.org_unit, role.c.role, member.c.name)
            .join(member, member.c.id == role.c.member)
            .where(role.c.until.is_(None))
        )
        return {(row[0], row[1], row[2]) for row in (*found, *there)}

    async def outstanding(self, unit_ids: Collection[int], now: datetime) -> list[UnusedInvitation]:
        """The invitations into these units that nobody has taken up and that still count, by
        unit, the newest last."""
        columns = (invitation.c[name] for name in UnusedInvitation.__dataclass_fields__)
        found = await self._db.execute(
            select(*columns)
            .where(
                invitation.c.org_unit.in_([*unit_ids]),
                invitation.c.taken_at.is_(None),
                invitation.c.revoked_at.is_(None),
                invitation.c.expires_at > now,
            )
            .order_by(invitation.c.org_unit, invitation.c.id)
        )
        return [
            replace(UnusedInvitation(*row), person=invited_name(row.person, row.id))
            for row in found
        ]

    async def revoke_invitation(self, deed: AuditContext, invitation_id: int) -> bool:
        """Make this code worthless; False when it was used or revoked before."""
        ended = await self._db.execute(
            update(invitation)
            .where(
                invitation.c.id == invitation_id,
                invitation.c.taken_at.is_(None),
                invitation.c.revoked_at.is_(None),
            )
            .values(revoked_at=deed.at)
            .returning(invitation.c.id)
        )
        if ended.first() is None:
            return False
        self._touch(invitation, (invitation_id,))
        await self.record(deed, f"invitation:{invitation_id}", None, {"revoked": True})
        return True

    async def take_invitation(self, hashed: str, now: datetime) -> Invitation | None:
        """Use a code up; None when it is unknown, used, revoked or too old."""
        taken = await self._db.execute(
            update(invitation)
            .where(
                invitation.c.hash == hashed,
                invitation.c.taken_at.is_(None),
                invitation.c.revoked_at.is_(None),
                invitation.c.expires_at > now,
            )
            .values(taken_at=now)
            .returning(*(invitation.c[name] for name in Invitation.__dataclass_fields__))
        )
        row = taken.first()
        if row is None:
            return None
        self._touch(invitation, (row.id,))
        return Invitation(*row)

    async def came(self, invitation_id: int, member_id: int) -> None:
        """This member came by the invitation."""
        where = invitation.c.id == invitation_id
        await self._db.execute(update(invitation).where(where).values(taken_by=member_id))
        self._touch(invitation, (invitation_id,))

    async def revoke_invitations(self, deed: AuditContext, unit_id: int, as_: Role) -> int:
        """Make the codes for this role that nobody has used worthless; how many."""
        ended = await self._db.execute(
            update(invitation)
            .where(
                invitation.c.org_unit == unit_id,
                invitation.c.role == as_,
                invitation.c.taken_at.is_(None),
                invitation.c.revoked_at.is_(None),
            )
            .values(revoked_at=deed.at)
            .returning(invitation.c.id)
        )
        numbers = [*ended.scalars()]
        for number in numbers:
            self._touch(invitation, (number,))
            await self.record(deed, f"invitation:{number}", None, {"revoked": True})
        return len(numbers)

    async def wrong_code(self, channel: str, sender: str, now: datetime) -> None:
        """The sender tried a code that is none."""
        await self._db.execute(attempt.insert().values(channel=channel, sender=sender, at=now))

    async def wrong_codes(self, channel: str, sender: str, since: datetime) -> int:
        """How many wrong codes the sender tried since; older ones are forgotten."""
        mine = (attempt.c.channel == channel, attempt.c.sender == sender)
        await self._db.execute(delete(attempt).where(*mine, attempt.c.at < since))
        return await self._db.scalar(select(func.count(attempt.c.id)).where(*mine)) or 0

    async def names_of(self, member_ids: Collection[int]) -> dict[int, str]:
        """What these members are called."""
        found = await self._db.execute(
            select(member.c.id, member.c.name).where(member.c.id.in_([*member_ids]))
        )
        return {row.id: member_name(row.name, row.id) for row in found}

    async def invitation(self, hashed: str, now: datetime) -> Invitation | None:
        """What a code would make somebody, without using it up; None when it is no good."""
        found = await self._db.execute(
            select(*(invitation.c[name] for name in Invitation.__dataclass_fields__)).where(
                invitation.c.hash == hashed,
                invitation.c.taken_at.is_(None),
                invitation.c.revoked_at.is_(None),
                invitation.c.expires_at > now,
            )
        )
        row = found.first()
        if row is None:
            return None
        return replace(Invitation(*row), person=invited_name(row.person, row.id))
