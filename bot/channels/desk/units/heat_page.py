"""How full the sections are, unit by unit."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.pages import render
from bot.channels.desk.units.table_page import page_numbers
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.desk.heat import read_heat
from conversations.desk.unit_query import UnitShow, read_unit_query


async def show_heat(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """A table of units by sections, with a link in each cell."""
    number, query = int(request.path_params["round"]), read_unit_query(request.query_params)
    async with desk.reading(person, may_lag=True) as ctx:
        page = await read_heat(ctx, number, query)
    table = page.table
    return render(
        "units/heat.html",
        person,
        here="/ban/dot",
        as_of=ctx.tx.as_of,
        page=page,
        table=table,
        query=table.query,
        address=f"/ban/nhiet/{number}",
        shows=list(UnitShow),
        numbers=page_numbers(table.query.page, table.pages),
    )
