"""Setting up a new installation, for who comes by its key: to try it, or to found the office. Each
step says what comes next; it can be left, and taken up again."""

from __future__ import annotations

from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.administration.frame import UNITS, show
from bot.channels.desk.administration.unit_list_pages import (
    LIST_BYTES,
    answer_lines,
    read_lines,
    write_lines,
)
from bot.channels.desk.form_fields import FormFields, read_fields
from bot.channels.desk.own_paths import SETUP
from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import FILE_LIMIT, attach_file
from bot.ports.channel import OutgoingFile
from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.desk.administration.lists import CodesTold, ListTrial
from bot.workflow.desk.setup import (
    check_unfounded,
    found_office,
    is_named,
    one_unit_list,
    read_progress,
    try_first_list,
)
from bot.workflow.people.mailboxes import sends_mail
from conversations.workflow.permissions import Role
from templates.appendix_import.spreadsheet import MAX_LINES
from templates.documents.excel.units_template import write_units_template

_EMPTY = "Chưa có dòng nào: chọn tệp, dán từ Excel, hoặc ghi tên cơ quan."
_LONG = "Danh sách có quá nhiều dòng."


async def show_setup(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """What there is to be done next."""
    _check_founder(person)
    return await _page(desk, person)


async def read_list_file(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The lines of a spreadsheet that the page's script sends."""
    await _check_open(desk, person)
    return await answer_lines(desk, request)


async def give_template(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """An empty list to be filled."""
    _check_founder(person)
    kinds = [one.name for one in desk.catalogs.calendars.kinds.values()]
    return attach_file(OutgoingFile("danh-sach-mau.xlsx", write_units_template(kinds)))


async def show_trial(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """What the list would make: the tree, and what looks wrong. Nothing is done."""
    await _check_open(desk, person)
    fields = await read_fields(request, LIST_BYTES)
    return await _trial(desk, person, _lines_of(fields), fields.one("ten"))


async def found(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Do it, all or nothing, and show the codes once."""
    _check_founder(person)
    fields = await read_fields(request, LIST_BYTES)
    text, name, told = fields.one("lines"), fields.one("ten"), list[CodesTold]()

    async def work(ctx: RequestContext) -> None:
        lines = read_lines(text)[: MAX_LINES + 1]
        told.append(await found_office(ctx, lines, name, mail=fields.one("mail") == "1"))

    outcome = await desk.acts.do(person.member, fields.event(), "set up", work)
    if outcome.denied:
        raise DeniedError
    if outcome.rejected:
        return await _trial(desk, person, text, name)
    codes = told[0] if told else None
    founder = await desk.find_person(request) or person
    repeated = outcome.repeated
    return show("admin_codes.html", founder, UNITS, codes=codes, repeated=repeated, next=SETUP)


def _lines_of(fields: FormFields) -> str:
    """The list as it was pasted; that of one unit where only its name was told."""
    text = fields.one("lines")
    if text.strip() or not fields.one("co-quan").strip():
        return text
    unit = (fields.one("co-quan"), fields.one("ten-ngan"), fields.one("ma"))
    return write_lines(one_unit_list(*unit))


async def _trial(desk: Desk, person: DeskPerson, text: str, name: str) -> Response:
    lines = read_lines(text)
    problem = _EMPTY if not any(any(line) for line in lines) else ""
    problem = _LONG if len(lines) > MAX_LINES else problem
    if problem:
        return await _page(desk, person, problem=problem, text=text, name=name)
    async with desk.reading(person) as ctx:
        trial = await try_first_list(ctx, lines)
    return await _page(desk, person, trial=trial, text=text, name=name)


async def _page(
    desk: Desk,
    person: DeskPerson,
    *,
    problem: str = "",
    trial: ListTrial | None = None,
    text: str = "",
    name: str = "",
) -> Response:
    async with desk.reading(person) as ctx:
        progress = await read_progress(ctx)
    bad = bool(problem) or (trial is not None and not trial.good)
    return render(
        "setup.html",
        person,
        status=422 if bad else 200,
        policy=FORMS_POLICY,
        progress=progress,
        problem=problem,
        trial=trial,
        lines=text,
        own_name=name or (person.name if is_named(person.name) else ""),
        mails=sends_mail(desk.catalogs),
        limit=FILE_LIMIT,
        event=str(uuid4()),
    )


def _check_founder(person: DeskPerson) -> None:
    """DeniedError for who has not come by the key, and administers nothing."""
    if not person.signed.by_key and not person.has_role(Role.ADMINISTRATOR):
        raise DeniedError


async def _check_open(desk: Desk, person: DeskPerson) -> None:
    """The same, and where there are units already: nothing is read for it any more."""
    _check_founder(person)
    async with desk.reading(person) as ctx:
        await check_unfounded(ctx)
