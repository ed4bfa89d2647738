"""The filtered units as files."""

from __future__ import annotations

import asyncio
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import attach_file
from bot.ports.channel import OutgoingFile
from bot.workflow.desk.unit_files import units_csv, units_workbook
from bot.workflow.desk.unit_table import read_all_lines
from conversations.calendar.dates import local_day
from conversations.desk.unit_query import read_unit_query


async def give_units(desk: Desk, request: Request, person: DeskPerson, *, kind: str) -> Response:
    """All that the filters of the address mean, in its order, as CSV or Excel."""
    query, now = read_unit_query(request.query_params), desk.clock()
    async with desk.reading(person) as ctx:
        of, lines = await read_all_lines(ctx, int(request.path_params["round"]), query)
    csv = partial(units_csv, lines)
    make = csv if kind == "csv" else partial(units_workbook, of, lines, now)
    content = await asyncio.to_thread(make)
    return attach_file(OutgoingFile(f"Don-vi_{local_day(now):%Y%m%d}.{kind}", content))
