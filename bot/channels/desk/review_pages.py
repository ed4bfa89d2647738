"""The reports that wait for a decision, one of them, and what is decided."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.channels.desk.act_page import describe_outcome
from bot.channels.desk.form_fields import FormError, FormFields, asked_page, read_fields
from bot.channels.desk.pages import FORMS_POLICY, desk_route, render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.dispatch.desk_acts import ActOutcome
from bot.workflow.context import RequestContext
from bot.workflow.desk.review import ReviewedReport, list_waiting, read_reviewed
from conversations.desk.review_lines import ReviewSheet
from conversations.reports.lifecycle import ReportState
from conversations.workflow.review_requests import Approve, Return, UndoApproval, UndoReturn

QUEUE = "/ban/duyet"
VIEWS = {  # the word in the address, and the mark of the rows that are shown
    "dang-xem": "stands_out",
    "canh-bao": "warned",
    "khac-ban-truoc": "differs",
    "lech-ky-truoc": "leaps",
    "chua-co": "is_open",
    "tat-ca": "",
}
SHORTEST_REASON = 2


def review_routes(desk: Desk) -> list[BaseRoute]:
    """The pages of a reviewer."""
    one = QUEUE + "/{report:int}"
    return [
        desk_route(desk, QUEUE, show_queue),
        desk_route(desk, one, show_report),
        desk_route(desk, f"{one}/duyet", approve_report, "POST"),
        desk_route(desk, f"{one}/tra-lai", return_rows, "POST"),
        desk_route(desk, f"{one}/hoan-tac", undo_decision, "POST"),
    ]


async def show_queue(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The reports that wait, the oldest first."""
    async with desk.reading(person) as ctx:
        queue = await list_waiting(ctx, asked_page(request))
        flash = await _flash(ctx, request)
    return render("review_queue.html", person, queue=queue, flash=flash, policy=FORMS_POLICY)


