"""Looking into a report, and saying yes, or no to single rows with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.files import report_file as issuing
from bot.files.generated_file import GeneratedFile
from bot.workflow.context import (
    Buttons,
    RequestContext,
    RequestRejectedError,
    people_of,
    reviewers_of,
)
from bot.workflow.home import waiting_reports
from bot.workflow.lookup import find_report
from bot.workflow.reviewers import another_may
from conversations.answers.values import BLANK, Answer
from conversations.calendar.dates import print_day
from conversations.dialog.file_reply import describe_comparison
from conversations.dialog.overview import section_data
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form, Severity
from conversations.protocol.messages import Button, Reply
from conversations.reports.file_comparison import FileComparison
from conversations.reports.file_request import FileFormat, FileRequest
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report, ReportState
from conversations.rules import checks
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import Role
from conversations.workflow.report_status import filled_by_section, is_late
from conversations.workflow.requests import (
    Approve,
    Extend,
    GetReportFile,
    Lock,
    LookInto,
    Return,
    ShowAssignments,
    ShowChanges,
    ShowHistory,
    ShowWaiting,
)
from storage.core.records import Unit

MOST = 10  # reports that a list offers
MOST_CHANGES = 30
IN_LINE = 7  # section buttons beside each other


async def show_waiting(visit: RequestContext, request: ShowWaiting | None = None) -> None:
    """The reports that wait for this member's word."""
    found = await waiting_reports(visit)
    shown = [
        {"report": one.report, "unit": one.short_name, "period": one.period["name"]}
        for one in found[:MOST]
    ]
    rows = tuple((make_button("look", LookInto(report=one["report"]), **one),) for one in shown)
    visit.say("waiting", rows, count=len(found), shown=shown)


async def look_into(visit: RequestContext, request: LookInto) -> None:
    """A report's head, or one of its sections with values."""
    unit, report, form = await visit.report(Right.READ, request.report)
    await visit.tx.submissions.mark_used(
        request.report, report.approved or report.version, visit.member, visit.now
    )
    if request.section is None or request.section not in form.asked_by_heading:
        data = _head(form, unit, report, visit)
        visit.say("look", await _head_buttons(visit, request.report, unit, form, report), **data)
        return
    data = section_data(form, report, request.section)
    keys = [one.key for one in form.sections]
    at = keys.index(request.section) if request.section in keys else 0
    buttons = [make_button("look.head", LookInto(report=request.report))]
    if at + 1 < len(keys):
        following = form.sections[at + 1]
        to = LookInto(report=request.report, section=following.key)
        buttons.append(make_button("look.section", to, stt=following.stt))
    visit.say("look.section", (tuple(buttons),), unit=unit.short_name, **data)


def _head(form: Form, unit: Unit, report: Report, visit: RequestContext) -> dict[str, Any]:
    filled = filled_by_section(form, report)
    raised = checks.failed_checks(form, report, settled=True)
    soft = [one for one in raised if one.check.severity is Severity.SOFT]
    return {
        "unit": unit.name,
        "period": report.period.name,
        "state": report.state.value,
        "closed": report.closed,
        "late": is_late(report.state.value, report.due, visit.now),
        "due": print_day(report.due) if report.due else "",
        "version": report.version,
        "approved": report.approved,
        "filled": sum(filled.values()),
        "total": len(form.order),
        "sections": [
            {
                "stt": one.stt,
                "label": one.title,
                "filled": filled[one.key],
                "total": len(form.asked_by_heading[one.key]),
            }
            for one in form.sections
        ],
        "hard": sum(one.check.severity is Severity.HARD for one in raised),
        "warnings": [one.check.message for one in soft[:MOST]],
        "reasons": [
            {"message": form.check(name).message, "reason": kept.text}
            for name, kept in report.reasons.items()
            if name in {one.check.id for one in soft}
        ],
        "returned": [
            {"label": form.row(key).title, "reason": one.reason}
            for key, one in report.returned.items()
        ],
    }


