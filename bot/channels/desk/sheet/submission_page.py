"""Handing in, taking back and correcting: what stands in the way, a button, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.desk.act_page import describe_outcome
from bot.channels.desk.form_fields import FormError, FormFields, read_fields
from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.desk.sheet.cell_posts import say_reply
from bot.channels.desk.sheet.live_updates import LiveReports
from bot.channels.desk.sheet.view import SheetView, read_view
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.context import DeniedError
from conversations.dialog.cells.entries import LONGEST_ENTRY, CellEntry, CellFate
from conversations.dialog.cells.report_acts import ReportAct
from conversations.dialog.overview import submit_data
from conversations.forms.check import Severity
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.reports import derivation
from conversations.reports.printed_answers import tell_answer
from conversations.reports.typed_answers import CellPart
from conversations.rules.checks import Verdict, failed_checks
from conversations.workflow.report_status import is_late

WHY, SEEN = "why:", "seen:"  # before the name of a check: its reason, and the one that stood
LONGEST_KEY = 200
UNEXPLAINED = "Chưa ghi lý do. Số đúng thì ghi vì sao, ví dụ: bổ sung theo KH 12; số sai thì sửa."
MOST_ROWS_TOLD = 8  # of one check


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A check that stands in the way: its words, the rows it names with their answers, the reason
    that was typed for it now, and why that is none."""

    id: str
    hard: bool
    message: str
    rows: tuple[tuple[str, str], ...]
    stands: str = ""  # a reason that was given for other numbers
    why: str = ""
    problem: str = ""


async def show_submission(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """What is missing before the report can be handed in, and the button that does it."""
    number = int(request.path_params["report"])
    return await _submission_page(desk, person, number, {})


async def _submission_page(
    desk: Desk, person: DeskPerson, number: int, refused: Mapping[str, tuple[str, str]]
) -> Response:
    """The page; `refused` are reasons that were typed and not taken, with why, by their checks."""
    async with desk.reading(person) as ctx:
        view = await read_view(ctx, number)
        now = ctx.now
    if view.at.guest:
        raise DeniedError
    if not view.at.report.editable:
        return RedirectResponse(f"/ban/bao-cao/{number}", 303)
    report = view.at.report
    late = is_late(report.state.value, report.due, now)
    shown = _shown(view, refused)
    status = 422 if refused else 200
    return render("submit.html", person, status=status, policy=FORMS_POLICY, late=late, **shown)


def _shown(view: SheetView, refused: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    report, form = view.at.report, fit_form(view.at.form, view.at.report.answers)
    raised = failed_checks(form, report, settled=True)
    same = report.in_force is not None and not report.corrected
    return {
        "new_event": lambda: str(uuid4()),
        "number": view.at.report_id,
        "report": report,
        "sum": submit_data(form, report),
        "checks": [_told(form, view, one, *refused.get(one.check.id, ())) for one in raised],
        "apart": derivation.rows_apart(form, report),
        "same": same,
    }


def _told(form: Form, view: SheetView, one: Verdict, why: str = "", problem: str = "") -> OpenCheck:
    rows = [form.row(key) for key in one.rows[:MOST_ROWS_TOLD]]
    told = tuple((row.title, tell_answer(row, view.at.report.answer(row.key))) for row in rows)
    hard = one.check.severity is Severity.HARD
    known = view.at.report.reasons.get(one.check.id)
    stands = known.text if known is not None else ""
    return OpenCheck(one.check.id, hard, one.check.message, told, stands, why, problem)


async def do_act(live: LiveReports, desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Do what the form asks, and say what came of it."""
    number, fields = int(request.path_params["report"]), await read_fields(request)
    try:
        act = ReportAct(request.path_params["act"])
    except ValueError as error:
        raise FormError("act") from error
    event, reason = fields.event(), fields.one("reason")
    if act is ReportAct.SUBMIT:
        refused = await _keep_reasons(desk, person, number, fields)
        live.wake(number)
        if refused:
            return await _submission_page(desk, person, number, refused)
    outcome = await desk.acts.act(person.member, event, number, act, reason)
    live.wake(number)
    if outcome.denied:
        raise DeniedError
    status = 422 if outcome.rejected else 200
    told, back = describe_outcome(outcome), f"/ban/bao-cao/{number}"
    return render("act.html", person, status=status, policy=FORMS_POLICY, told=told, back=back)


async def _keep_reasons(
    desk: Desk, person: DeskPerson, number: int, fields: FormFields
) -> dict[str, tuple[str, str]]:
    """Keep checks for the reasons that were typed beside them; those that were not taken, and why,
    by their checks. It is an act of its own, named after the one that hands in."""
    typed = {
        name.removeprefix(WHY): fields.one(name).strip()
        for name in fields.names
        if name.startswith(WHY)
    }
    entries = [
        CellEntry(
            key=key[:LONGEST_KEY],
            part=CellPart.REASON,
            text=why[:LONGEST_ENTRY],
            seen=fields.one(f"{SEEN}{key}")[:LONGEST_ENTRY],
        )
        for key, why in typed.items()
        if why
    ]
    refused = {key: ("", UNEXPLAINED) for key, why in typed.items() if not why}
    if not entries:
        return refused
    event = str(uuid5(UUID(fields.event()), "reasons"))
    done = await desk.acts.write(person.member, event, number, entries)
    return refused | {
        one.key: (typed[one.key], say_reply(desk.acts.wording, one.said))
        for one in done.done.outcomes
        if one.fate not in (CellFate.STORED, CellFate.SAME)
    }