async def show_report(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """A report with its warnings, the last period and the version before; decided here."""
    number = request.path_params["report"]
    async with desk.reading(person) as ctx:
        reviewed, flash = await read_reviewed(ctx, number), await _flash(ctx, request)
    return _page(request, person, reviewed, flash=flash)


def _page(
    request: Request,
    person: DeskPerson,
    reviewed: ReviewedReport,
    *,
    status: int = 200,
    flash: dict[str, Any] | None = None,
    problem: str = "",
    fields: FormFields | None = None,
) -> Response:
    wanted = request.query_params.get("xem", "")
    default = "dang-xem" if reviewed.sheet.count("stands_out") else "tat-ca"
    view = wanted if wanted in VIEWS else default
    ticked = {key: fields.one(f"why:{key}") for key in fields.all("row")} if fields else {}
    return render(
        "review_report.html",
        person,
        status=status,
        policy=FORMS_POLICY,
        reviewed=reviewed,
        report=reviewed.report,
        lines=reviewed.sheet.only(VIEWS[view]),
        view=view,
        views=[
            (name, reviewed.sheet.count(mark) if mark else None) for name, mark in VIEWS.items()
        ],
        events=[str(uuid4()) for _ in range(2)],
        flash=flash,
        problem=problem,
        ticked=ticked,
    )


def _views(sheet: ReviewSheet) -> list[tuple[str, int | None]]:
    """The ways to look at it, and how many rows each shows."""
    return [(name, sheet.count(mark) if mark else None) for name, mark in VIEWS.items()]


async def approve_report(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Approve the version that was shown, and go on to the next; asked first where a check does not
    hold in it. It can be taken back for a while."""
    number, fields = request.path_params["report"], await read_fields(request)
    version = _version(fields)
    async with desk.reading(person) as ctx:
        clean = not (await read_reviewed(ctx, number)).sheet.count("warned")
    wanted = Approve(report=number, version=version, sure=clean or fields.one("sure") == "1")
    outcome = await desk.acts.ask(person.member, fields.event(), wanted)
    if not wanted.sure and not (outcome.denied or outcome.rejected):
        return _ask_first(person, number, version, outcome)
    return await _go_on(desk, person, number, "duyet", outcome)


async def return_rows(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Send the ticked rows back, each with its reason, and go on to the next. It can be taken back
    for a while."""
    number, fields = request.path_params["report"], await read_fields(request)
    rows = {key: fields.one(f"why:{key}").strip() for key in fields.all("row")}
    common = fields.one("why").strip()
    rows = {key: why or common for key, why in rows.items()}
    problem = ""
    if not rows:
        problem = "Chưa đánh dấu dòng nào. Đánh dấu ô ở đầu dòng cần trả lại, rồi ghi lý do."
    elif any(len(why) < SHORTEST_REASON for why in rows.values()):
        problem = "Có dòng chưa ghi lý do. Ghi lý do cho từng dòng, hoặc một lý do chung ở cuối."
    if problem:
        async with desk.reading(person) as ctx:
            reviewed = await read_reviewed(ctx, number)
        return _page(request, person, reviewed, status=422, problem=problem, fields=fields)
    wanted = Return(report=number, rows=rows, sure=True)
    outcome = await desk.acts.ask(person.member, fields.event(), wanted)
    return await _go_on(desk, person, number, "tra-lai", outcome)


async def undo_decision(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Take back what was decided a moment ago."""
    number, fields = request.path_params["report"], await read_fields(request)
    undo = UndoReturn if fields.one("what") == "tra-lai" else UndoApproval
    wanted = undo(report=number, version=_version(fields))
    outcome = await desk.acts.ask(person.member, fields.event(), wanted)
    return _told(person, number, outcome)


def _ask_first(person: DeskPerson, number: int, version: int, outcome: ActOutcome) -> Response:
    """Whether a report in which something is odd is to be approved all the same."""
    return render(
        "review_confirm.html",
        person,
        policy=FORMS_POLICY,
        spans=describe_outcome(outcome)["spans"],
        number=number,
        version=version,
        event=str(uuid4()),
    )


async def _go_on(
    desk: Desk, person: DeskPerson, number: int, what: str, outcome: ActOutcome
) -> Response:
    """To the next report that waits; or why nothing was done."""
    if outcome.denied or outcome.rejected:
        return _told(person, number, outcome)
    async with desk.reading(person) as ctx:
        queue = await list_waiting(ctx)
    following = next((one.duty.report for one in queue.own if one.duty.report != number), None)
    page = f"{QUEUE}/{following}" if following is not None else QUEUE
    return RedirectResponse(f"{page}?{urlencode({'vua': what, 'bao-cao': number})}", 303)


def _told(person: DeskPerson, number: int, outcome: ActOutcome) -> Response:
    status = 404 if outcome.denied else 422 if outcome.rejected else 200
    told, back = describe_outcome(outcome), f"{QUEUE}/{number}"
    return render("act.html", person, status=status, policy=FORMS_POLICY, told=told, back=back)


async def _flash(ctx: RequestContext, request: Request) -> dict[str, Any] | None:
    """What was just decided on another report, and the way to take it back; nothing that is not
    so."""
    what, number = request.query_params.get("vua", ""), request.query_params.get("bao-cao", "")
    states = {"duyet": ReportState.APPROVED, "tra-lai": ReportState.RETURNED}
    if what not in states or not (number.isascii() and number.isdecimal()):
        return None
    reviewed = await read_reviewed(ctx, int(number[:15]))
    if reviewed.report.state is not states[what]:
        return None
    return {
        "what": what,
        "report": reviewed.number,
        "unit": reviewed.unit.short_name,
        "period": reviewed.report.period_name,
        "version": reviewed.report.version,
        "event": str(uuid4()),
    }


def _version(fields: FormFields) -> int:
    found = fields.numbers("version")
    if len(found) != 1:
        raise FormError("version")
    return found[0]