async def _head_buttons(
    visit: RequestContext, number: int, unit: Unit, form: Form, report: Report
) -> Buttons:
    sections = [
        make_button("look.section", LookInto(report=number, section=one.key), stt=one.stt)
        for one in form.sections
    ]
    rows = [tuple(sections[:IN_LINE]), tuple(sections[IN_LINE:])]
    decide = []
    if await _may_approve(visit, number, unit, report):
        decide.append(make_button("approve", Approve(report=number, version=report.version)))
    if report.filed and await visit.may(Right.RETURN, unit.id):
        decide.append(make_button("return", Return(report=number)))
    more = [
        _file_button(number, what) for what in (FileFormat.WORD, FileFormat.PDF, FileFormat.EXCEL)
    ]
    if report.version > 1:
        more.append(make_button("changes", ShowChanges(report=number)))
    more.append(make_button("trail", ShowHistory(report=number)))
    more.append(make_button("owes", ShowAssignments(report=number)))
    manage = []
    if not report.filed and await visit.may(Right.EXTEND, unit.id):
        manage.append(make_button("extend", Extend(report=number)))
    if await visit.may(Right.LOCK, unit.id):
        name = "unlock" if report.closed else "lock"
        manage.append(make_button(name, Lock(report=number, locked=not report.closed)))
    return tuple(row for row in (*rows, tuple(decide), tuple(more), tuple(manage)) if row)


async def _may_approve(visit: RequestContext, number: int, unit: Unit, report: Report) -> bool:
    """Whether the member may approve what lies here: not what he handed in himself, when there is
    another who may."""
    if report.state is not ReportState.SUBMITTED or not await visit.may(Right.APPROVE, unit.id):
        return False
    return not await _is_anothers_word(visit, number, unit)


async def _is_anothers_word(visit: RequestContext, number: int, unit: Unit) -> bool:
    by = await visit.tx.submissions.submitters_of([number])
    return by.get(number) == visit.member and await another_may(visit.tx, visit.member, unit.id)


async def _refuse_own(visit: RequestContext, number: int, unit: Unit) -> None:
    """UnclearError, with those who may, when another one is to look at what the member filed."""
    if await _is_anothers_word(visit, number, unit):
        others = await reviewers_of(visit.tx, unit.id, but=visit.member)
        names = sorted({one.name for one in others})
        raise RequestRejectedError("approve.own", unit=unit.short_name, names=names[:MOST])


def _file_button(number: int, what: FileFormat) -> Button:
    code = "button.report_file" if what is FileFormat.WORD else f"button.download.{what.value}"
    return Button(code=code, action=GetReportFile(report=number, what=what))


async def report_file(visit: RequestContext, request: GetReportFile) -> None:
    """The report as a file, as it stands."""
    _, report, form = await visit.report(Right.READ, request.report)
    await visit.tx.submissions.mark_used(
        request.report, report.approved or report.version, visit.member, visit.now
    )
    wanted = FileRequest(what=request.what)
    file = await issuing.report_file(visit.tx, request.report, form, report, wanted)
    reply = Reply(code="look.file", data={"name": file.name, "state": report.state.value})
    visit.replies.append(GeneratedFile(file.name, file.make, reply, file))


async def looked_at(visit: RequestContext, compared: FileComparison) -> None:
    """What a file of somebody's report turned out to be."""
    await visit.unit_with(Right.READ, compared.report)
    visit.replies.append(describe_comparison(compared))


async def show_changes(visit: RequestContext, request: ShowChanges) -> None:
    """What differs between the last submission and the one before it."""
    unit, report, form = await visit.report(Right.READ, request.report)
    found = await visit.tx.submissions.list_of(request.report)
    if len(found) < 2:
        visit.say("changes.first", unit=unit.short_name, version=report.version)
        return
    old, new = found[-2], found[-1]
    lines = changed_rows(form, old.answers, new.answers)
    back = (make_button("look.head", LookInto(report=request.report)),)
    visit.say(
        "changes",
        (back,),
        unit=unit.short_name,
        period=report.period.name,
        old=old.version,
        new=new.version,
        reason=new.reason or "",
        lines=lines[:MOST_CHANGES],
        more=max(0, len(lines) - MOST_CHANGES),
    )


