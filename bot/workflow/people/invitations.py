"""How a person comes in: a one-time code shows what it would make them, and a tap does it."""

from __future__ import annotations

from typing import Any

from bot.workflow.context import (
    RequestContext,
    RequestRejectedError,
    name_report,
    reviewers_of,
    watchers_of,
)
from bot.workflow.home import show_home
from bot.workflow.people.identity import identity_of
from bot.workflow.people.mailboxes import ask_to_confirm, may_ask
from conversations.calendar.dates import local_day, print_weekday, start_of
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.events import ContactShared
from conversations.protocol.person_names import CONTACT, PHONE, PersonName
from conversations.reports.printed_answers import print_answer
from conversations.text.normalize import fold_text
from conversations.workflow.own_requests import Join
from conversations.workflow.partial_form import rows_under
from conversations.workflow.pending_input import ConfirmInput
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_status import asked_in_all
from storage.workflow.invitations import Invitation

MOST_OWED = 3  # reports that are named
INVITATION_PATH = "/moi"  # of the page of an invitation
NAME_LIMIT, PHONE_LIMIT = 100, 20  # characters of what people tell of themselves


async def show_invitation(ctx: RequestContext, invitation: Invitation, hashed: str) -> None:
    """What the code is for; nothing has happened yet."""
    unit = await ctx.tx.units.find(invitation.org_unit)
    labels: list[str] = []
    count = 0
    if invitation.role == Role.GUEST and invitation.report is not None:
        report = await ctx.tx.reports.load(invitation.report)
        form = ctx.form_of(report)
        handed = await ctx.tx.assignments.of_invitation(invitation.id)
        count = len({key for one in handed for key in rows_under(form, one)})
        labels = [form.row(key).title for key in handed if key in form.by_key]
    rows = ((make_button("join", Join(hash=hashed)),),)
    await ctx.expect_input(ConfirmInput(request=Join(hash=hashed)))
    mine = await identity_of(ctx, ctx.member)
    ctx.say(
        "join.ask",
        rows,
        unit=unit.name,
        role=invitation.role,
        person=invitation.person or "",
        labels=labels,
        count=count,
        trial=ctx.current is not None and not mine["roles"],
        mine=mine,
        known=bool(mine["roles"] or mine["answers"]),
        differs=_differs(invitation.person, mine["name"]),
    )


def _differs(invited: str | None, name: str) -> bool:
    """Whether an invitation is for somebody who is called otherwise."""
    return bool(invited) and fold_text(invited or "") != fold_text(name)


async def join_unit(ctx: RequestContext, request: Join) -> None:
    """Become what the invitation says; it is used up."""
    taken = await ctx.tx.invitations.take(request.hash, ctx.now)
    if taken is None:
        raise RequestRejectedError("join.bad")
    unit, role = await ctx.tx.units.find(taken.org_unit), Role(taken.role)
    await ctx.tx.invitations.mark_taken(taken.id, ctx.member)
    if taken.person and _is_unnamed(ctx, role):
        await ctx.tx.members.rename(ctx.member, taken.person)
    if taken.phone:
        await ctx.tx.members.set_phone(ctx.member, taken.phone)
    if taken.email and _is_unnamed(ctx, role):
        await _take_address(ctx, taken.email)
    await ctx.tx.roles.grant(ctx.audit_context(), ctx.member, taken.org_unit, role)
    ctx.grants = await ctx.tx.roles.of_member(ctx.member)
    names = await ctx.tx.roles.names_of([ctx.member])
    reports = await _owed(ctx, taken.org_unit) if role is Role.OFFICER else []
    ctx.say("join.done", unit=unit.short_name, role=role.value, reports=reports)
    if taken.made_by is not None:
        data = {"unit": unit.short_name, "role": role.value}
        ctx.tell(taken.made_by, "notice.joined", name=names.get(ctx.member, ""), **data)
    await ctx.look_again([ctx.member, *[one.id for one in await reviewers_of(ctx.tx, unit.id)]])
    await _begin(ctx, taken, role)


async def _take_address(ctx: RequestContext, address: str) -> None:
    """Have the member written to at the address of their invitation, once it is confirmed, and tell
    them: whoever reads that mailbox can sign in as them. An address that they have stays."""
    if await ctx.tx.mailboxes.of_member(ctx.member) is not None:
        return
    await ctx.tx.mailboxes.set_address(ctx.member, address, ctx.now)
    ctx.say("email.invited", address=address)
    if await may_ask(ctx.tx, ctx.member, ctx.now):  # the code may have come by another way
        await ask_to_confirm(ctx, ctx.member, address)


