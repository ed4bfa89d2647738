"""Units in the chat: made, renamed, ended, merged; each shown before it is done."""

from __future__ import annotations

import re
from typing import Any

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.lookup import find_unit
from bot.workflow.round_lookup import top_units
from bot.workflow.units.operations import UnitError, names_of
from bot.workflow.units.operations import add_unit as make
from bot.workflow.units.operations import end_unit as end
from conversations.calendar.dates import local_day
from conversations.dialog.prompts.keyboard import make_button
from conversations.reports.lifecycle import EDITABLE
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.requests import AddUnit, EndUnit, RenameUnit
from storage.core.records import NewUnit, Unit

MOST = 8  # people and reports that are named
_TO = re.compile(r"\s+(?:thành|thanh)\s+", re.IGNORECASE)
_INTO = re.compile(r"\s+(?:vào|vao)\s+", re.IGNORECASE)
_BELOW = re.compile(r"(?:,|\s)\s*(?:thuộc|thuoc|trực thuộc|truc thuoc)\s+(?P<unit>[^,]+)$", re.I)


async def typed_rename(visit: RequestContext, argument: str) -> None:
    """`đổi tên SNV thành Sở Nội vụ và Lao động, Sở NV-LĐ, SNVLĐ`."""
    words, *rest = _TO.split(argument, maxsplit=1)
    unit = await find_unit(visit, Right.UNITS, words)
    given = [one.strip() for one in (rest[0] if rest else "").split(",")]
    if not given[0] or len(given) > 3:
        raise RequestRejectedError("units.rename_how", unit=unit.short_name)
    short = given[1] if len(given) > 1 else given[0]
    code = given[2] if len(given) > 2 else unit.abbreviation
    request = RenameUnit(unit=unit.id, name=given[0], short_name=short, abbreviation=code)
    await rename_unit(visit, request)


async def rename_unit(visit: RequestContext, request: RenameUnit) -> None:
    """Show the new names; use them from now on once the member is sure."""
    await visit.check(Right.UNITS, request.unit)
    old = await visit.tx.units.find(request.unit)
    try:
        names = names_of(request.name, request.short_name, request.abbreviation)
    except UnitError as error:
        raise _unclear(error) from error
    data: dict[str, Any] = {"old": old.name, **names.model_dump()}
    if not request.sure:
        sure = request.model_copy(update={"sure": True})
        visit.say("units.rename_ask", ((make_button("unit.rename", sure),),), **data)
        return
    await visit.tx.units.rename(visit.deed(), old.id, names, local_day(visit.now))
    visit.say("units.renamed", **data)
    for person in await visit.tx.roles.people_of([old.id]):
        visit.tell(person.id, "notice.renamed", **data)


async def typed_end(visit: RequestContext, argument: str) -> None:
    """`giải thể X01`."""
    if not argument.strip():
        raise RequestRejectedError("units.end_how")
    unit = await find_unit(visit, Right.UNITS, argument)
    await end_unit(visit, EndUnit(unit=unit.id))


async def typed_merge(visit: RequestContext, argument: str) -> None:
    """`sáp nhập X01 vào X02`."""
    words, *rest = _INTO.split(argument, maxsplit=1)
    if not rest:
        raise RequestRejectedError("units.end_how")
    unit = await find_unit(visit, Right.UNITS, words)
    into = await find_unit(visit, Right.UNITS, rest[0])
    await end_unit(visit, EndUnit(unit=unit.id, into=into.id))


async def end_unit(visit: RequestContext, request: EndUnit) -> None:
    """Show who loses what; end or merge the unit once the member is sure."""
    await visit.check(Right.UNITS, request.unit)
    unit, into = await visit.tx.units.find(request.unit), None
    if request.into is not None:
        await visit.check(Right.UNITS, request.into)
        into = await visit.tx.units.find(request.into)
    data: dict[str, Any] = {"unit": unit.name, "into": into.short_name if into else ""}
    if not request.sure:
        sure = request.model_copy(update={"sure": True})
        data |= await _leaving(visit, unit)
        name = "unit.merge" if into else "unit.end"
        visit.say("units.end_ask", ((make_button(name, sure, unit=unit.short_name),),), **data)
        return
    try:
        people = await end(visit.tx, visit.deed(), unit, into)
    except UnitError as error:
        raise _unclear(error) from error
    visit.say("units.ended", **data, count=len({one.id for one in people}))
    for person in people:
        visit.tell(person.id, "notice.unit_ended", **data)
    await visit.look_again([one.id for one in people])


async def _leaving(visit: RequestContext, unit: Unit) -> dict[str, Any]:
    """What the unit has that ends with it: people, and reports that were never handed in."""
    people = await visit.tx.roles.people_of([unit.id])
    owed = await visit.tx.duties.of_units([unit.id])
    dropped = [one for one in owed if one.state in EDITABLE and not one.version]
    return {
        "people": [*dict.fromkeys(one.name for one in people)][:MOST],
        "count": len({one.id for one in people}),
        "dropped": [one.period["name"] for one in dropped][:MOST],
        "kept": len(owed) - len(dropped),
    }


async def typed_add(visit: RequestContext, argument: str) -> None:
    """`thêm đơn vị X99, UBND xã Mới, Xã Mới, XMOI, xã, thuộc TINH`."""
    below = _BELOW.search(argument)
    words = argument[: below.start()] if below else argument
    mine = await top_units(visit, Right.UNITS)
    if not mine:
        raise DeniedError
    given = [one.strip() for one in words.split(",", maxsplit=4)]
    if len(given) < 4 or not all(given[:4]):
        raise RequestRejectedError("units.add_how")
    kind = visit.books.calendars.kind_named(given[4]) if len(given) > 4 and given[4] else None
    if len(given) > 4 and given[4] and kind is None:
        raise RequestRejectedError("units.kind", said=given[4][:80])
    parent = (await find_unit(visit, Right.UNITS, below["unit"])).id if below else mine[0]
    code, name, short, abbreviation = given[:4]
    names = {"name": name, "short_name": short, "abbreviation": abbreviation}
    await add_unit(visit, AddUnit(parent=parent, code=code, kind=kind, **names))


async def add_unit(visit: RequestContext, request: AddUnit) -> None:
    """Show the unit; make it once the member is sure."""
    await visit.check(Right.UNITS, request.parent)
    parent = await visit.tx.units.find(request.parent)
    data: dict[str, Any] = {"key": request.code, "name": request.name}
    data |= {"short_name": request.short_name}
    data |= {"abbreviation": request.abbreviation, "parent": parent.short_name}
    data |= {"kind": visit.books.calendars.kind_name(request.kind)}
    if not request.sure:
        sure = request.model_copy(update={"sure": True})
        visit.say("units.add_ask", ((make_button("unit.add", sure),),), **data)
        return
    new = NewUnit(
        request.code,
        request.name,
        request.short_name,
        request.abbreviation,
        request.kind,
        parent.code,
    )
    try:
        await make(visit.tx, visit.deed(), visit.books, new)
    except UnitError as error:
        raise _unclear(error) from error
    visit.say("units.added", **data)


def _unclear(error: UnitError) -> RequestRejectedError:
    return RequestRejectedError(f"units.{error.code}", **error.data)
