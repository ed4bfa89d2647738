"""The administrator's commands about people, their own data, and codes that give a role."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.administration import (
    AdminError,
    Administration,
    MemberArgument,
    UnitArgument,
    in_transaction,
)
from conversations.workflow.permissions import Grant, Role

person = typer.Typer(help="One person's own data.", no_args_is_help=True)
invitations = typer.Typer(help="One-time codes that nobody has used.", no_args_is_help=True)


@in_transaction()
async def invite(
    at: Administration,
    unit: UnitArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="officer, reviewer, …")],
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
) -> list[str]:
    """Make one one-time code: the first administrator and coordinator come by this."""
    from bot.workflow.people.invitations import invitation_text
    from bot.workflow.people.operations import INVITATION_LIFE, make_invitation

    if role is Role.GUEST:
        raise AdminError("a guest is invited in the chat: hỏi đồng nghiệp câu 12")
    found, until = await at.find_unit(unit), at.now + INVITATION_LIFE
    code, _ = await make_invitation(at.tx, at.context(), found.id, role, until, name)
    link = invitation_text(at.settings.telegram_name, code)["link"]
    return [f"{role.value} of {found.name}, until {until:%Y-%m-%d}: {code}", *filter(None, [link])]


@invitations.command("list")
@in_transaction()
async def list_invitations(at: Administration, unit: UnitArgument) -> list[str]:
    """Print the codes of a unit that nobody has used: number, role, name, last day."""
    return [
        f"{one.id}\t{one.role}\t{one.person or ''}\t{one.expires_at:%Y-%m-%d}"
        for one in await at.tx.invitations.list_open([(await at.find_unit(unit)).id], at.now)
    ]


@invitations.command()
@in_transaction()
async def cancel(
    at: Administration,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As `invitation list` tells.")],
) -> str:
    """Make a code worthless that nobody has used. Whoever is in the list of units is invited
    again by the next import."""
    if not await at.tx.invitations.revoke(at.context(), number):
        raise AdminError(f"no invitation {number} that is still to be used")
    return f"invitation {number} is cancelled"


@person.command("list")
@in_transaction()
async def list_people(at: Administration, unit: UnitArgument) -> list[str]:
    """Print who is in a unit: number, role, name."""
    people = await at.tx.roles.people_of([(await at.find_unit(unit)).id])
    return [f"{one.id}\t{one.role}\t{one.name}" for one in people]


@person.command()
@in_transaction()
async def dismiss(
    at: Administration,
    member: MemberArgument,
    unit: UnitArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="officer, reviewer, guest, …")],
    to: Annotated[str | None, typer.Option(help="They do the same in this unit.")] = None,
) -> str:
    """End somebody's role in a unit, or move it to another one. The reports stay."""
    from bot.workflow.people.operations import end_role

    found = await at.find_unit(unit)
    target = (await at.find_unit(to)).id if to else None
    if Grant(role=role, unit=found.id) not in await at.tx.roles.of_member(member):
        raise AdminError(f"member {member} is no {role.value} of {found.short_name}")
    await end_role(at.tx, at.context(), member, found.id, role, target)
    return f"member {member} is {role.value} of {unit} no more" + (f", but of {to}" * bool(to))


@person.command("export")
@in_transaction()
async def export_person(
    at: Administration,
    member: MemberArgument,
    page: Annotated[
        Path | None, typer.Option(help="Write it as a page to be read (HTML) into this file.")
    ] = None,
) -> str:
    """Print everything that is kept about a person, as JSON; or write a page to be read."""
    from bot.workflow.people.people import as_json
    from templates.documents.person_page import build_person_page

    try:
        data = await at.tx.personal_data.export(member)
    except LookupError as error:
        raise AdminError(str(error)) from error
    if page is None:
        return as_json(data).decode()
    with page.open("xb") as file:
        file.write(build_person_page(data))
    return f"what is kept of member {member} is in {page}"


@person.command()
@in_transaction()
async def erase(at: Administration, member: MemberArgument) -> str:
    """Forget a person: name, places, codes, texts, files, also where others wrote the full name.
    Figures stay with their units, the chain stays whole."""
    if member not in await at.tx.roles.names_of([member]):
        raise AdminError(f"no member {member}")
    await at.tx.erasure.erase(at.context(), member)
    return f"member {member} is forgotten"
