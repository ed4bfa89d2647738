"""Forms: those in use, a new one from a ministry's file, its doubts, trying and publishing it."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.channels.desk.administration.frame import FORMS, show, show_outcome
from bot.channels.desk.form_fields import read_fields
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import FILE_LIMIT, attach_file, body_of, name_of
from bot.dispatch.desk_acts import ActOutcome
from bot.files.form_intake import make_key
from bot.ports.channel import OutgoingFile
from bot.workflow.desk.administration.forms import list_forms, open_intake, read_draft
from conversations.protocol.events import FormDrafted
from conversations.workflow.draft_requests import DecideDoubt, GetDraftFile, PublishForm, TryForm
from conversations.workflow.pending_input import FormFileInput
from templates.appendix_import.errors import FileRefusedError

DRAFT = f"{FORMS}/nhap"
FILES = {"sua": "corrections", "word": "word", "pdf": "pdf", "excel": "excel"}
UNREADABLE = (
    "Không làm được biểu từ tệp này. Cần tệp Word hoặc Excel của biểu mẫu trống, "
    "không khóa mật khẩu."
)
_LINK = re.compile(r"https?://\S+")


async def show_forms(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """The forms in use, the drafts, and where a file becomes one."""
    async with desk.reading(person) as ctx:
        forms = await list_forms(ctx)
    return show("admin_forms.html", person, FORMS, forms=forms, limit=FILE_LIMIT)


async def show_draft(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """A form that is being made: its tables, the first doubt, files, trying, publishing."""
    async with desk.reading(person) as ctx:
        sheet = await read_draft(ctx, request.path_params["key"])
    return show("admin_draft.html", person, FORMS, sheet=sheet, limit=FILE_LIMIT)


async def take_file(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Make a draft of a file that the page's script sends, or correct one by its workbook."""
    content = await body_of(request, FILE_LIMIT)
    if content is None:
        return JSONResponse({"problem": "Tệp dài hơn 10 MB."}, 413)
    async with desk.reading(person) as ctx:
        intake = await open_intake(ctx)
    name, key = name_of(request.headers.get("x-file-name", "")), request.query_params.get("ma", "")
    try:
        if request.query_params.get("sua"):
            made = await intake.correct(content, desk.clock())
        else:
            only = request.query_params.get("so", "").strip()[:3]
            asked = FormFileInput(
                form=make_key(key[:80]), only=only if only.isascii() and only.isdecimal() else ""
            )
            made = await intake.draft(asked, name, content, desk.clock())
    except FileRefusedError:
        return JSONResponse({"problem": UNREADABLE}, 422)
    return _answer(made)


def _answer(made: FormDrafted | None) -> Response:
    """Where the draft is shown, or why there is none."""
    if made is None:
        said = "Đây không phải tệp sửa biểu đã tải từ trang này."
        return JSONResponse({"problem": said}, 422)
    if made.titles is not None:
        several = "; ".join(made.titles)
        said = f"Tệp có nhiều biểu ({several}): ghi biểu thứ mấy." if several else UNREADABLE
        return JSONResponse({"problem": said}, 422)
    if made.problems:
        return JSONResponse({"problem": "\n".join(made.problems)}, 422)
    return JSONResponse({"to": f"{DRAFT}/{made.form}"})


async def decide(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Have a doubtful point be read so, and go back to the draft."""
    key, fields = request.path_params["key"], await read_fields(request)
    wanted = DecideDoubt(form=key, doubt=fields.one("doubt"), value=fields.one("value"))
    outcome = await desk.acts.ask(person.member, fields.event(), wanted)
    if outcome.denied or outcome.rejected or "form.faulty" in outcome.codes:
        return show_outcome(person, outcome, f"{DRAFT}/{key}")
    return RedirectResponse(f"{DRAFT}/{key}#chua-chac", 303)


async def try_form(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Open the page on which the draft is tried."""
    key, fields = request.path_params["key"], await read_fields(request)
    wanted = TryForm(form=key, period=fields.one("period").strip())
    outcome = await desk.acts.ask(person.member, fields.event(), wanted)
    link = _link_in(outcome)
    back = f"{DRAFT}/{key}"
    return RedirectResponse(link, 303) if link else show_outcome(person, outcome, back)


def _link_in(outcome: ActOutcome) -> str:
    """The path of our own page that is told; "" where none is."""
    if outcome.denied or outcome.rejected or "form.try_page" not in outcome.codes:
        return ""
    found = _LINK.search(" ".join(one.plain for one in outcome.messages))
    return urlsplit(found[0]).path if found is not None else ""


async def publish(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Show what publishing means; a button does it."""
    key, fields = request.path_params["key"], await read_fields(request)
    outcome = await desk.acts.ask(person.member, fields.event(), PublishForm(form=key))
    return show_outcome(person, outcome, f"{DRAFT}/{key}")


async def give_file(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The workbook of corrections, or the form with the figures of its sample."""
    key, kind = request.path_params["key"], FILES.get(request.path_params["what"])
    if kind is None:
        raise LookupError(kind)
    fields = await read_fields(request)
    wanted = GetDraftFile.model_validate({"form": key, "kind": kind})
    outcome = await desk.acts.ask(person.member, fields.event(), wanted)
    if not outcome.files:
        return show_outcome(person, outcome, f"{DRAFT}/{key}")
    file = outcome.files[0]
    return attach_file(OutgoingFile(file.file_name, await asyncio.to_thread(file.make)))
