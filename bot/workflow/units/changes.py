"""A unit's kind, place, telephone number and identification code, changed in the chat; what has
consequences is shown before it is done."""

from __future__ import annotations

import re

from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.lookup import find_unit, match_units, units_with
from bot.workflow.people.directory import change_number
from bot.workflow.units import operations
from conversations.calendar.dates import print_weekday
from conversations.text.identification_codes import read_identification_code
from conversations.text.phones import read_phones
from conversations.workflow.people_requests import ChangeUnit
from conversations.workflow.permissions import Permission
from storage.workflow.units import Unit

_TO_KIND = re.compile(r"\s+(?:thành|thanh|sang|là|la)\s+(?:loại\s+|loai\s+)?", re.IGNORECASE)
_BELOW = re.compile(
    r"\s+(?:(?:sang|về|ve|vào|vao|thành|thanh|dưới|duoi|trực thuộc|truc thuoc|thuộc|thuoc)\s+)+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"[\s:,]+(?:(?:thành|thanh|là|la|sang)\s+)?(?P<phone>[+(]?\d[\d\s.()+\-/;,]*.*)$"
)
_PERSON = re.compile(r"^(?:của\s+|cua\s+)?(?:cán bộ|can bo|lãnh đạo|lanh dao|người|nguoi)\s+", re.I)
_OF = re.compile(r"^(?:của|cua|cho)\s+(?:đơn vị\s+|don vi\s+)?", re.IGNORECASE)
_IS = re.compile(r"\s+(?:thành|thanh|là|la|sang)\s+|\s*[:,]\s*", re.IGNORECASE)
_NONE = re.compile(r"[\s:,]+(?:bỏ|bo|xóa|xoá|xoa|không có|khong co)$", re.IGNORECASE)


async def typed_kind(ctx: RequestContext, argument: str) -> None:
    """`đổi loại 1012 thành xã, phường`."""
    words, *rest = _TO_KIND.split(argument, maxsplit=1)
    unit = await find_unit(ctx, Permission.UNITS, words)
    calendars = ctx.catalogs.calendars
    kind = calendars.kind_named(rest[0]) if rest else None
    if kind is None:
        kinds = [one.name for one in calendars.kinds.values()]
        said = rest[0][:80] if rest else ""
        raise RequestRejectedError("units.kind_how", unit=unit.short_name, said=said, kinds=kinds)
    await change_unit(ctx, ChangeUnit(unit=unit.id, kind=kind))


async def typed_parent(ctx: RequestContext, argument: str) -> None:
    """`chuyển đơn vị 1012 về TX1`."""
    words, *rest = _BELOW.split(argument, maxsplit=1)
    unit = await find_unit(ctx, Permission.UNITS, words)
    if not rest or not rest[0].strip():
        raise RequestRejectedError("units.parent_how", unit=unit.short_name)
    parent = await find_unit(ctx, Permission.UNITS, rest[0])
    await change_unit(ctx, ChangeUnit(unit=unit.id, parent=parent.id))


async def typed_phone(ctx: RequestContext, argument: str) -> None:
    """`đổi điện thoại SNV thành 0237 3852 246`, `điện thoại cán bộ Lan 0912 345 678`; without a
    number: what is kept."""
    removes = _NONE.search(argument)
    found = None if removes else _NUMBER.search(argument)
    cut = removes or found
    who, said = (
        (argument[: cut.start()], (found or {"phone": ""})["phone"]) if cut else (argument, "")
    )
    phone = read_phones(said) if said else None
    units = await units_with(ctx, Permission.PEOPLE)
    if match_units(units, argument, exactly=True):  # its code is a number
        who, said, phone, removes = argument, "", None, None
    if said and phone is None:
        raise RequestRejectedError("phone.unclear", said=said[:80])
    who = _OF.sub("", who.strip())
    person = _PERSON.match(who)
    meant = match_units(units, who) if person is None else []
    if len(meant) == 1 or (meant and match_units(units, who, exactly=True)):
        await _number_of_unit(ctx, meant[0], phone, shown=not said and removes is None)
        return
    name = who[person.end() :] if person else who
    await change_number(ctx, name.strip(), phone, shown=not said and removes is None)


async def typed_identification(ctx: RequestContext, argument: str) -> None:
    """`mã định danh SNV là H59.17`, `mã định danh SNV: bỏ`; without a code: what is kept."""
    words, removes = argument.strip(), _NONE.search(argument.strip())
    given = ""
    if removes is not None:
        words = words[: removes.start()]
    else:
        words, given = _code_behind(words)
    unit = await find_unit(ctx, Permission.UNITS, _OF.sub("", words.strip()))
    if removes is None and not given:
        known = unit.identification_code or ""
        ctx.say("units.identification", unit=unit.short_name, given=known)
        return
    await change_unit(ctx, ChangeUnit(unit=unit.id, identification_code=given))


def _code_behind(words: str) -> tuple[str, str]:
    """The unit, and the identification code behind it; RequestRejectedError for what is said to be
    one and has not its shape."""
    head, *rest = _IS.split(words, maxsplit=1)
    if rest:
        code = read_identification_code(rest[0])
        if code is None:
            raise RequestRejectedError("units.identification_unclear", said=rest[0][:80])
        return head, code
    head, _, last = words.rpartition(" ")
    code = read_identification_code(last)
    return (head, code) if head and code is not None else (words, "")


async def _number_of_unit(
    ctx: RequestContext, unit: Unit, phone: str | None, *, shown: bool
) -> None:
    if shown:
        ctx.say("phone.unit", unit=unit.short_name, phone=unit.phone or "")
        return
    await change_unit(ctx, ChangeUnit(unit=unit.id, phone=phone or ""))


async def change_unit(ctx: RequestContext, request: ChangeUnit) -> None:
    """Show what changes; do it once the member is sure."""
    right = Permission.PEOPLE if request.phone is not None else Permission.UNITS
    await ctx.check(right, request.unit)
    unit = await ctx.tx.units.find(request.unit)
    if request.identification_code is not None:
        given = request.identification_code
        await operations.set_identification_code(ctx.tx, ctx.audit_context(), unit, given)
        ctx.say("units.identification_changed", unit=unit.short_name, given=given)
        return
    if request.phone is not None:
        await operations.set_phone(ctx.tx, ctx.audit_context(), unit, request.phone)
        ctx.say("units.phone_changed", unit=unit.short_name, phone=request.phone)
        return
    kinds = ctx.catalogs.calendars
    parent = None
    if request.parent is not None:
        await ctx.check(Permission.UNITS, request.parent)
        parent = await ctx.tx.units.find(request.parent)
    await operations.check_change(ctx.tx, unit, request.kind, parent)
    owed = await ctx.tx.duties.of_units([unit.id], open_only=True)
    above = await ctx.tx.units.find(unit.parent) if unit.parent is not None else None
    data = {
        "unit": unit.short_name,
        "kind": kinds.kind_name(request.kind),
        "old_kind": kinds.kind_name(unit.kind),
        "parent": parent.short_name if parent else "",
        "old_parent": above.short_name if above else "",
        "dues": [
            {"period": one.period_name, "due": print_weekday(one.due_at)}
            for one in owed
            if one.due_at is not None
        ],
    }
    if not await confirm_request(ctx, request, "units.change_ask", "unit.change", data):
        return
    await operations.change_unit(ctx.tx, ctx.audit_context(), unit, request.kind, parent)
    ctx.say("units.changed", **data)
