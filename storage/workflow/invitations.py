"""Invitations into a role: one-time codes, of which only the hash is kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from conversations.protocol.person_names import invited_email, invited_name, invited_phone
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.tables.core import member
from storage.tables.workflow import attempt, invitation, role

AT_ONCE = 1_000  # hashes that are looked up at once


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that somebody has just used."""

    id: int
    org_unit: int
    role: str
    person: str | None
    report: int | None
    made_by: int | None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class UnusedInvitation:
    """A code that nobody has used yet."""

    id: int
    org_unit: int
    role: str
    person: str | None
    expires_at: datetime
    phone: str | None = None
    email: str | None = None


class InvitationState(StrEnum):
    """How a code stands."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """A code to be kept, by its hash, for one role of one unit."""

    hash: str
    unit: int
    role: Role
    person: str | None
    phone: str | None = None
    email: str | None = None


_UNUSED = (invitation.c.taken_at.is_(None), invitation.c.revoked_at.is_(None))


class InvitationQueries(AuditedQueries):
    async def add(
        self,
        context: AuditContext,
        hashed: str,
        unit_id: int,
        as_: Role,
        expires: datetime,
        *,
        person: str | None = None,
        phone: str | None = None,
        email: str | None = None,
        report_id: int | None = None,
    ) -> int:
        """Keep the hash of a one-time code for this role; the invitation's id."""
        values: dict[str, Any] = {"org_unit": unit_id, "role": as_, "report": report_id}
        number = await self._new(
            invitation,
            hash=hashed,
            **values,
            person=person,
            phone=phone,
            email=email,
            made_by=context.member,
            made_at=context.at,
            expires_at=expires,
        )
        self._touch(invitation, (number,))
        new = {"unit": unit_id, "role": as_.value, "expires": expires.date().isoformat()}
        await self._record(context, f"invitation:{number}", None, new)
        return number

    async def add_all(
        self, context: AuditContext, invitations: Sequence[NewInvitation], expires: datetime
    ) -> None:
        """Keep many codes at once; one entry of the history tells of all of them."""
        rows = [
            {
                "hash": one.hash,
                "org_unit": one.unit,
                "role": one.role,
                "person": one.person,
                "phone": one.phone,
                "email": one.email,
                "made_by": context.member,
                "made_at": context.at,
                "expires_at": expires,
            }
            for one in invitations
        ]
        if not rows:
            return
        await self._for_each(invitation.insert(), rows)
        await self._touch_invitations([one.hash for one in invitations])
        whom = [[one.unit, one.role.value] for one in invitations]
        new = {"count": len(rows), "expires": expires.date().isoformat(), "whom": whom}
        await self._record(context, "invitations", None, new)

    async def _touch_invitations(self, hashes: Sequence[str]) -> None:
        for at in range(0, len(hashes), AT_ONCE):
            some = invitation.c.hash.in_(hashes[at : at + AT_ONCE])
            found = await self._db.execute(select(invitation.c.id).where(some))
            self._touch(invitation, *((number,) for number in found.scalars()))

    async def list_used(self, now: datetime) -> set[tuple[int, str, str]]:
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

    async def list_open(self, unit_ids: Collection[int], now: datetime) -> list[UnusedInvitation]:
        """The invitations into these units that nobody has taken up and that still count, by
        unit, the newest last."""
        found = await self._not_taken(unit_ids, invitation.c.expires_at > now)
        return [
            replace(
                one,
                person=invited_name(one.person, one.id),
                phone=invited_phone(one.phone, one.id),
                email=invited_email(one.email, one.id),
            )
            for one in found
        ]

    async def list_unused(self, unit_ids: Collection[int], now: datetime) -> list[UnusedInvitation]:
        """The invitations into these units that nobody has taken up: those that still count, and
        those that named somebody and have grown too old; by unit, the newest last."""
        named = invitation.c.person.is_not(None)
        return await self._not_taken(unit_ids, named | (invitation.c.expires_at > now))

    async def _not_taken(
        self, unit_ids: Collection[int], counts: ColumnElement[bool]
    ) -> list[UnusedInvitation]:
        columns = (invitation.c[name] for name in UnusedInvitation.__dataclass_fields__)
        found = await self._db.execute(
            select(*columns)
            .where(
                invitation.c.org_unit.in_([*unit_ids]),
                *_UNUSED,
                counts,
            )
            .order_by(invitation.c.org_unit, invitation.c.id)
        )
        return [UnusedInvitation(*row) for row in found]

    async def set_phone(self, context: AuditContext, invitation_id: int, phone: str) -> None:
        """Where the person can be called who has not come yet."""
        await self._set_reach(context, invitation_id, "phone", phone)

    async def set_email(self, context: AuditContext, invitation_id: int, email: str) -> None:
        """Where the person can be written to who has not come yet."""
        await self._set_reach(context, invitation_id, "email", email)

    async def _set_reach(
        self, context: AuditContext, invitation_id: int, way: str, reach: str
    ) -> None:
        """The history says that it was changed, and not to what: numbers can be erased."""
        where = invitation.c.id == invitation_id
        await self._db.execute(update(invitation).where(where).values({way: reach}))
        self._touch(invitation, (invitation_id,))
        await self._record(context, f"invitation:{invitation_id}", None, {"changed": way})

    async def revoke(self, context: AuditContext, invitation_id: int) -> bool:
        """Make this code worthless; False when it was used or revoked before."""
        return await self._revoke(context, invitation.c.id == invitation_id) > 0

    async def revoke_all(self, context: AuditContext, unit_id: int, as_: Role) -> int:
        """Make the codes for this role that nobody has used worthless; how many."""
        which = (invitation.c.org_unit == unit_id, invitation.c.role == as_)
        return await self._revoke(context, *which)

    async def _revoke(self, context: AuditContext, *which: ColumnElement[bool]) -> int:
        ended = await self._db.execute(
            update(invitation)
            .where(*which, *_UNUSED)
            .values(revoked_at=context.at)
            .returning(invitation.c.id)
        )
        numbers = [*ended.scalars()]
        for number in numbers:
            self._touch(invitation, (number,))
            await self._record(context, f"invitation:{number}", None, {"revoked": True})
        return len(numbers)

    async def take(self, hashed: str, now: datetime) -> Invitation | None:
        """Use a code up; None when it is unknown, used, revoked or too old."""
        taken = await self._db.execute(
            update(invitation)
            .where(
                invitation.c.hash == hashed,
                *_UNUSED,
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

    async def mark_taken(self, invitation_id: int, member_id: int) -> None:
        """This member came by the invitation."""
        where = invitation.c.id == invitation_id
        await self._db.execute(update(invitation).where(where).values(taken_by=member_id))
        self._touch(invitation, (invitation_id,))

    async def add_wrong_code(self, channel: str, sender: str, now: datetime) -> None:
        """The sender tried a code that is none."""
        await self._db.execute(attempt.insert().values(channel=channel, sender=sender, at=now))

    async def count_wrong_codes(self, channel: str, sender: str, since: datetime) -> int:
        """How many wrong codes the sender tried since; older ones are forgotten."""
        mine = (attempt.c.channel == channel, attempt.c.sender == sender)
        await self._db.execute(delete(attempt).where(*mine, attempt.c.at < since))
        return await self._db.scalar(select(func.count(attempt.c.id)).where(*mine)) or 0

    async def state_of(self, hashed: str, now: datetime) -> tuple[InvitationState, int | None]:
        """How a code stands, and who has used it."""
        columns = ("taken_at", "taken_by", "revoked_at", "expires_at")
        found = await self._db.execute(
            select(*(invitation.c[name] for name in columns)).where(invitation.c.hash == hashed)
        )
        row = found.first()
        if row is None:
            return InvitationState.UNKNOWN, None
        if row.taken_at is not None:
            return InvitationState.USED, row.taken_by
        if row.revoked_at is not None:
            return InvitationState.REVOKED, None
        return (InvitationState.OPEN if row.expires_at > now else InvitationState.EXPIRED), None

    async def find(self, hashed: str, now: datetime) -> Invitation | None:
        """What a code would make somebody, without using it up; None when it is no good."""
        found = await self._db.execute(
            select(*(invitation.c[name] for name in Invitation.__dataclass_fields__)).where(
                invitation.c.hash == hashed,
                *_UNUSED,
                invitation.c.expires_at > now,
            )
        )
        row = found.first()
        if row is None:
            return None
        return replace(Invitation(*row), person=invited_name(row.person, row.id))
