"""Units in the chat: made, renamed, ended, merged; each shown before it is done."""

from __future__ import annotations

import re
from typing import Any

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.lookup import find_unit
from bot.workflow.round_lookup import top_units
from bot.workflow.units import operations
from conversations.calendar.dates import local_day
from conversations.reports.lifecycle import EDITABLE
from conversations.workflow.people_requests import AddUnit, EndUnit, RenameUnit
from conversations.workflow.permissions import Permission
from storage.workflow.units import NewUnit, Unit

MOST = 8  # people and reports that are named
_TO = re.compile(r"\s+(?:thành|thanh)\s+", re.IGNORECASE)
_INTO = re.compile(r"\s+(?:vào|vao)\s+", re.IGNORECASE)
_BELOW = re.compile(r"(?:,|\s)\s*(?:thuộc|thuoc|trực thuộc|truc thuoc)\s+(?P<unit>[^,]+)$", re.I)


async def typed_rename(ctx: RequestContext, argument: str) -> None:
    """`đổi tên SNV thành Sở Nội vụ và Lao động, Sở NV-LĐ, SNVLĐ`."""
    words, *rest = _TO.split(argument, maxsplit=1)
    unit = await find_unit(ctx, Permission.UNITS, words)
    given = [one.strip() for one in (rest[0] if rest else "").split(",")]
    if not given[0] or len(given) > 3:
        raise RequestRejectedError("units.rename_how", unit=unit.short_name)
    short = given[1] if len(given) > 1 else given[0]
    code = given[2] if len(given) > 2 else unit.abbreviation
    request = RenameUnit(unit=unit.id, name=given[0], short_name=short, abbreviation=code)
    await rename_unit(ctx, request)


async def rename_unit(ctx: RequestContext, request: RenameUnit) -> None:
    """Show the new names; use them from now on once the member is sure."""
    await ctx.check(Permission.UNITS, request.unit)
    old = await ctx.tx.units.find(request.unit)
    names = operations.names_of(request.name, request.short_name, request.abbreviation)
    data = {"old": old.name, **names.model_dump()}
    if not await confirm_request(ctx, request, "units.rename_ask", "unit.rename", data):
        return
    await ctx.tx.units.rename(ctx.audit_context(), old.id, names, local_day(ctx.now))
    ctx.say("units.renamed", **data)
    ctx.tell_all(await ctx.tx.roles.people_of([old.id]), "notice.renamed", **data)


async def typed_end(ctx: RequestContext, argument: str) -> None:
    """`giải thể X01`."""
    if not argument.strip():
        raise RequestRejectedError("units.end_how")
    unit = await find_unit(ctx, Permission.UNITS, argument)
    await end_unit(ctx, EndUnit(unit=unit.id))


async def typed_merge(ctx: RequestContext, argument: str) -> None:
    """`sáp nhập X01 vào X02`."""
    words, *rest = _INTO.split(argument, maxsplit=1)
    if not rest:
        raise RequestRejectedError("units.end_how")
    unit = await find_unit(ctx, Permission.UNITS, words)
    into = await find_unit(ctx, Permission.UNITS, rest[0])
    await end_unit(ctx, EndUnit(unit=unit.id, into=into.id))


async def end_unit(ctx: RequestContext, request: EndUnit) -> None:
    """Show who loses what; end or merge the unit once the member is sure."""
    await ctx.check(Permission.UNITS, request.unit)
    unit, into = await ctx.tx.units.find(request.unit), None
    if request.into is not None:
        await ctx.check(Permission.UNITS, request.into)
        into = await ctx.tx.units.find(request.into)
    data = {"unit": unit.name, "into": into.short_name if into else ""}
    if not request.sure:
        leaving = await _leaving(ctx, unit)
        button = "unit.merge" if into else "unit.end"
        await confirm_request(
            ctx, request, "units.end_ask", button, data | leaving, unit=unit.short_name
        )
        return
    people = await operations.end_unit(ctx.tx, ctx.audit_context(), unit, into)
    ctx.say("units.ended", **data, count=len({one.id for one in people}))
    ctx.tell_all(people, "notice.unit_ended", **data)
    await ctx.look_again([one.id for one in people])


async def _leaving(ctx: RequestContext, unit: Unit) -> dict[str, Any]:
    """What the unit has that ends with it: people, and reports that were never handed in."""
    people = await ctx.tx.roles.people_of([unit.id])
    owed = await ctx.tx.duties.of_units([unit.id])
    dropped = [one for one in owed if one.state in EDITABLE and not one.version]
    return {
        "people": [*dict.fromkeys(one.name for one in people)][:MOST],
        "count": len({one.id for one in people}),
        "dropped": [one.period_name for one in dropped][:MOST],
        "kept": len(owed) - len(dropped),
    }


async def typed_add(ctx: RequestContext, argument: str) -> None:
    """`thêm đơn vị X99, UBND xã Mới, Xã Mới, XMOI, xã, thuộc TINH`."""
    below = _BELOW.search(argument)
    words = argument[: below.start()] if below else argument
    mine = await top_units(ctx, Permission.UNITS)
    if not mine:
        raise DeniedError
    given = [one.strip() for one in words.split(",", maxsplit=4)]
    if len(given) < 4 or not all(given[:4]):
        raise RequestRejectedError("units.add_how")
    kind = ctx.catalogs.calendars.kind_named(given[4]) if len(given) > 4 and given[4] else None
    if len(given) > 4 and given[4] and kind is None:
        raise RequestRejectedError("units.kind", said=given[4][:80])
    parent = (await find_unit(ctx, Permission.UNITS, below["unit"])).id if below else mine[0]
    code, name, short, abbreviation = given[:4]
    names = {"name": name, "short_name": short, "abbreviation": abbreviation}
    await add_unit(ctx, AddUnit(parent=parent, code=code, kind=kind, **names))


async def add_unit(ctx: RequestContext, request: AddUnit) -> None:
    """Show the unit; make it once the member is sure."""
    await ctx.check(Permission.UNITS, request.parent)
    parent = await ctx.tx.units.find(request.parent)
    data = {
        "key": request.code,
        "name": request.name,
        "short_name": request.short_name,
        "abbreviation": request.abbreviation,
        "parent": parent.short_name,
        "kind": ctx.catalogs.calendars.kind_name(request.kind),
    }
    if not await confirm_request(ctx, request, "units.add_ask", "unit.add", data):
        return
    kind, above = request.kind, parent.code
    new = NewUnit(request.code, request.name, request.short_name, request.abbreviation, kind, above)
    await operations.add_unit(ctx.tx, ctx.audit_context(), ctx.catalogs, new)
    ctx.say("units.added", **data)
