"""People and their invitations from the command line."""

from __future__ import annotations

from datetime import datetime

from bot.cli.operations.units import AdminError, command_line_context, find_named_unit
from conversations.workflow.permissions import Grant, Role
from storage.core.records import Person, UnusedInvitation
from storage.store import Store


async def people_of_unit(store: Store, unit: str) -> list[Person]:
    """Who is in a unit."""
    async with store.transaction() as tx:
        return await tx.roles.people_of([(await find_named_unit(tx, unit)).id])


async def unused_invitations(store: Store, unit: str, now: datetime) -> list[UnusedInvitation]:
    """The codes of a unit that nobody has used."""
    async with store.transaction() as tx:
        return await tx.invitations.list_open([(await find_named_unit(tx, unit)).id], now)


async def cancel_code(store: Store, number: int, now: datetime) -> None:
    """Make a code worthless; AdminError when it was used, or revoked before."""
    async with store.transaction() as tx:
        if not await tx.invitations.revoke(command_line_context(now), number):
            message = f"no invitation {number} that is still to be used"
            raise AdminError(message)


async def dismiss_person(
    store: Store, member: int, unit: str, role: Role, to: str | None, now: datetime
) -> None:
    """End a role, or move it to another unit; the reports stay where they are."""
    async with store.transaction() as tx:
        found = await find_named_unit(tx, unit)
        target = await find_named_unit(tx, to) if to else None
        if Grant(role=role, unit=found.id) not in await tx.roles.of_member(member):
            message = f"member {member} is no {role.value} of {found.short_name}"
            raise AdminError(message)
        await tx.roles.revoke(command_line_context(now), member, found.id, role)
        await tx.assignments.relieve(command_line_context(now), member, found.id)
        if target is not None:
            await tx.roles.grant(command_line_context(now), member, target.id, role)
