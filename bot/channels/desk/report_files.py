"""The files of a report, as downloads."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import attach_file
from bot.files.report_file import note_issued, report_file
from bot.ports.channel import OutgoingFile
from bot.workflow.desk.readable_report import find_readable
from conversations.reports.file_request import FileFormat, FilePart, FileRequest

PARTS = {"phu-luc": FilePart.APPENDIX, "loi": FilePart.WORDS, "ca": FilePart.WHOLE}


async def give_file(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The report as it stands, or the version in the query's `ban`, as Word, PDF or Excel; the
    part of it that the query's `phan` names."""
    number, what = request.path_params["report"], request.path_params["what"]
    if what not in [*FileFormat]:
        raise LookupError(what)
    version = request.query_params.get("ban", "")
    part = request.query_params.get("phan", "phu-luc")
    if part not in PARTS:
        raise LookupError(part)
    wanted = FileRequest(
        what=FileFormat(what),
        version=int(version[:6]) if version.isascii() and version.isdecimal() else None,
        part=PARTS[part],
    )
    async with desk.reading(person) as ctx:
        report, form = await find_readable(ctx, number)
        file = await report_file(ctx.tx, number, form, report, wanted)
    content = await asyncio.to_thread(file.make)
    async with desk.store.transaction() as tx:
        await note_issued(tx, file, content, desk.clock())
        if wanted.version is None and report.version:
            counted = report.approved or report.version
            await tx.submissions.mark_used(number, counted, person.member, desk.clock())
    return attach_file(OutgoingFile(file.name, content))
