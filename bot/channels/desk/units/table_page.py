"""The units of a round as a table: filtered, sorted and paged on the server."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.pages import render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.desk.unit_table import read_unit_table
from bot.workflow.round_lookup import find_seen_round
from conversations.desk.unit_query import SORTS, UnitQuery, UnitShow, read_unit_query
from conversations.workflow.permissions import Permission

CHANGED = "units-changed"  # the event on which the table asks for itself again
SECONDS = 5  # between two looks whether something has changed
MOST_PAGES = 3  # pages beside the current one that are linked to


async def show_units(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The page, or its part that changes when only that is asked for."""
    query = read_unit_query(request.query_params)
    number = int(request.path_params["round"])
    async with desk.reading(person, may_lag=True) as ctx:
        table = await read_unit_table(ctx, number, query)
        mark = await ctx.tx.unit_table.last_change()
        may = {right.value: await ctx.may(right, table.root.id) for right in ACTS}
    name = "units/table_part.html" if is_fragment(request) else "units/table.html"
    answer = render(
        name,
        person,
        here="/ban/dot",
        as_of=ctx.tx.as_of,
        table=table,
        query=table.query,
        address=f"/ban/dot/{number}",
        shows=list(UnitShow),
        sorts=SORTS,
        numbers=page_numbers(table.query.page, table.pages),
        mark=mark,
        seconds=SECONDS,
        may=may,
        now=desk.clock(),
    )
    if is_fragment(request):
        answer.headers["HX-Push-Url"] = own_address(number, table.query)
    answer.headers["Vary"] = "HX-Request-Type"
    return answer


ACTS = (Permission.REMIND, Permission.EXTEND, Permission.APPROVE, Permission.LOCK)


async def tell_changes(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Whether something was changed since the page was read: then its table asks for itself
    again, so that rights and filters stay on the server."""
    async with desk.reading(person, may_lag=True) as ctx:
        await find_seen_round(ctx, Permission.BOARD, int(request.path_params["round"]))
        mark = await ctx.tx.unit_table.last_change()
    if request.query_params.get("moc") == str(mark):
        return Response(status_code=204)
    return Response(status_code=204, headers={"HX-Trigger": CHANGED})


def is_fragment(request: Request) -> bool:
    """Whether only a part of the page is asked for."""
    return request.headers.get("hx-request-type") == "partial"


def own_address(number: int, query: UnitQuery) -> str:
    """Where this page of the table is found again."""
    said = urlencode(query.fields())
    return f"/ban/dot/{number}" + (f"?{said}" if said else "")


def page_numbers(page: int, pages: int) -> list[int]:
    """The pages that are linked to: the first, the last, and those around this one."""
    near = range(max(1, page - MOST_PAGES), min(pages, page + MOST_PAGES) + 1)
    return sorted({1, *near, pages})
