"""How a person comes in: a one-time code shows what it would make him, and a tap does it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from bot.workflow.context import RequestContext, RequestRejectedError, reviewers_of, watchers_of
from bot.workflow.home import show_home
from bot.workflow.people.identity import identity_of
from conversations.calendar.dates import VIETNAM, local_day
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.events import ContactShared
from conversations.protocol.person_names import CONTACT, PHONE, PersonName
from conversations.text.normalize import fold_text
from conversations.workflow.partial_form import rows_under
from conversations.workflow.permissions import Role
from conversations.workflow.requests import Join, TakeUp
from storage.core.records import Invitation

NAME_LIMIT, PHONE_LIMIT = 100, 20  # characters of what a person tells of himself


async def show_invitation(visit: RequestContext, invitation: Invitation, hashed: str) -> None:
    """What the code is for; nothing has happened yet."""
    unit = await visit.tx.units.find(invitation.org_unit)
    labels: list[str] = []
    count = 0
    if invitation.role == Role.GUEST and invitation.report is not None:
        report = await visit.tx.reports.load(invitation.report)
        form = visit.books.catalog.get(report.form_key, report.form_version)
        handed = await visit.tx.assignments.of_invitation(invitation.id)
        count = len({key for one in handed for key in rows_under(form, one)})
        labels = [form.row(key).title for key in handed if key in form.by_key]
    rows = ((make_button("join", Join(hash=hashed)),),)
    mine = await identity_of(visit, visit.member)
    data: dict[str, Any] = {"mine": mine, "known": bool(mine["roles"] or mine["answers"])}
    data |= {"differs": _differs(invitation.person, mine["name"])}
    visit.say(
        "join.ask",
        rows,
        unit=unit.name,
        role=invitation.role,
        person=invitation.person or "",
        labels=labels,
        count=count,
        trial=visit.current is not None and not mine["roles"],
        **data,
    )


def _differs(invited: str | None, name: str) -> bool:
    """Whether an invitation is for somebody who is called otherwise."""
    return bool(invited) and fold_text(invited or "") != fold_text(name)


async def join_unit(visit: RequestContext, request: Join) -> None:
    """Become what the invitation says; it is used up."""
    taken = await visit.tx.invitations.take(request.hash, visit.now)
    if taken is None:
        raise RequestRejectedError("join.bad")
    unit, role = await visit.tx.units.find(taken.org_unit), Role(taken.role)
    await visit.tx.invitations.mark_taken(taken.id, visit.member)
    if taken.person and _is_unnamed(visit, role):
        await visit.tx.members.rename(visit.member, taken.person)
    await visit.tx.roles.grant(visit.deed(), visit.member, taken.org_unit, role)
    visit.grants = await visit.tx.roles.of_member(visit.member)
    names = await visit.tx.roles.names_of([visit.member])
    visit.say("join.done", unit=unit.short_name, role=role.value)
    if taken.made_by is not None:
        data = {"unit": unit.short_name, "role": role.value}
        visit.tell(taken.made_by, "notice.joined", name=names.get(visit.member, ""), **data)
    await visit.look_again(
        [visit.member, *[one.id for one in await reviewers_of(visit.tx, unit.id)]]
    )
    await _begin(visit, taken, role)


def _is_unnamed(visit: RequestContext, role: Role) -> bool:
    """Whether the invitation says what the member is called: not who has a role of his own
    already, and a guest only the first time; what somebody calls him stays between the two."""
    roles = {grant.role for grant in visit.grants}
    return not roles or (roles == {Role.GUEST} and role is not Role.GUEST)


async def _begin(visit: RequestContext, taken: Invitation, role: Role) -> None:
    """An officer goes on with his unit's report, a guest with his rows; others see their desk."""
    if role is Role.GUEST and taken.report is not None:
        await visit.tx.assignments.bind_guest(taken.id, visit.member)
        await _work_on(visit, TakeUp(report=taken.report))
    elif role is Role.OFFICER:
        owed = await visit.tx.duties.of_units([taken.org_unit], open_only=True)
        if owed:
            await _work_on(visit, TakeUp(report=owed[0].report))
            return
        await visit.tx.duties.take_up([visit.member], None)
        await show_home(visit)
    else:
        await visit.tx.duties.take_up([visit.member], None)
        await show_home(visit)


async def _work_on(visit: RequestContext, request: TakeUp) -> None:
    await visit.tx.duties.take_up([visit.member], request.report)
    visit.current = request.report
    visit.resume = True


async def take_contact(visit: RequestContext, event: ContactShared) -> None:
    """Somebody nobody knows told who he is: pass it on, once a day. It gives him no right, for he
    may have told anything."""
    if visit.grants or visit.current is not None:
        visit.say("join.contact.known")
        return
    midnight = datetime.combine(local_day(visit.now), time(), VIETNAM)
    if not await visit.tx.contacts.was_added_since(visit.member, midnight):
        name, phone = event.name[:NAME_LIMIT], event.phone[:PHONE_LIMIT]
        number = await visit.tx.contacts.add(visit.member, name, phone, visit.now)
        data = {
            "name": PersonName(name, f"{CONTACT}{number}"),
            "phone": PersonName(phone, f"{PHONE}{number}"),
        }
        for person in await watchers_of(visit.tx):
            visit.tell(person, "notice.contact", **data, channel=visit.channel)
    visit.say("join.contact")


def invitation_text(telegram: str | None, token: str) -> dict[str, str]:
    """The code, and the deep link that opens the bot with it (empty without a bot's name)."""
    link = f"https://t.me/{telegram}?start={token}" if telegram else ""
    return {"code": token, "link": link}
