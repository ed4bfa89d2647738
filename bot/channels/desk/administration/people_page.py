"""The people of the units: found, renamed, reached otherwise, moved, relieved, signed out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.administration.frame import PEOPLE, UNITS, carry_out, show
from bot.channels.desk.form_fields import FormError, FormFields, read_fields
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.desk.administration.people import end_sessions, read_person, search_people
from bot.workflow.lookup import find_unit
from bot.workflow.people.directory import change_person
from bot.workflow.people.invitation_codes import invite_person, renew_invitation
from bot.workflow.people.people import dismiss_member
from bot.workflow.people.transfers import cancel_invitation, move_member
from conversations.text.addresses import read_email
from conversations.text.normalize import clean_text
from conversations.text.phones import read_phones
from conversations.workflow.people_requests import (
    CancelInvitation,
    ChangePerson,
    Dismiss,
    MoveMember,
)
from conversations.workflow.permissions import Permission, Role

LONGEST = 200  # characters of a search
PersonWork = Callable[[RequestContext, int, FormFields], Awaitable[None]]


async def show_people(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Everybody in the units, or those who are searched for; and who is invited."""
    words = request.query_params.get("tim", "")[:LONGEST].strip()
    async with desk.reading(person) as ctx:
        found = await search_people(ctx, words)
    return show("admin_people.html", person, PEOPLE, found=found, words=words)


async def show_person(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """One person: roles, numbers, addresses, signed-in browsers."""
    async with desk.reading(person) as ctx:
        shown = await read_person(ctx, request.path_params["member"])
    return show("admin_person.html", person, PEOPLE, shown=shown)


async def change(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """What a form of a person's page asks for."""
    act, member = request.path_params["act"], request.path_params["member"]
    work, fields = ACTS.get(act), await read_fields(request)
    if work is None:
        raise LookupError(act)

    async def done(ctx: RequestContext) -> None:
        await read_person(ctx, member)
        await work(ctx, member, fields)

    back = PEOPLE if act in ("thoi", "chuyen") else f"{PEOPLE}/{member}"
    return await carry_out(desk, person, fields, f"person {member}: {act}", done, back)


async def invite(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Make a code for somebody in a unit."""
    unit, fields = request.path_params["unit"], await read_fields(request)

    async def done(ctx: RequestContext) -> None:
        await ctx.check(Permission.UNITS, unit)
        said = fields.one("email").strip()
        email = read_email(said) if said else None
        if said and email is None:
            raise RequestRejectedError("email.own_how", said=said[:80])
        name = clean_text(fields.one("name"))[:100] or None
        await invite_person(ctx, await ctx.tx.units.find(unit), _role(fields), name, email)

    back = f"{UNITS}/{unit}"
    return await carry_out(desk, person, fields, f"unit {unit}: invite", done, back)


async def change_invitation(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Make a code anew, or worthless."""
    number, act = request.path_params["invitation"], request.path_params["act"]
    fields = await read_fields(request)
    (unit,) = fields.numbers("unit")[:1] or (0,)

    async def done(ctx: RequestContext) -> None:
        await ctx.check(Permission.UNITS, unit)
        if act == "moi-lai":
            await renew_invitation(ctx, unit, number)
        else:
            await cancel_invitation(ctx, CancelInvitation(unit=unit, invitation=number))

    if act not in ("moi-lai", "huy"):
        raise LookupError(act)
    return await carry_out(desk, person, fields, f"invitation {number}: {act}", done, PEOPLE)


def _role(fields: FormFields) -> Role:
    try:
        return Role(fields.one("role"))
    except ValueError as error:
        raise FormError("role") from error


def _held(fields: FormFields) -> tuple[Role, int]:
    """The role and its unit, `officer:7`."""
    role, _, unit = fields.one("held").partition(":")
    if role not in [*Role] or not (unit.isascii() and unit.isdecimal() and len(unit) < 10):
        raise FormError("held")
    return Role(role), int(unit)


async def _rename(ctx: RequestContext, member: int, fields: FormFields) -> None:
    await change_person(ctx, ChangePerson(member=member, name=clean_text(fields.one("name"))))


async def _set_phone(ctx: RequestContext, member: int, fields: FormFields) -> None:
    said = fields.one("phone").strip()
    phone = read_phones(said) if said else ""
    if phone is None:
        raise RequestRejectedError("phone.unclear", said=said[:80])
    await change_person(ctx, ChangePerson(member=member, phone=phone))


async def _set_email(ctx: RequestContext, member: int, fields: FormFields) -> None:
    await change_person(ctx, ChangePerson(member=member, email=fields.one("email").strip()))


async def _dismiss(ctx: RequestContext, member: int, fields: FormFields) -> None:
    role, unit = _held(fields)
    await dismiss_member(ctx, Dismiss(member=member, unit=unit, role=role))


async def _move(ctx: RequestContext, member: int, fields: FormFields) -> None:
    role, unit = _held(fields)
    to = await find_unit(ctx, Permission.PEOPLE, fields.one("to").strip())
    await move_member(ctx, MoveMember(member=member, role=role, unit=unit, to=to.id))


async def _sign_out(ctx: RequestContext, member: int, fields: FormFields) -> None:
    await end_sessions(ctx, member)


ACTS: Mapping[str, PersonWork] = {
    "doi-ten": _rename,
    "dien-thoai": _set_phone,
    "thu": _set_email,
    "thoi": _dismiss,
    "chuyen": _move,
    "thoat": _sign_out,
}
