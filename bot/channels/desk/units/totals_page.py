"""Totals as a table, and what a figure of it is made of."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.pages import render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.desk.total_parts import read_parts
from bot.workflow.desk.totals import read_totals
from conversations.desk.totals_query import read_totals_query


async def show_totals(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Rows by parts of the tree, or by periods; beside them the figure that is looked into."""
    number, query = int(request.path_params["round"]), read_totals_query(request.query_params)
    async with desk.reading(person, may_lag=True) as ctx:
        page = await read_totals(ctx, number, query)
        parts = await read_parts(ctx, page)
    return render(
        "units/totals.html",
        person,
        here="/ban/dot",
        as_of=ctx.tx.as_of,
        page=page,
        query=page.query,
        parts=parts,
        address=f"/ban/tong-hop/{number}",
    )
