"""People found by name or telephone number, called otherwise, or at another number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.interaction.choices import choose_request, match_people
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.lookup import units_with
from bot.workflow.people import operations
from bot.workflow.people.mailboxes import set_email
from bot.workflow.reachability import is_reached
from conversations.text.addresses import read_email
from conversations.text.normalize import clean_text, fold_text
from conversations.text.phones import read_phone, read_phones
from conversations.workflow.people_requests import ChangePerson
from conversations.workflow.permissions import Permission, Role, may_invite
from storage.workflow.roles import Person
from storage.workflow.units import Unit

MOST = 10  # people who are listed
_TITLE = re.compile(r"^(?:(?:của|cho|cán bộ|lãnh đạo|chị|anh|cô|chú|bác|ông|bà|em)\s+)+", re.I)
_TO = re.compile(r"\s+(?:thành|thanh|là|la)\s+", re.IGNORECASE)


async def typed_find(ctx: RequestContext, argument: str) -> None:
    """`tìm cán bộ Lan`, `tìm người 0912 345 678`: where they are, as what, and their number."""
    if not argument.strip():
        raise RequestRejectedError("find.how")
    units = {one.id: one.short_name for one in await units_with(ctx, Permission.PEOPLE)}
    if not units:
        raise DeniedError
    found = find_people(await ctx.tx.roles.people_of([*units]), argument)
    waiting = [
        one
        for one in await ctx.tx.invitations.list_open([*units], ctx.now)
        if one.person and fold_text(argument) in fold_text(one.person)
    ]
    lines: list[dict[str, Any]] = [
        {
            "name": one.name,
            "role": one.role,
            "unit": units[one.unit],
            "phone": one.phone or "",
            "email": one.email or "",
            "reached": is_reached(one),
            "invited": False,
        }
        for one in found
    ]
    lines += [
        {
            "name": one.person,
            "role": one.role,
            "unit": units[one.org_unit],
            "phone": one.phone or "",
            "email": one.email or "",
            "reached": False,
            "invited": True,
        }
        for one in waiting
    ]
    ctx.say("find", lines=lines[:MOST], count=len(lines), said=argument[:80])


def find_people(people: Sequence[Person], words: str) -> list[Person]:
    """Those of this telephone number, or of this name or part of it."""
    words = _TITLE.sub("", words.strip())
    number = read_phone(words)
    if number is not None:
        return [one for one in people if one.phone and number in one.phone]
    return match_people(people, words)


async def typed_rename(ctx: RequestContext, argument: str) -> None:
    """`đổi tên cán bộ Lan thành Nguyễn Thị Lan`."""
    who, *rest = _TO.split(argument, maxsplit=1)
    name = clean_text(rest[0]) if rest else ""
    if not who.strip() or not name:
        raise RequestRejectedError("person.rename_how")
    await _choose(ctx, who, name=name)


async def change_number(ctx: RequestContext, who: str, phone: str | None, *, shown: bool) -> None:
    """Have the person who is named be called at this number; only tell it, where it is `shown`."""
    if shown:
        await typed_find(ctx, who)
    else:
        await _choose(ctx, who, phone=phone or "")


async def _choose(ctx: RequestContext, who: str, **to: str) -> None:
    units = {one.id: one.short_name for one in await units_with(ctx, Permission.PEOPLE)}
    people = await ctx.tx.roles.people_of([*units])
    meant = {one.id: one for one in find_people(people, who)}
    if not meant:
        raise RequestRejectedError("find.nobody", said=who.strip()[:80])
    choices = [
        (ChangePerson(member=one.id, **to), {"name": one.name, "unit": units[one.unit]})
        for one in meant.values()
    ]
    said = who.strip()[:80]
    await choose_request(
        ctx, change_person, choices, "person.which", "person.which", MOST, said=said
    )


async def change_person(ctx: RequestContext, request: ChangePerson) -> None:
    """Show what changes; do it once the member is sure. Who may bring somebody into one of the
    person's roles may mend their name and number."""
    grants = await ctx.tx.roles.of_member(request.member)
    mine = [
        grant
        for grant in grants
        if may_invite(ctx.grants, grant.role, await ctx.tx.units.lineage(grant.unit))
    ]
    if not mine:
        raise DeniedError
    unit = await ctx.tx.units.find(mine[0].unit)
    people = await ctx.tx.roles.people_of([unit.id], mine[0].role)
    person = next(one for one in people if one.id == request.member)
    name = operations.checked_name(request.name) if request.name is not None else None
    data = {
        "old": person.name,
        "name": name or "",
        "phone": request.phone or "",
        "old_phone": person.phone or "",
        "renames": name is not None,
        "unit": unit.short_name,
        "role": mine[0].role.value,
    }
    if name is not None and not await confirm_request(
        ctx, request, "person.rename_ask", "person.rename", data
    ):
        return
    await operations.change_person(
        ctx.tx, ctx.audit_context(), person.id, unit.id, name=name, phone=request.phone
    )
    if name is not None or request.phone is not None:
        ctx.say("person.changed", **data)
    if request.email is not None:
        address = read_email(request.email) if request.email else ""
        if address is None:
            raise RequestRejectedError("email.own_how", said=request.email[:80])
        await _set_email_of(ctx, person, unit, address)
    if name is not None:
        ctx.tell(person.id, "notice.person_renamed", **data)


async def _set_email_of(ctx: RequestContext, person: Person, unit: Unit, address: str) -> None:
    """Have somebody else written to there. Whoever reads that mailbox can sign in as them: so it is
    for administrators of all that the person does, and the person is told."""
    for grant in await ctx.tx.roles.of_member(person.id):
        if grant.role is not Role.GUEST:
            await ctx.check(Permission.UNITS, grant.unit)
    await set_email(ctx, person.id, unit.id, address, person.name)
    if address:
        names = await ctx.tx.roles.names_of([ctx.member])
        who = names.get(ctx.member, "")
        ctx.tell(person.id, "notice.email", address=address, name=who)


async def typed_own_phone(ctx: RequestContext, argument: str) -> None:
    """`số điện thoại của tôi là 0912 345 678`: for the coordinators, who call before they warn."""
    said = re.sub(r"^(?:là|la|:)\s*", "", argument.strip())
    phone = read_phones(said) if said else None
    if phone is None:
        raise RequestRejectedError("phone.own_how", said=said[:80])
    units = ctx.units_of(*(role for role in Role if role is not Role.GUEST))
    if not units:
        raise DeniedError
    await operations.change_person(
        ctx.tx, ctx.audit_context(), ctx.member, units[0], name=None, phone=phone
    )
    ctx.say("phone.own", phone=phone)
