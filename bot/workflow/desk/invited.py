"""What an invitation is, as its page shows it; nothing is changed by looking."""

from __future__ import annotations

from dataclasses import dataclass

from bot.workflow.words import name_role
from storage.transaction import Transaction
from storage.workflow.invitations import Invitation


@dataclass(frozen=True, slots=True)
class InvitationSheet:
    """Into which unit and role an invitation is, for whom, and who has invited."""

    unit: str
    role: str
    person: str
    inviter: str
    rows: int  # that a guest is asked for; 0 for all others


async def describe_invitation(tx: Transaction, found: Invitation) -> InvitationSheet:
    """The words for an invitation that still counts."""
    unit = await tx.units.find(found.org_unit)
    names = await tx.roles.names_of([found.made_by]) if found.made_by is not None else {}
    asked = await tx.assignments.of_invitation(found.id) if found.report is not None else []
    return InvitationSheet(
        unit.name,
        name_role(found.role),
        found.person or "",
        names.get(found.made_by or 0, ""),
        len(asked),
    )
