"""What is done to people's roles, from the chat or the command line: what both share."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.access.identity import hash_code, new_token
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.transaction import Transaction

INVITATION_LIFE = timedelta(days=30)


async def make_invitation(
    tx: Transaction,
    context: AuditContext,
    unit: int,
    role: Role,
    until: datetime,
    person: str | None = None,
    report: int | None = None,
) -> tuple[str, int]:
    """A one-time code that gives this role, and the number of the invitation. The code is told
    once: only its hash is kept."""
    code = new_token()
    hashed = hash_code(code)
    number = await tx.invitations.add(
        context, hashed, unit, role, until, person=person, report_id=report
    )
    return code, number


async def end_role(
    tx: Transaction,
    context: AuditContext,
    member: int,
    unit: int,
    role: Role,
    to: int | None = None,
) -> None:
    """End a role in a unit, or move it `to` another one. The reports stay where they are, and
    rows that the member was asked for are nobody's again."""
    await tx.roles.revoke(context, member, unit, role)
    await tx.assignments.relieve(context, member, unit)
    if to is not None:
        await tx.roles.grant(context, member, to, role)
