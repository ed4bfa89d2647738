"""Inviting people, seeing who is there, ending a role; and one's own data."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.interaction.choices import choose_request, match_people, offer_choices
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.lookup import find_unit, is_unit_name, pick_unit, units_with
from bot.workflow.people.invitation_codes import invite_person
from bot.workflow.people.operations import end_role
from bot.workflow.reachability import is_reached
from conversations.calendar.dates import print_weekday
from conversations.dialog.prompts.keyboard import make_button
from conversations.text.addresses import read_email
from conversations.text.normalize import fold_text
from conversations.workflow.people_requests import CancelInvitation, Dismiss, ShowOfficeHistory
from conversations.workflow.permissions import Permission, Role, may_invite
from storage.workflow.roles import Person
from templates.documents.person_page import build_person_page

MOST = 20
_ADDRESS = re.compile(
    r"^(?:chị|anh|cô|chú|bác|ông|bà|đồng chí|đ/c|đc|chi|co|chu|bac)\s+(?=[^\Wa-z])"
)
MY_DATA = "du-lieu-cua-toi"
ROLE_WORDS: dict[str, Role] = {
    "can bo bao cao": Role.OFFICER,
    "can bo": Role.OFFICER,
    "lanh dao": Role.REVIEWER,
    "dau moi": Role.COORDINATOR,
    "quan tri": Role.ADMINISTRATOR,
}


async def typed_invite(ctx: RequestContext, argument: str) -> None:
    """`mời cán bộ STC [tên]`, `mời lãnh đạo`: a one-time code for one role in one unit."""
    role, rest = _role(argument)
    if role is None:
        raise RequestRejectedError("invite.how")
    words, person = await _unit_and_name(ctx, rest)
    unit = await find_unit(ctx, Permission.PEOPLE, words)
    person, email = _cut_email(person)
    name = _ADDRESS.sub("", person.strip())[:100] or None
    await invite_person(ctx, unit, role, name, email)


def _cut_email(person: str) -> tuple[str, str | None]:
    """What is left of the words without an address at their end, and the address."""
    words = person.replace(",", " ").split()
    address = read_email(words[-1]) if words else None
    return (" ".join(words[:-1]), address) if address else (person, None)


async def _unit_and_name(ctx: RequestContext, text: str) -> tuple[str, str]:
    """The words for the unit, and the person's name: behind a comma, or behind the unit's own
    name, `xã 30 chị Mận`."""
    words, comma, person = text.partition(",")
    units = await units_with(ctx, Permission.PEOPLE)
    if comma or is_unit_name(units, words):
        return words, person
    said = words.split()
    ends = range(len(said) - 1, 0, -1)
    size = next((n for n in ends if is_unit_name(units, " ".join(said[:n]))), len(said))
    return " ".join(said[:size]), " ".join(said[size:])


def _role(argument: str) -> tuple[Role | None, str]:
    words = argument.split()
    for size in range(min(3, len(words)), 0, -1):
        role = ROLE_WORDS.get(fold_text(" ".join(words[:size])).strip(" ,"))
        if role is not None:
            return role, " ".join(words[size:])
    return None, argument


async def typed_dismiss(ctx: RequestContext, argument: str) -> None:
    """`thôi vai trò Lan`: who is meant, where and as what; a button ends it."""
    units = await units_with(ctx, Permission.PEOPLE)
    if not units:
        raise DeniedError
    name = fold_text(argument).strip(" .,:")
    if not name:
        raise RequestRejectedError("dismiss.how")
    short = {unit.id: unit.short_name for unit in units}
    meant = match_people(await ctx.tx.roles.people_of([*short]), name)
    named = [one for one in meant if await _may_end(ctx, one)]
    if not named:
        raise RequestRejectedError("dismiss.nobody", said=argument[:80])
    lines = [{"name": one.name, "role": one.role, "unit": short[one.unit]} for one in named[:MOST]]
    data = {"said": argument[:80], "lines": lines, "count": len(named)}
    choices = [_dismiss_choice(one) for one in named]
    await choose_request(ctx, dismiss_member, choices, "dismiss.which", "dismiss", MOST, **data)


async def _may_end(ctx: RequestContext, one: Person) -> bool:
    line = await ctx.tx.units.lineage(one.unit)
    return one.id != ctx.member and may_invite(ctx.grants, Role(one.role), line)


def _dismiss_choice(one: Person) -> tuple[Dismiss, dict[str, str]]:
    request = Dismiss(member=one.id, unit=one.unit, role=Role(one.role))
    return request, {"name": one.name, "role": one.role}


async def typed_people(ctx: RequestContext, argument: str) -> None:
    """Who is who in a unit; each may be relieved by a button."""
    units = await units_with(ctx, Permission.PEOPLE)
    if not units:
        raise DeniedError
    own = [grant.unit for grant in ctx.grants]
    first = next((unit for unit in units if unit.id in own), units[0])
    unit = pick_unit(units, argument, MOST) if argument.strip() else first
    found = await ctx.tx.roles.people_of([unit.id])
    lines = [
        {"name": one.name, "role": one.role, "reached": is_reached(one)} for one in found[:MOST]
    ]
    waiting = await ctx.tx.invitations.list_open([unit.id], ctx.now)
    invited = [
        {"name": one.person or "", "role": one.role, "until": print_weekday(one.expires_at)}
        for one in waiting[:MOST]
    ]
    dismissed = [_dismiss_choice(one) for one in found[:MOST] if await _may_end(ctx, one)]
    line = await ctx.tx.units.lineage(unit.id)
    cancelled = [
        (
            CancelInvitation(unit=unit.id, invitation=one.id),
            {"name": one.person or "", "role": one.role},
        )
        for one in waiting[:MOST]
        if may_invite(ctx.grants, Role(one.role), line)
    ]
    rows = offer_choices("dismiss", dismissed) + offer_choices("cancel_invitation", cancelled)
    rows += ((make_button("trail.office", ShowOfficeHistory()),),)
    told = {"lines": lines, "count": len(found), "invited": invited, "waiting": len(waiting)}
    ctx.say("people", rows, **told, unit=unit.short_name)


async def dismiss_member(ctx: RequestContext, request: Dismiss) -> None:
    """End a role, once the member is sure; the reports stay with the unit, and its rows with
    nobody."""
    line = await ctx.tx.units.lineage(request.unit)
    if not may_invite(ctx.grants, request.role, line):
        raise DeniedError
    unit = await ctx.tx.units.find(request.unit)
    there = await ctx.tx.roles.people_of([request.unit], request.role)
    name = next((one.name for one in there if one.id == request.member), None)
    if name is None:
        raise RequestRejectedError("dismiss.gone", unit=unit.short_name)
    data = {"unit": unit.short_name, "role": request.role.value}
    if not await confirm_request(
        ctx, request, "dismiss.ask", "dismiss.sure", data | {"name": name}
    ):
        return
    await end_role(ctx.tx, ctx.audit_context(), request.member, request.unit, request.role)
    ctx.say("people.dismissed", name=name, **data)
    ctx.tell(request.member, "notice.dismissed", **data)


async def my_data(ctx: RequestContext, argument: str) -> None:
    """Everything that is kept about the member: a page to be read, and a file for machines."""
    data = await ctx.tx.personal_data.export(ctx.member)
    ctx.give_file(f"{MY_DATA}.html", partial(build_person_page, data), "my_data")
    ctx.give_file(f"{MY_DATA}.json", partial(as_json, data), "my_data.machine")


def as_json(data: dict[str, Any]) -> bytes:
    """The data to be read by people and machines."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=str).encode()