async def _owed(ctx: RequestContext, unit: int) -> list[dict[str, Any]]:
    """The open reports of a unit: until when, and how much is left."""
    owed = await ctx.tx.duties.of_units([unit], open_only=True)
    return [
        {
            "period": one.period_name,
            "due": print_weekday(one.due_at) if one.due_at else "",
            "left": max(
                0,
                asked_in_all(ctx.catalogs.catalog.get(one.form_key, one.form_version))
                - sum((one.filled or {}).values()),
            ),
        }
        for one in owed[:MOST_OWED]
    ]


def _is_unnamed(ctx: RequestContext, role: Role) -> bool:
    """Whether the invitation says what the member is called: not who has a role of their
    own already, and a guest only the first time; what others call them stays between the two."""
    roles = {grant.role for grant in ctx.grants}
    return not roles or (roles == {Role.GUEST} and role is not Role.GUEST)


async def _begin(ctx: RequestContext, taken: Invitation, role: Role) -> None:
    """An officer goes on with the report of the unit, a guest with the rows asked for; others see
    what there is to do."""
    work: int | None = None
    if role is Role.GUEST and taken.report is not None:
        await ctx.tx.assignments.bind_guest(taken.id, ctx.member)
        work = taken.report
        await _greet_guest(ctx, taken, taken.report)
    elif role is Role.OFFICER:
        owed = await ctx.tx.duties.of_units([taken.org_unit], open_only=True)
        work = owed[0].report if owed else None
    await ctx.tx.duties.take_up([ctx.member], work)
    if work is None:
        await show_home(ctx)
    else:
        ctx.current, ctx.resume = work, True


async def _greet_guest(ctx: RequestContext, taken: Invitation, number: int) -> None:
    """Who asks, for what, and what stands there by now."""
    unit, report, form = await ctx.report(Permission.ANSWER, number)
    asked = await ctx.tx.assignments.of_invitation(taken.id)
    keys = [*dict.fromkeys(key for one in asked for key in rows_under(form, one))]
    if not keys or not report.editable:
        return
    ctx.at = keys[0]
    made_by = taken.made_by or 0
    names = await ctx.tx.roles.names_of([made_by, ctx.member])
    row = form.row(keys[0])
    ctx.say(
        "guest.hello",
        name=names.get(ctx.member, ""),
        asker=names.get(made_by, unit.short_name),
        **name_report(unit, report),
        count=len(keys),
        label=row.title,
        stands=print_answer(row, report.answer(row.key)),
    )


async def take_contact(ctx: RequestContext, event: ContactShared) -> None:
    """Somebody nobody knows told who they are: pass it on, once a day. It gives no right, for they
    may have told anything."""
    if ctx.grants or ctx.current is not None:
        ctx.say("join.contact.known")
        return
    midnight = start_of(local_day(ctx.now))
    if not await ctx.tx.contacts.was_added_since(ctx.member, midnight):
        name, phone = event.name[:NAME_LIMIT], event.phone[:PHONE_LIMIT]
        number = await ctx.tx.contacts.add(ctx.member, name, phone, ctx.now)
        data = {
            "name": PersonName(name, f"{CONTACT}{number}"),
            "phone": PersonName(phone, f"{PHONE}{number}"),
        }
        for person in await watchers_of(ctx.tx):
            ctx.tell(person, "notice.contact", **data, channel=ctx.channel)
    ctx.say("join.contact")


def invitation_text(telegram: str | None, token: str, public: str = "") -> dict[str, str]:
    """The code, the deep link that opens the bot with it (empty without a bot's name), and the
    address of its page (empty without a public address)."""
    link = f"https://t.me/{telegram}?start={token}" if telegram else ""
    web = f"{public.rstrip('/')}{INVITATION_PATH}/{token}" if public else ""
    return {"code": token, "link": link, "web": web}


def offer_invitation(ctx: RequestContext, code: str) -> dict[str, str]:
    """The same, of this product."""
    public = ctx.catalogs.links.public_url if ctx.catalogs.links is not None else ""
    return invitation_text(ctx.catalogs.telegram.name, code, public)
