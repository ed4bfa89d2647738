"""Rows, groups and sections that somebody was asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update

from conversations.protocol.person_names import invited_name, member_name
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.tables.core import member, report
from storage.tables.workflow import assignment, invitation
from storage.workflow.invitations import InvitationQueries
from storage.workflow.roles import RoleQueries


@dataclass(frozen=True, slots=True)
class Assignment:
    """A row or heading that somebody was asked for; `member` is None until a guest has come."""

    key: str
    member: int | None
    name: str
    made_by: int
    made_at: datetime


class AssignmentQueries(AuditedQueries):
    async def hand_over(
        self,
        context: AuditContext,
        report_id: int,
        key: str,
        *,
        member_id: int | None = None,
        invitation_id: int | None = None,
    ) -> int:
        """Ask a colleague, or whoever comes by the invitation, for a row or all under a
        heading; who was asked for the same before is not any more."""
        await self.take_back(context, report_id, key)
        values = {"report": report_id, "key": key, "member": member_id}
        number = await self._new(
            assignment,
            **values,
            invitation=invitation_id,
            made_by=context.member,
            made_at=context.at,
        )
        self._touch(assignment, (number,))
        await self._record(context, f"handed:{key}", None, {"to": member_id or "guest"})
        return number

    async def take_back(self, context: AuditContext, report_id: int, key: str) -> int:
        """Nobody is asked for this any more; how many were."""
        ended = await self._db.execute(
            update(assignment)
            .where(
                assignment.c.report == report_id,
                assignment.c.key == key,
                assignment.c.ended_at.is_(None),
            )
            .values(ended_at=context.at)
            .returning(assignment.c.id, assignment.c.member, assignment.c.invitation)
        )
        rows = ended.all()
        self._touch(assignment, *((row.id,) for row in rows))
        if rows:
            await self._record(context, f"handed:{key}", None, {"ended": True})
        for row in rows:
            await self._part_with_guest(replace(context, report=None), row.member, row.invitation)
        return len(rows)

    async def _part_with_guest(
        self, context: AuditContext, member_id: int | None, invitation_id: int | None
    ) -> None:
        """A guest who is asked for nothing any more is none, and a code that asks for nothing
        is worth nothing."""
        if invitation_id is None or await self.of_invitation(invitation_id):
            return
        unit = await self._db.scalar(
            select(invitation.c.org_unit).where(invitation.c.id == invitation_id)
        )
        await InvitationQueries(self._work).revoke(context, invitation_id)
        if member_id is None or unit is None:
            return
        others = await self._db.scalar(
            select(assignment.c.id)
            .join(report, report.c.id == assignment.c.report)
            .where(
                assignment.c.member == member_id,
                assignment.c.ended_at.is_(None),
                report.c.org_unit == unit,
            )
            .limit(1)
        )
        if others is None:
            await RoleQueries(self._work).revoke(context, member_id, unit, Role.GUEST)

    async def of_invitation(self, invitation_id: int) -> list[str]:
        """The rows and headings that an invitation asks for."""
        found = await self._db.execute(
            select(assignment.c.key).where(
                assignment.c.invitation == invitation_id, assignment.c.ended_at.is_(None)
            )
        )
        return [*found.scalars()]

    async def bind_guest(self, invitation_id: int, member_id: int) -> None:
        """Who was invited for some rows is this member."""
        taken = await self._db.scalars(
            update(assignment)
            .where(assignment.c.invitation == invitation_id)
            .values(member=member_id)
            .returning(assignment.c.id)
        )
        self._touch(assignment, *((number,) for number in taken))

    async def of_report(self, report_id: int) -> list[Assignment]:
        """What is asked of whom at present, oldest first."""
        found = await self._db.execute(
            select(
                assignment.c.key,
                assignment.c.member,
                member.c.name,
                assignment.c.invitation,
                invitation.c.person,
                assignment.c.made_by,
                assignment.c.made_at,
            )
            .join_from(assignment, member, member.c.id == assignment.c.member, isouter=True)
            .join(invitation, invitation.c.id == assignment.c.invitation, isouter=True)
            .where(assignment.c.report == report_id, assignment.c.ended_at.is_(None))
            .order_by(assignment.c.id)
        )
        return [
            Assignment(row.key, row.member, _name_of(*row[1:5]), row.made_by, row.made_at)
            for row in found
        ]

    async def reports_of(self, member_id: int) -> list[int]:
        """The reports of which the member is asked for rows, the newest first."""
        found = await self._db.execute(
            select(assignment.c.report)
            .where(assignment.c.member == member_id, assignment.c.ended_at.is_(None))
            .order_by(assignment.c.id.desc())
        )
        return [*dict.fromkeys(found.scalars())]

    async def relieve(self, context: AuditContext, member_id: int, unit_id: int) -> None:
        """The member is asked for nothing of this unit any more, and works on none of its
        reports."""
        mine = select(report.c.id).where(report.c.org_unit == unit_id)
        found = await self._db.execute(
            select(assignment.c.report, assignment.c.key).where(
                assignment.c.member == member_id,
                assignment.c.ended_at.is_(None),
                assignment.c.report.in_(mine),
            )
        )
        for row in found.all():
            await self.take_back(replace(context, report=row.report), row.report, row.key)
        await self._db.execute(
            update(member)
            .where(member.c.id == member_id, member.c.report.in_(mine))
            .values(report=None)
        )


def _name_of(number: int | None, name: str | None, invited: int | None, person: str | None) -> str:
    """What is known of who was asked."""
    if number is not None and name:
        return member_name(name, number)
    return invited_name(person, invited) or "" if invited is not None else ""
