"""The units as a table, one of them, and what is changed of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.administration.frame import UNITS, carry_out, show
from bot.channels.desk.form_fields import FormFields, asked_page, read_fields
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.desk.administration.units import list_units, read_unit
from bot.workflow.lookup import find_unit
from bot.workflow.units import changes, commands
from conversations.text.identification_codes import read_identification_code
from conversations.text.normalize import clean_text
from conversations.text.phones import read_phones
from conversations.workflow.people_requests import AddUnit, ChangeUnit, EndUnit, RenameUnit
from conversations.workflow.permissions import Permission

PAGE = 100  # units
LONGEST = 200  # characters of a search
UnitWork = Callable[[RequestContext, int, FormFields], Awaitable[None]]


async def show_units(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The units as a tree in a table, or those that are searched for."""
    words = request.query_params.get("tim", "")[:LONGEST].strip()
    async with desk.reading(person) as ctx:
        found = await list_units(ctx, words)
    first = max(0, page_of(request, len(found)) - 1) * PAGE
    return show(
        "admin_units.html",
        person,
        UNITS,
        units=found[first : first + PAGE],
        count=len(found),
        first=first,
        words=words,
        pages=max(1, -(-len(found) // PAGE)),
    )


def page_of(request: Request, count: int) -> int:
    """The page that is asked for, from 1."""
    return min(asked_page(request), max(1, -(-count // PAGE)))


async def show_unit(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """One unit: what it is called, where it stands, who is in it."""
    async with desk.reading(person) as ctx:
        sheet = await read_unit(ctx, request.path_params["unit"])
    return show("admin_unit.html", person, UNITS, sheet=sheet)


async def change_unit(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """What a form of the unit's page asks for; shown first where it has consequences."""
    act, number = request.path_params["act"], request.path_params["unit"]
    work, fields = ACTS.get(act), await read_fields(request)
    if work is None:
        raise LookupError(act)

    async def done(ctx: RequestContext) -> None:
        await ctx.check(Permission.UNITS, number)
        await work(ctx, number, fields)

    back = UNITS if act == "ket-thuc" else f"{UNITS}/{number}"
    return await carry_out(desk, person, fields, f"unit {number}: {act}", done, back)


async def _rename(ctx: RequestContext, unit: int, fields: FormFields) -> None:
    old = await ctx.tx.units.find(unit)
    name = clean_text(fields.one("name"))
    names = {
        "name": name,
        "short_name": clean_text(fields.one("short_name")) or name,
        "abbreviation": clean_text(fields.one("abbreviation")) or old.abbreviation,
    }
    await commands.rename_unit(ctx, RenameUnit(unit=unit, **names))


async def _set_kind(ctx: RequestContext, unit: int, fields: FormFields) -> None:
    kind = fields.one("kind")
    if kind not in ctx.catalogs.calendars.kinds:
        raise RequestRejectedError("units.kind", said=kind[:80])
    await changes.change_unit(ctx, ChangeUnit(unit=unit, kind=kind))


async def _move(ctx: RequestContext, unit: int, fields: FormFields) -> None:
    to = await find_unit(ctx, Permission.UNITS, fields.one("parent").strip())
    await changes.change_unit(ctx, ChangeUnit(unit=unit, parent=to.id))


async def _set_phone(ctx: RequestContext, unit: int, fields: FormFields) -> None:
    said = fields.one("phone").strip()
    phone = read_phones(said) if said else ""
    if phone is None:
        raise RequestRejectedError("phone.unclear", said=said[:80])
    await changes.change_unit(ctx, ChangeUnit(unit=unit, phone=phone))


async def _set_identification(ctx: RequestContext, unit: int, fields: FormFields) -> None:
    said = fields.one("identification_code").strip()
    given = read_identification_code(said) if said else ""
    if given is None:
        raise RequestRejectedError("units.identification_unclear", said=said[:80])
    await changes.change_unit(ctx, ChangeUnit(unit=unit, identification_code=given))


async def _end(ctx: RequestContext, unit: int, fields: FormFields) -> None:
    said = fields.one("into").strip()
    into = await find_unit(ctx, Permission.UNITS, said) if said else None
    await commands.end_unit(ctx, EndUnit(unit=unit, into=into.id if into else None))


async def _add_below(ctx: RequestContext, unit: int, fields: FormFields) -> None:
    kind, name = fields.one("kind"), clean_text(fields.one("name"))
    code = clean_text(fields.one("code"))
    if not code or not name:
        raise RequestRejectedError("units.add_how")
    request = AddUnit(
        parent=unit,
        code=code,
        name=name,
        short_name=clean_text(fields.one("short_name")) or name,
        abbreviation=clean_text(fields.one("abbreviation")) or code,
        kind=kind if kind in ctx.catalogs.calendars.kinds else None,
    )
    await commands.add_unit(ctx, request)


ACTS: Mapping[str, UnitWork] = {
    "doi-ten": _rename,
    "loai": _set_kind,
    "cap-tren": _move,
    "dien-thoai": _set_phone,
    "dinh-danh": _set_identification,
    "ket-thuc": _end,
    "them": _add_below,
}
