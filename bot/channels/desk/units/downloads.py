"""The filtered units as files."""

from __future__ import annotations

import asyncio
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.pages import render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import attach_file
from bot.ports.channel import OutgoingFile
from bot.workflow.context import RequestRejectedError
from bot.workflow.desk.unit_files import units_csv, units_workbook
from bot.workflow.desk.unit_table import read_all_lines
from bot.workflow.rollup.open_data import open_data_file
from conversations.calendar.dates import local_day
from conversations.desk.unit_query import read_unit_query
from conversations.workflow.round_requests import GetOpenData


async def give_units(desk: Desk, request: Request, person: DeskPerson, *, kind: str) -> Response:
    """All that the filters of the address mean, in its order, as CSV or Excel."""
    query, now = read_unit_query(request.query_params), desk.clock()
    async with desk.reading(person, may_lag=True) as ctx:
        of, lines = await read_all_lines(ctx, int(request.path_params["round"]), query)
        now = ctx.tx.as_of or now
    csv = partial(units_csv, lines)
    make = csv if kind == "csv" else partial(units_workbook, of, lines, now)
    content = await asyncio.to_thread(make)
    return attach_file(OutgoingFile(f"Don-vi_{local_day(now):%Y%m%d}.{kind}", content))


async def give_open_data(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The round, or the part below the unit that the query's `don-vi` names, as open data; without
    the words that people wrote where `ghi-chu` is `khong`. Who was given it hears of
    corrections."""
    unit = request.query_params.get("don-vi", "")
    top = int(unit[:10]) if unit.isascii() and unit.isdecimal() else None
    wanted = GetOpenData(
        round=int(request.path_params["round"]),
        unit=top,
        words=request.query_params.get("ghi-chu") != "khong",
    )
    try:
        async with desk.gathering, desk.reading(person, may_lag=True) as ctx:
            file = await open_data_file(ctx, wanted)
            content = await file.gather(ctx.tx)
            versions = await ctx.tx.rollups.list_counted(file.round, file.unit)
    except RequestRejectedError:
        words = "Đợt này chưa có báo cáo nào được nộp, nên chưa có dữ liệu để tải."
        return render("notice.html", person, status=404, title="Chưa có dữ liệu mở", words=words)
    async with desk.store.transaction() as tx:
        await tx.rollups.mark_used(versions, person.member, desk.clock())
    return attach_file(OutgoingFile(file.name, content))
