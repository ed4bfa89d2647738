"""One unit, beside the table or on a page of its own."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.pages import render
from bot.channels.desk.units.table_page import ACTS, is_fragment
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.desk.unit_view import read_unit


async def show_unit(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """How its report stands in the round of the query's `dot`, and what can be done."""
    said = request.query_params.get("dot", "")
    number = int(said[:9]) if said.isascii() and said.isdecimal() else None
    unit = int(request.path_params["unit"])
    async with desk.reading(person) as ctx:
        view = await read_unit(ctx, unit, number)
        may = {right.value: await ctx.may(right, unit) for right in ACTS}
    part = is_fragment(request)
    name = "units/unit_part.html" if part else "units/unit.html"
    answer = render(name, person, here="/ban/dot", view=view, may=may, part=part, now=desk.clock())
    answer.headers["Vary"] = "HX-Request-Type"
    return answer
