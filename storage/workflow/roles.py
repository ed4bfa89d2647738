"""Who has which role where, and the codes that make a person a member."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from conversations.protocol.person_names import member_email, member_name, member_phone
from conversations.text.collation import person_key
from conversations.workflow.permissions import Grant, Role
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.messaging.signed_links import SignedLinkQueries
from storage.tables.core import member
from storage.tables.workflow import invitation, role

AT_ONCE = 1_000  # hashes that are looked up at once


@dataclass(frozen=True, slots=True)
class Person:
    """A member in one role, and where they were heard last."""

    id: int
    name: str
    role: str
    unit: int
    channel: str | None
    conversation: str | None
    unreachable_since: datetime | None
    phone: str | None = None
    email: str | None = None


_OF_MEMBER = (
    select(role.c.role, role.c.org_unit)
    .where(role.c.member == bindparam("member"), role.c.until.is_(None))
    .order_by(role.c.id)
)
_PEOPLE = (
    select(
        member.c.id,
        member.c.name,
        role.c.role,
        role.c.org_unit,
        member.c.heard_channel,
        member.c.heard_conversation,
        member.c.unreachable_since,
        member.c.phone,
        member.c.email,
    )
    .join(member, member.c.id == role.c.member)
    .where(role.c.until.is_(None))
    .where(role.c.org_unit.in_(bindparam("units", expanding=True)))
    .where(role.c.role.in_(bindparam("roles", expanding=True)))
    .order_by(member.c.id)
)
_NAMES = select(member.c.id, member.c.name).where(
    member.c.id.in_(bindparam("members", expanding=True))
)


class RoleQueries(AuditedQueries):
    async def of_member(self, member_id: int) -> tuple[Grant, ...]:
        """The member's roles, as they are now."""
        found = await self._db.execute(_OF_MEMBER, {"member": member_id})
        return tuple(Grant(role=Role(row.role), unit=row.org_unit) for row in found)

    async def has_left(self, member_id: int) -> bool:
        """Whether the member had a role, and has none any more."""
        if await self.of_member(member_id):
            return False
        had = select(role.c.id).where(role.c.member == member_id).limit(1)
        return await self._db.scalar(had) is not None

    async def grant(self, context: AuditContext, member_id: int, unit_id: int, as_: Role) -> None:
        """The member has this role from now on; nothing happens when they have it already."""
        if Grant(role=as_, unit=unit_id) in await self.of_member(member_id):
            return
        values = {"member": member_id, "org_unit": unit_id, "role": as_, "since": context.at}
        number = await self._new(role, **values)
        self._touch(role, (number,))
        new = {"member": member_id, "unit": unit_id, "role": as_.value}
        await self._record(context, f"role:{number}", None, new)

    async def revoke(self, context: AuditContext, member_id: int, unit_id: int, as_: Role) -> None:
        """The member has this role no more; the unit's reports stay where they are. Their
        pages that are open in browsers end: what they may still do they open anew."""
        ended = await self._db.execute(
            update(role)
            .where(
                role.c.member == member_id,
                role.c.org_unit == unit_id,
                role.c.role == as_,
                role.c.until.is_(None),
            )
            .values(until=context.at)
            .returning(role.c.id)
        )
        for number in ended.scalars():
            self._touch(role, (number,))
            old = {"member": member_id, "unit": unit_id, "role": as_.value}
            await self._record(context, f"role:{number}", old, {"ended": True})
        await SignedLinkQueries(self._work).revoke_pages(member_id, context.at)

    async def mark_changed(
        self, context: AuditContext, member_id: int, unit_id: int, what: str
    ) -> None:
        """The name or number of a person of this unit was changed."""
        new = {"member": member_id, "unit": unit_id, "changed": what}
        await self._record(context, f"person:{member_id}", None, new)

    async def people_of(self, unit_ids: Collection[int], *roles: Role) -> list[Person]:
        """Who has one of the roles in one of the units, by unit and name."""
        which = {"units": [*unit_ids], "roles": [*(roles or Role)]}
        found = await self._db.execute(_PEOPLE, which)
        people = [
            Person(
                row[0],
                member_name(row[1], row[0]),
                *row[2:7],
                member_phone(row[7], row[0]),
                member_email(row[8], row[0]),
            )
            for row in found
        ]
        return sorted(people, key=lambda one: (one.unit, person_key(one.name)))

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

    async def names_of(self, member_ids: Collection[int]) -> dict[int, str]:
        """What these members are called."""
        found = await self._db.execute(_NAMES, {"members": [*member_ids]})
        return {row.id: member_name(row.name, row.id) for row in found}
