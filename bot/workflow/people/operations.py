"""What is done to people's roles, from the chat or the command line: what both share."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.access.identity import hash_code, new_token
from bot.workflow.context import RequestRejectedError
from conversations.text.normalize import clean_text
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.transaction import Transaction

INVITATION_LIFE = timedelta(days=30)
LONGEST_NAME = 100  # characters of what a person is called


async def make_invitation(
    tx: Transaction,
    context: AuditContext,
    unit: int,
    role: Role,
    until: datetime,
    person: str | None = None,
    report: int | None = None,
    phone: str | None = None,
    email: str | None = None,
) -> tuple[str, int]:
    """A one-time code that gives this role, and the number of the invitation. The code is told
    once: only its hash is kept."""
    code = new_token()
    hashed = hash_code(code)
    number = await tx.invitations.add(
        context,
        hashed,
        unit,
        role,
        until,
        person=person,
        phone=phone,
        email=email,
        report_id=report,
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


def checked_name(name: str) -> str:
    """The name of a person as it is kept; RequestRejectedError when it is empty or too long."""
    kept = clean_text(name)
    if not kept or len(kept) > LONGEST_NAME or "\n" in kept:
        raise RequestRejectedError("person.name", said=kept[:80], most=LONGEST_NAME)
    return kept


async def change_person(
    tx: Transaction,
    context: AuditContext,
    member: int,
    unit: int,
    *,
    name: str | None = None,
    phone: str | None = None,
    email: str | None = None,
) -> None:
    """The person is called so, or at this number (as `read_phones` reads it), or written to at this
    address (as `read_email` does) once it is confirmed, from now on; "" for none. The history of
    the office says that it was changed, under the unit, and not to what: names can be erased."""
    if name is not None:
        await tx.members.rename(member, checked_name(name))
        await tx.roles.mark_changed(context, member, unit, "name")
    if phone is not None:
        await tx.members.set_phone(member, phone or None)
        await tx.roles.mark_changed(context, member, unit, "phone")
    if email is not None and await tx.mailboxes.set_address(member, email or None, context.at):
        await tx.roles.mark_changed(context, member, unit, "email")