def changed_rows(
    form: Form, old: Mapping[str, Answer], new: Mapping[str, Answer]
) -> list[dict[str, str]]:
    """The rows that say something else now, in the order of the form."""
    found = []
    for row in form.rows:
        before, after = old.get(row.key, BLANK), new.get(row.key, BLANK)
        was, now = print_answer(row, before), print_answer(row, after)
        if was != now or (before.note or "") != (after.note or ""):
            noted = after.note or "" if (before.note or "") != (after.note or "") else ""
            label = f"{row.key} {row.title}"
            found.append({"label": label, "old": was, "new": now, "note": noted})
    return found


async def approve_version(visit: RequestContext, request: Approve) -> None:
    """Approve the version that the member has seen, and no other."""
    unit, report, _ = await visit.report(Right.APPROVE, request.report)
    if report.state is ReportState.APPROVED and report.approved == request.version:
        visit.say("approve.already", unit=unit.short_name)
        return
    if report.state is not ReportState.SUBMITTED or report.version != request.version:
        raise RequestRejectedError(
            "approve.changed",
            ((make_button("look.head", LookInto(report=request.report)),),),
            unit=unit.short_name,
        )
    mine = (await visit.tx.submissions.load(request.report, request.version)).member == visit.member
    await _refuse_own(visit, request.report, unit)
    await _move(visit, request.report, ReportState.APPROVED)
    data = {"unit": unit.short_name, "period": report.period.name, "version": request.version}
    next_ = ((make_button("waiting", ShowWaiting(), count=0),),)
    visit.say("approve.done", next_, **data, alone=mine)
    for person in await people_of(visit.tx, unit.id, Role.OFFICER, Role.REVIEWER):
        visit.tell(person.id, "notice.approved", **data)
    await _tell_users(visit, request.report, unit, report)


async def _tell_users(visit: RequestContext, number: int, unit: Unit, report: Report) -> None:
    """Whoever worked with an earlier version hears that there is a new one in force."""
    told = {notice.to for notice in visit.notices}
    for member in await visit.tx.submissions.users_before(number, report.version):
        if member not in told:
            visit.tell(
                member,
                "notice.corrected",
                (make_button("changes", ShowChanges(report=number)),),
                unit=unit.short_name,
                period=report.period.name,
                version=report.version,
            )


async def _move(visit: RequestContext, number: int, state: ReportState) -> None:
    await visit.tx.submissions.move(visit.deed(number), number, state)
    await look_again_at(visit, number)


async def look_again_at(visit: RequestContext, number: int) -> None:
    """Everybody who is reminded of this report is reckoned with anew."""
    unit = await visit.tx.duties.unit_of(number)
    persons = await people_of(visit.tx, unit, Role.OFFICER, Role.REVIEWER, Role.GUEST)
    persons += await reviewers_of(visit.tx, unit)
    await visit.look_again([one.id for one in persons])


async def typed_look(visit: RequestContext, argument: str) -> None:
    await look_into(visit, LookInto(report=await find_report(visit, Right.READ, argument)))


async def typed_changes(visit: RequestContext, argument: str) -> None:
    await show_changes(visit, ShowChanges(report=await find_report(visit, Right.READ, argument)))


async def typed_approve(visit: RequestContext, argument: str) -> None:
    """`duyệt STC`: the report is shown first; the button approves what was seen."""
    number = await find_report(visit, Right.APPROVE, argument)
    unit, report, _ = await visit.report(Right.APPROVE, number)
    if report.state is ReportState.SUBMITTED:
        await _refuse_own(visit, number, unit)
    await look_into(visit, LookInto(report=number))
