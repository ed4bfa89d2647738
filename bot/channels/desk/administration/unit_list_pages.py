"""Lists of units: brought in from a spreadsheet or pasted, shown before anything is done, done, and
taken out again."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.desk.administration.frame import UNITS, show
from bot.channels.desk.form_fields import read_fields
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import FILE_LIMIT, attach_file, body_of
from bot.ports.channel import OutgoingFile
from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.desk.administration.lists import (
    CodesTold,
    carry_out_list,
    check_list_rights,
    try_list,
)
from bot.workflow.desk.administration.units import unit_rows
from bot.workflow.people.mailboxes import sends_mail
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.spreadsheet import MAX_LINES
from templates.documents.excel.units_template import HEAD, write_units_template
from templates.documents.excel.workbook import ListSheet, write_workbook

LIST_BYTES = 8_000_000  # of a list that a page sends, and of codes to be made a workbook
_WIDTHS = (12, 40, 24, 12, 18, 14, 30, 20, 28, 28, 20, 28, 26, 20)
_CODES = ("Mã đơn vị", "Đơn vị", "Vai trò", "Họ tên", "Mã mời", "Đường dẫn", "Hạn dùng")
REFUSED = {
    "file.too_large": "Tệp dài hơn 10 MB.",
    "file.too_many_rows": "Tệp có quá nhiều dòng.",
    "file.far_cells": "Tệp có ô ghi ở rất xa các ô khác; xóa ô đó rồi thử lại.",
    "file.heavy": "Tệp tốn quá nhiều bộ nhớ hoặc thời gian để đọc.",
    "file.bomb": "Tệp được nén bất thường; mở ra, lưu lại rồi thử lại.",
    "file.busy": "Chưa đọc được tệp lúc này; thử lại sau một phút.",
}
NO_LINES = "Chưa đọc được dòng nào: chọn tệp, hoặc dán cả bảng từ Excel."
UNREADABLE = "Không đọc được tệp này: cần một tệp Excel, .csv, hoặc Word, PDF có bảng."


async def show_import(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """Where a list is brought in."""
    async with desk.reading(person) as ctx:
        await check_list_rights(ctx)
    return _page(person)


def _page(person: DeskPerson, status: int = 200, **data: Any) -> Response:
    shown = {"problem": "", "trial": None, "lines": "", "mails": False, "limit": FILE_LIMIT, **data}
    return show("admin_import.html", person, UNITS, status=status, **shown)


async def read_file(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The lines of a spreadsheet that the page's script sends, for the page to show as a list."""
    return await answer_lines(desk, request)


async def answer_lines(desk: Desk, request: Request) -> Response:
    """The same for whom the caller has looked at."""
    content, readers = await body_of(request, FILE_LIMIT), desk.catalogs.readers
    if content is None:
        return JSONResponse({"problem": REFUSED["file.too_large"]}, 413)
    if readers is None:
        return JSONResponse({"problem": REFUSED["file.busy"]}, 503)
    try:
        lines = await readers.read_lines(content)
    except FileRefusedError as refused:
        return JSONResponse({"problem": REFUSED.get(refused.code, UNREADABLE)}, 422)
    return JSONResponse({"lines": write_lines(lines)})


async def show_trial(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """What the list would do: the tree, what looks wrong, what it changes. Nothing is done."""
    text = (await read_fields(request, LIST_BYTES)).one("lines")
    return await _trial(desk, person, text)


async def _trial(desk: Desk, person: DeskPerson, text: str) -> Response:
    lines = read_lines(text)
    if not any(any(line) for line in lines):
        return _page(person, 422, problem=NO_LINES, lines=text)
    if len(lines) > MAX_LINES:
        return _page(person, 422, problem=REFUSED["file.too_many_rows"])
    async with desk.reading(person) as ctx:
        trial, mails = await try_list(ctx, lines), sends_mail(ctx.catalogs)
    return _page(person, 200 if trial.good else 422, trial=trial, lines=text, mails=mails)


async def do_import(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Do it, all or nothing, and show the codes once."""
    fields = await read_fields(request, LIST_BYTES)
    text, told = fields.one("lines"), list[CodesTold]()
    changes, mail = fields.one("changes") == "1", fields.one("mail") == "1"

    async def work(ctx: RequestContext) -> None:
        lines = read_lines(text)[: MAX_LINES + 1]
        told.append(await carry_out_list(ctx, lines, changes=changes, mail=mail))

    outcome = await desk.acts.do(person.member, fields.event(), "units import", work)
    if outcome.denied:
        raise DeniedError
    if outcome.rejected:
        return _page(person, 422, problem=outcome.messages[0].plain, lines=text)
    codes = told[0] if told else None
    return show("admin_codes.html", person, UNITS, codes=codes, repeated=outcome.repeated)


def read_lines(text: str) -> list[list[str]]:
    """The cells of lines as a spreadsheet copies them, parted by tabs; none where a quotation
    mark that is never closed makes one endless cell of all."""
    try:
        return [*csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter="\t")]
    except csv.Error:
        return []


def write_lines(lines: Sequence[Sequence[str]]) -> str:
    """The same the other way round."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(lines)
    return out.getvalue()


async def give_codes(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The codes that a page shows, as a workbook: they are kept nowhere but on that page."""
    fields = await read_fields(request, LIST_BYTES)
    rows = [one.split("\t")[: len(_CODES)] for one in fields.one("codes").splitlines()]
    sheet = ListSheet("Mã mời", _CODES, rows, (12, 40, 18, 28, 26, 50, 14), 2)
    content = await asyncio.to_thread(write_workbook, (sheet,))
    return attach_file(OutgoingFile("ma-moi.xlsx", content))


async def give_list(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The units and their people, as they may be brought in again; or an empty list to fill."""
    what = request.path_params["what"]
    if what == "mau":
        kinds = [one.name for one in desk.catalogs.calendars.kinds.values()]
        content = await asyncio.to_thread(write_units_template, kinds)
        return attach_file(OutgoingFile("danh-sach-mau.xlsx", content))
    async with desk.reading(person) as ctx:
        rows = await unit_rows(ctx)
    if what == "csv":
        return attach_file(OutgoingFile("don-vi.csv", _csv(rows)))
    if what != "excel":
        raise LookupError(what)
    sheet = ListSheet("Đơn vị", HEAD, rows, _WIDTHS, 2)
    content = await asyncio.to_thread(write_workbook, (sheet,))
    return attach_file(OutgoingFile("don-vi.xlsx", content))


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With a mark by which Excel knows the letters; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
