"""Inviting people, seeing who is there, ending a role; and one's own data."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import Any

from bot.access.identity import hash_code, new_token
from bot.files.generated_file import GeneratedFile
from bot.workflow.board.board import is_reached
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.home import show_home
from bot.workflow.lookup import find_unit, match_units, units_with
from bot.workflow.people.invitations import invitation_text
from conversations.calendar.dates import print_day
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Button, Reply
from conversations.protocol.person_names import invited_name
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import Role, may_invite
from conversations.workflow.requests import CancelInvitation, Dismiss, ShowHome, ShowOfficeHistory
from storage.core.records import Person, Unit
from templates.documents.person_page import build_person_page

INVITATION_LIFE = timedelta(days=30)
MOST = 20
MY_DATA = "du-lieu-cua-toi"
ROLE_WORDS: dict[str, Role] = {
    "can bo bao cao": Role.OFFICER,
    "can bo": Role.OFFICER,
    "lanh dao": Role.REVIEWER,
    "dau moi": Role.COORDINATOR,
    "quan tri": Role.ADMINISTRATOR,
}


async def typed_invite(visit: RequestContext, argument: str) -> None:
    """`mời cán bộ STC [tên]`, `mời lãnh đạo`: a one-time code for one role in one unit."""
    role, rest = _role(argument)
    if role is None:
        raise RequestRejectedError("invite.how")
    words, _, person = rest.partition(",")
    unit = await find_unit(visit, Right.PEOPLE, words)
    if not may_invite(visit.grants, role, await visit.tx.units.lineage(unit.id)):
        raise DeniedError
    token = new_token()
    until = visit.now + INVITATION_LIFE
    name = person.strip()[:100] or None
    number = await visit.tx.invitations.add(
        visit.deed(), hash_code(token), unit.id, role, until, person=name
    )
    words_of: dict[str, Any] = {
        "invitation": invitation_text(visit.books.telegram, token),
        "unit": unit.short_name,
        "role": role.value,
        "until": print_day(until),
    }
    visit.say("invite.done", name=invited_name(name, number) or "", **words_of)


def _role(argument: str) -> tuple[Role | None, str]:
    words = argument.split()
    for size in range(min(3, len(words)), 0, -1):
        role = ROLE_WORDS.get(fold_text(" ".join(words[:size])).strip(" ,"))
        if role is not None:
            return role, " ".join(words[size:])
    return None, argument


async def typed_dismiss(visit: RequestContext, argument: str) -> None:
    """`thôi vai trò Lan`: who is meant, where and as what; a button ends it."""
    units = await units_with(visit, Right.PEOPLE)
    if not units:
        raise DeniedError
    name = fold_text(argument).strip(" .,:")
    if not name:
        raise RequestRejectedError("dismiss.how")
    short = {unit.id: unit.short_name for unit in units}
    found = await visit.tx.roles.people_of([*short])
    exact = [one for one in found if fold_text(one.name) == name]
    named = [
        one
        for one in exact or [one for one in found if name in fold_text(one.name)]
        if await _may_end(visit, one)
    ]
    if not named:
        raise RequestRejectedError("dismiss.nobody", said=argument[:80])
    if len(named) == 1:
        one = named[0]
        await dismiss_member(visit, Dismiss(member=one.id, unit=one.unit, role=Role(one.role)))
        return
    lines = [{"name": one.name, "role": one.role, "unit": short[one.unit]} for one in named[:MOST]]
    rows = tuple((_dismiss_button(one),) for one in named[:MOST])
    visit.say("dismiss.which", rows, said=argument[:80], lines=lines, count=len(named))


async def _may_end(visit: RequestContext, one: Person) -> bool:
    line = await visit.tx.units.lineage(one.unit)
    return one.id != visit.member and may_invite(visit.grants, Role(one.role), line)


def _dismiss_button(one: Person) -> Button:
    request = Dismiss(member=one.id, unit=one.unit, role=Role(one.role))
    return make_button("dismiss", request, name=one.name, role=one.role)


async def typed_people(visit: RequestContext, argument: str) -> None:
    """Who is who in a unit; each may be relieved by a button."""
    units = await units_with(visit, Right.PEOPLE)
    if not units:
        raise DeniedError
    unit = await _named(visit, units, argument)
    found = await visit.tx.roles.people_of([unit.id])
    lines = [
        {"name": one.name, "role": one.role, "reached": is_reached(one)} for one in found[:MOST]
    ]
    line = await visit.tx.units.lineage(unit.id)
    rows = tuple(
        (_dismiss_button(one),)
        for one in found[:MOST]
        if may_invite(visit.grants, Role(one.role), line) and one.id != visit.member
    )
    waiting = await visit.tx.invitations.list_open([unit.id], visit.now)
    invited = [
        {"name": one.person or "", "role": one.role, "until": print_day(one.expires_at)}
        for one in waiting[:MOST]
    ]
    rows += tuple(
        (
            make_button(
                "cancel_invitation",
                CancelInvitation(unit=unit.id, invitation=one.id),
                name=one.person or "",
                role=one.role,
            ),
        )
        for one in waiting[:MOST]
        if may_invite(visit.grants, Role(one.role), line)
    )
    data: dict[str, Any] = {"lines": lines, "count": len(found)}
    data |= {"invited": invited, "waiting": len(waiting)}
    changes = (make_button("trail.office", ShowOfficeHistory()),)
    visit.say("people", (*rows, changes), unit=unit.short_name, **data)


async def _named(visit: RequestContext, units: list[Unit], words: str) -> Unit:
    if not words.strip():
        own = [grant.unit for grant in visit.grants]
        return next((unit for unit in units if unit.id in own), units[0])
    found = match_units(units, words)
    if len(found) != 1:
        names = [unit.short_name for unit in found[:MOST]]
        raise RequestRejectedError("unclear.unit", said=words[:80], names=names)
    return found[0]


async def dismiss_member(visit: RequestContext, request: Dismiss) -> None:
    """End a role, once the member is sure; the reports stay with the unit, and its rows with
    nobody."""
    line = await visit.tx.units.lineage(request.unit)
    if not may_invite(visit.grants, request.role, line):
        raise DeniedError
    unit = await visit.tx.units.find(request.unit)
    there = await visit.tx.roles.people_of([request.unit], request.role)
    name = next((one.name for one in there if one.id == request.member), None)
    if name is None:
        raise RequestRejectedError("dismiss.gone", unit=unit.short_name)
    data: dict[str, Any] = {"unit": unit.short_name, "role": request.role.value}
    if not request.sure:
        sure = request.model_copy(update={"sure": True})
        visit.say("dismiss.ask", ((make_button("dismiss.sure", sure),),), name=name, **data)
        return
    await visit.tx.roles.revoke(visit.deed(), request.member, request.unit, request.role)
    await visit.tx.assignments.relieve(visit.deed(), request.member, request.unit)
    visit.say("people.dismissed", name=name, **data)
    visit.tell(request.member, "notice.dismissed", **data)


async def my_data(visit: RequestContext, argument: str) -> None:
    """Everything that is kept about the member: a page to be read, and a file for machines."""
    data = await visit.tx.personal_data.export(visit.member)
    page, whole = Reply(code="my_data", data={}), Reply(code="my_data.machine", data={})
    visit.replies.append(GeneratedFile(f"{MY_DATA}.html", partial(build_person_page, data), page))
    visit.replies.append(GeneratedFile(f"{MY_DATA}.json", partial(as_json, data), whole))


def as_json(data: dict[str, Any]) -> bytes:
    """The data to be read by people and machines."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=str).encode()


async def typed_home(visit: RequestContext, argument: str) -> None:
    await show_home(visit, ShowHome())
