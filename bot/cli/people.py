"""The administrator's commands about people, their own data, and codes that give a role."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.administration import (
    AdminError,
    Administration,
    MemberArgument,
    RoleArgument,
    UnitArgument,
    in_transaction,
    read_role,
    role_word,
)
from bot.cli.confirmation import YesOption, confirm
from bot.cli.tables import lay_out
from bot.runtime.language import tell

person = typer.Typer(help="One person's own data.", no_args_is_help=True)
invitations = typer.Typer(help="One-time codes that nobody has used.", no_args_is_help=True)
_PEOPLE = ("Number", "Name", "Roles", "Last heard on")


@in_transaction()
async def invite(
    at: Administration,
    unit: UnitArgument,
    role: RoleArgument,
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
    email: Annotated[
        str | None, typer.Option("--email", help="Mail the code to this address too.")
    ] = None,
) -> list[str]:
    """Make one one-time code: the first administrator and coordinator come by this."""
    from bot.cli.operations.invitations import invitation_links, mail_codes, open_code_note
    from bot.cli.operations.people import read_address
    from bot.workflow.people.operations import INVITATION_LIFE, make_invitation
    from bot.workflow.units.listed_units import Invited
    from bot.workflow.words import name_role
    from conversations.workflow.permissions import Role

    given = read_role(role)
    if given is Role.GUEST:
        raise AdminError(tell("a guest is invited in the chat: hỏi đồng nghiệp câu 12"))
    found, until = await at.find_unit(unit), at.now + INVITATION_LIFE
    links, notes = await invitation_links(at.tx, at.settings)
    notes += await open_code_note(at.tx, found, given, at.now)
    address = read_address(email) if email is not None else ""
    made = (at.tx, at.context(), found.id, given, until, name)
    code, _ = await make_invitation(*made, email=address or None)
    if address:
        one = Invited("", found.name, given, name or "", code, until, email=address)
        notes += await mail_codes(at.tx, at.settings, [one], at.now)
    data = {"role": given.value, "name": name_role(given), "unit": found.name, "code": code}
    said = tell("{role} ({name}) of {unit}, until {day}: {code}", day=until.date(), **data)
    told = links(code)
    return [said, *filter(None, [told["web"], told["link"]]), *notes]


@invitations.command("list")
@in_transaction()
async def list_invitations(
    at: Administration,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help="Only those of it.")] = None,
) -> list[str]:
    """Print the codes that nobody has used: number, role, name, last day."""
    units = [await at.find_unit(unit)] if unit else await at.all_units()
    names = {one.id: one.short_name for one in units}
    found = await at.tx.invitations.list_open([*names], at.now)
    rows = [
        (one.id, role_word(one.role), one.person, f"{one.expires_at:%Y-%m-%d}", names[one.org_unit])
        for one in found
    ]
    return lay_out(("Number", "Role", "Name", "Until", "Unit"), rows)


@invitations.command()
@in_transaction()
async def cancel(
    at: Administration,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As `invitation list` tells.")],
) -> str:
    """Make a code worthless that nobody has used. Whoever is in the list of units is invited
    again by the next import."""
    if not await at.tx.invitations.revoke(at.context(), number):
        raise AdminError(tell("no invitation {number} that is still to be used", number=number))
    return tell("invitation {number} is cancelled", number=number)


@invitations.command()
@in_transaction()
async def renew(
    at: Administration,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help="Whose codes.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Those of all units.")] = False,
    out: Annotated[Path, typer.Option(help="The workbook to write.")] = Path("invitations.xlsx"),
    mail: Annotated[
        bool, typer.Option("--email", help="Mail each code to who has an address.")
    ] = False,
) -> list[str]:
    """Make new codes in the place of those that nobody has used: lost, or too old by now. The
    earlier ones open nothing any more."""
    from bot.cli.operations.invitations import mail_codes, renew_invitations, write_codes

    if (unit is None) is not everybody:
        raise AdminError(tell("name a unit, or --all"))
    units = [await at.find_unit(unit)] if unit else await at.all_units()
    renewed = await renew_invitations(at.tx, units, at.now)
    if not renewed:
        return [tell("no code is waiting to be used")]
    said = await mail_codes(at.tx, at.settings, renewed, at.now) if mail else []
    return said + await write_codes(at.tx, at.settings, renewed, out)


@person.command("list")
@in_transaction()
async def list_people(
    at: Administration,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help="Only those of it.")] = None,
) -> list[str]:
    """Print who is in a unit, or in all: number, role, name."""
    units = [await at.find_unit(unit)] if unit else await at.all_units()
    names = {one.id: one.short_name for one in units}
    people = await at.tx.roles.people_of([*names])
    rows = [
        (one.id, role_word(one.role), one.name, names[one.unit], one.phone, one.email)
        for one in people
    ]
    return lay_out(("Number", "Role", "Name", "Unit", "Telephone", "E-mail"), rows)


@person.command()
@in_transaction()
async def find(
    at: Administration,
    words: Annotated[str, typer.Argument(metavar="NAME", help="A name, or a part of it.")],
) -> list[str]:
    """Print who is called so, with or without accents, or is invited by that name: number, name,
    roles."""
    from bot.cli.operations.people import describe_people, find_invited, find_people

    rows = await describe_people(at.tx, await find_people(at.tx, words))
    rows += await find_invited(at.tx, await at.all_units(), words, at.now)
    if not rows:
        raise AdminError(tell("nobody is called {said!r}", said=words))
    return lay_out(_PEOPLE, rows)


@person.command()
@in_transaction()
async def rename(
    at: Administration,
    member: MemberArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The whole name.")],
) -> str:
    """Call a person otherwise, where the name was misspelt. What is handed in stays as it is."""
    from bot.cli.operations.people import known_person, rename_person

    before = await known_person(at.tx, member)
    now = await rename_person(at.tx, at.context(), member, name)
    return tell(
        "member {number}, {before}, is called {name} now", number=member, before=before, name=now
    )


@person.command("email")
@in_transaction()
async def set_email(
    at: Administration,
    member: MemberArgument,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="lan@x.gov.vn; '' for none.")],
) -> list[str]:
    """Write to a person at this address, once they have confirmed it by the letter that is sent
    there now."""
    from bot.cli.operations.people import change_address, known_person, read_address

    await known_person(at.tx, member)
    kept = read_address(address) if address.strip() else ""
    return await change_address(at, member, kept)


@person.command()
@in_transaction()
async def dismiss(
    at: Administration,
    member: MemberArgument,
    unit: UnitArgument,
    role: RoleArgument,
    to: Annotated[str | None, typer.Option(help="They do the same in this unit.")] = None,
) -> str:
    """End somebody's role in a unit, or move it to another one. The reports stay."""
    from bot.workflow.people.operations import end_role
    from conversations.workflow.permissions import Grant

    found, given = await at.find_unit(unit), read_role(role)
    target = await at.find_unit(to) if to else None
    data = {"number": member, "role": role_word(given.value), "unit": found.short_name}
    if Grant(role=given, unit=found.id) not in await at.tx.roles.of_member(member):
        raise AdminError(tell("member {number} is no {role} of {unit}", **data))
    await end_role(at.tx, at.context(), member, found.id, given, target.id if target else None)
    if target is None:
        return tell("member {number} is {role} of {unit} no more", **data)
    moved = "member {number} is {role} of {unit} no more, but of {to}"
    return tell(moved, to=target.short_name, **data)


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
    from bot.cli.operations.people import known_person
    from bot.workflow.people.people import as_json
    from templates.documents.person_page import build_person_page

    await known_person(at.tx, member)
    data = await at.tx.personal_data.export(member)
    if page is None:
        return as_json(data).decode()
    with page.open("xb") as file:
        file.write(build_person_page(data))
    return tell("what is kept of member {number} is in {file}", number=member, file=page)


@person.command()
@in_transaction()
async def erase(at: Administration, member: MemberArgument, sure: YesOption = False) -> str:
    """Forget a person: name, places, codes, texts, files, also where others wrote the full name.
    Figures stay with their units, the chain stays whole. The person is shown first."""
    from bot.cli.operations.people import describe_people, known_person

    name = await known_person(at.tx, member)
    for line in lay_out(_PEOPLE, await describe_people(at.tx, [(member, name)])):
        print(line)
    confirm(tell("Forget this person for good?"), sure=sure)
    await at.tx.erasure.erase(at.context(), member)
    return tell("member {number} is forgotten", number=member)
