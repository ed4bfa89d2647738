"""Handing in, taking back and correcting: what stands in the way, a button, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.desk.act_page import describe_outcome
from bot.channels.desk.form_fields import FormError, read_fields
from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.desk.sheet.live import LiveReports
from bot.channels.desk.sheet.view import SheetView, read_view
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.context import DeniedError
from conversations.dialog.cells.report_acts import ReportAct
from conversations.dialog.overview import submit_data
from conversations.forms.growth import fit_form
from conversations.forms.model import Form, Severity
from conversations.reports import derivation
from conversations.reports.printed_answers import tell_answer
from conversations.rules.checks import Verdict, failed_checks
from conversations.workflow.report_status import is_late

MOST_ROWS_TOLD = 8  # of one check


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A check that stands in the way: its words, and the rows it names with their answers."""

    hard: bool
    message: str
    rows: tuple[tuple[str, str], ...]


async def show_submission(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """What is missing before the report can be handed in, and the button that does it."""
    number = int(request.path_params["report"])
    async with desk.reading(person) as ctx:
        view = await read_view(ctx, number)
        now = ctx.now
    if view.at.guest:
        raise DeniedError
    if not view.at.report.editable:
        return RedirectResponse(f"/ban/bao-cao/{number}", 303)
    report = view.at.report
    late = is_late(report.state.value, report.due, now)
    return render("submit.html", person, policy=FORMS_POLICY, late=late, **_shown(view))


def _shown(view: SheetView) -> dict[str, Any]:
    report, form = view.at.report, fit_form(view.at.form, view.at.report.answers)
    raised = failed_checks(form, report, settled=True)
    same = report.in_force is not None and not report.corrected
    return {
        "new_event": lambda: str(uuid4()),
        "number": view.at.report_id,
        "report": report,
        "sum": submit_data(form, report),
        "checks": [_told(form, view, one) for one in raised],
        "apart": derivation.rows_apart(form, report),
        "same": same,
    }


def _told(form: Form, view: SheetView, one: Verdict) -> OpenCheck:
    rows = [form.row(key) for key in one.rows[:MOST_ROWS_TOLD]]
    told = tuple((row.title, tell_answer(row, view.at.report.answer(row.key))) for row in rows)
    return OpenCheck(one.check.severity is Severity.HARD, one.check.message, told)


async def do_act(live: LiveReports, desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Do what the form asks, and say what came of it."""
    number, fields = int(request.path_params["report"]), await read_fields(request)
    try:
        act = ReportAct(request.path_params["act"])
    except ValueError as error:
        raise FormError("act") from error
    event, reason = fields.event(), fields.one("reason")
    outcome = await desk.acts.act(person.member, event, number, act, reason)
    live.wake(number)
    if outcome.denied:
        raise DeniedError
    status = 422 if outcome.rejected else 200
    told, back = describe_outcome(outcome), f"/ban/bao-cao/{number}"
    return render("act.html", person, status=status, policy=FORMS_POLICY, told=told, back=back)
