"""The people whom an administrator looks after: found, and one of them with roles, addresses and
signed-in browsers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access.browser_sessions import ends_at
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.desk.administration.units import administered_units
from bot.workflow.people.directory import find_people
from bot.workflow.reachability import is_reached
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Permission, Role, may_invite
from storage.messaging.web_sessions import WebSession
from storage.workflow.invitations import UnusedInvitation
from storage.workflow.mailboxes import Mailbox
from storage.workflow.roles import Person
from storage.workflow.units import Unit

MOST = 200  # people who are listed


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody in the list, in one role of one unit."""

    person: Person
    unit: str
    reached: bool


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """Those who were found, of how many, and those who are invited and have not come; `refused` are
    addresses that take no letter."""

    people: tuple[FoundPerson, ...]
    count: int
    invited: tuple[tuple[UnusedInvitation, str], ...]
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role of a person; `mine`: the member may end or move it."""

    role: Role
    unit: Unit
    mine: bool


@dataclass(frozen=True, slots=True)
class AdministeredPerson:
    """One person with what may be done for them; `refused`: the address takes no letter;
    `whole`: the member administers all that the person does, and so may say how they sign in."""

    member: int
    name: str
    phone: str
    roles: tuple[HeldRole, ...]
    box: Mailbox | None
    refused: bool
    reached: bool
    channel: str
    sessions: tuple[WebSession, ...]
    passkeys: int
    whole: bool


async def search_people(ctx: RequestContext, words: str) -> FoundPeople:
    """Who is called so, or at this number; everybody, where nothing is searched for."""
    units = {one.id: one.short_name for one in await administered_units(ctx)}
    everybody = await ctx.tx.roles.people_of([*units])
    found = find_people(everybody, words) if words else everybody
    found = [one for one in found if one.role != Role.GUEST]
    asked = fold_text(words)
    invited = [
        (one, units[one.org_unit])
        for one in await ctx.tx.invitations.list_open([*units], ctx.now)
        if one.role != Role.GUEST and (not asked or asked in fold_text(one.person or ""))
    ]
    shown = tuple(FoundPerson(one, units[one.unit], is_reached(one)) for one in found[:MOST])
    told = {*(str(one.email) for one, _ in invited[:MOST] if one.email)}
    told |= {str(one.person.email) for one in shown if one.person.email}
    refused = await ctx.tx.mailboxes.refused_of(told)
    return FoundPeople(shown, len(found), tuple(invited[:MOST]), frozenset(refused))


async def read_person(ctx: RequestContext, member: int) -> AdministeredPerson:
    """One person; DeniedError for who has no role in a unit that the member administers."""
    held = await _held(ctx, member)
    if not any(one.mine for one in held):
        raise DeniedError
    people = await ctx.tx.roles.people_of([held[0].unit.id])
    person = next(one for one in people if one.id == member)
    sessions = [
        one
        for one in await ctx.tx.web_sessions.list_open([member], ctx.now)
        if ends_at(one) > ctx.now
    ]
    box = await ctx.tx.mailboxes.of_member(member)
    return AdministeredPerson(
        member,
        person.name,
        person.phone or "",
        tuple(held),
        box,
        box is not None and bool(await ctx.tx.mailboxes.refused_of([box.address])),
        is_reached(person),
        person.channel or "",
        tuple(sessions),
        len(await ctx.tx.passkeys.of_member(member)),
        all(one.mine for one in held),
    )


async def _held(ctx: RequestContext, member: int) -> list[HeldRole]:
    found: list[HeldRole] = []
    grants = await ctx.tx.roles.of_member(member)
    for grant in (one for one in grants if one.role is not Role.GUEST):
        line = await ctx.tx.units.lineage(grant.unit)
        mine = await ctx.may(Permission.UNITS, grant.unit)
        may = mine and may_invite(ctx.grants, grant.role, line)
        found.append(HeldRole(grant.role, await ctx.tx.units.find(grant.unit), may))
    return found


async def end_sessions(ctx: RequestContext, member: int) -> None:
    """Sign the person's browsers out, and have their links open nothing any more: a device was
    lost, or somebody else has it. RequestRejectedError where there is nothing to end."""
    person = await read_person(ctx, member)
    if not person.whole:
        raise DeniedError
    await ctx.tx.signed_links.revoke_pages(member, ctx.now)
    for one in person.sessions:
        await ctx.tx.web_sessions.end(one.id, ctx.now)
    keys = await ctx.tx.passkeys.end_all(member, ctx.now)
    if not person.sessions and not keys:
        raise RequestRejectedError("web.none", keys=0)
    await ctx.tx.roles.mark_changed(
        ctx.audit_context(), member, person.roles[0].unit.id, "sessions"
    )
    ctx.say("web.ended_of", name=person.name, count=len(person.sessions), keys=keys)
