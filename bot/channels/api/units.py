"""Units: the part of the tree that the token reaches."""

from __future__ import annotations

from bot.channels.api.asked import ApiAsk, Endpoint, paged
from bot.channels.api.parameters import number_parameter, word_parameter
from bot.channels.api.resources import Page, UnitResource
from conversations.workflow.connections import ApiScope
from storage.workflow.units import Unit


async def list_units(asked: ApiAsk) -> Page[UnitResource]:
    """The units, by number; those that have ended too."""
    limit, parent = asked.query["limit"], asked.query["parent"]
    if parent is not None:
        await asked.unit(parent)
    kind = asked.query["kind"] or ""
    root, after = asked.token.unit, asked.after("units")
    found = await asked.tx.served_reports.list_units(root, after, limit + 1, parent, kind)
    return asked.page("units", [(one.id, describe_unit(one, root)) for one in found], limit)


async def read_unit(asked: ApiAsk) -> UnitResource:
    """One unit."""
    number = await asked.unit(asked.number("unit", "đơn vị"))
    return describe_unit(await asked.tx.units.find(number), asked.token.unit)


def describe_unit(unit: Unit, root: int) -> UnitResource:
    """The unit; what stands above the token's own is not told."""
    return UnitResource(
        unit=unit.id,
        name=unit.name,
        short_name=unit.short_name,
        code=unit.code or "",
        identification_code=unit.identification_code or "",
        kind=unit.kind or "",
        parent=unit.parent if unit.id != root else None,
        ended=unit.ended_at is not None,
        successor=unit.successor,
    )


UNITS = (
    Endpoint(
        "listUnits",
        "/units",
        ApiScope.UNITS,
        list_units,
        Page[UnitResource],
        "The units that the token reaches, by number; each names the one above it",
        paged(
            number_parameter("parent", "Only those directly below this unit"),
            word_parameter("kind", "Only those of this kind", "commune"),
        ),
    ),
    Endpoint("readUnit", "/units/{unit}", ApiScope.UNITS, read_unit, UnitResource, "One unit"),
)
