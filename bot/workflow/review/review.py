"""Looking into a report, and saying yes, or no to single rows with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.workflow.context import (
    Buttons,
    RequestContext,
    RequestRejectedError,
    name_report,
    people_of,
    reviewers_of,
    shorten_list,
)
from bot.workflow.home import waiting_reports
from bot.workflow.lookup import find_report
from bot.workflow.report_files import give_report
from bot.workflow.reviewers import another_may
from conversations.calendar.dates import print_day
from conversations.dialog.file_reply import describe_comparison
from conversations.dialog.overview import section_data
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form, Severity
from conversations.protocol.messages import Button
from conversations.reports.file_comparison import FileComparison
from conversations.reports.file_request import FileFormat
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report, ReportState
from conversations.reports.values import BLANK, Answer
from conversations.rules import checks
from conversations.workflow.permissions import Permission, Role
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


async def show_waiting(ctx: RequestContext, request: ShowWaiting | None = None) -> None:
    """The reports that wait for this member's word."""
    found = await waiting_reports(ctx)
    shown = [
        {"report": one.report, "unit": one.short_name, "period": one.period["name"]}
        for one in found[:MOST]
    ]
    rows = tuple((make_button("look", LookInto(report=one["report"]), **one),) for one in shown)
    ctx.say("waiting", rows, count=len(found), shown=shown)


async def look_into(ctx: RequestContext, request: LookInto) -> None:
    """A report's head, or one of its sections with values."""
    unit, report, form = await ctx.report(Permission.READ, request.report)
    await ctx.tx.used(request.report, report.approved or report.version, ctx.member, ctx.now)
    if request.section is None or request.section not in form.asked_by_heading:
        data = _head(form, unit, report, ctx)
        ctx.say("look", await _head_buttons(ctx, request.report, unit, form, report), **data)
        return
    data = section_data(form, report, request.section)
    keys = [one.key for one in form.sections]
    at = keys.index(request.section) if request.section in keys else 0
    buttons = [make_button("look.head", LookInto(report=request.report))]
    if at + 1 < len(keys):
        following = form.sections[at + 1]
        to = LookInto(report=request.report, section=following.key)
        buttons.append(make_button("look.section", to, stt=following.stt))
    ctx.say("look.section", (tuple(buttons),), unit=unit.short_name, **data)


def _head(form: Form, unit: Unit, report: Report, ctx: RequestContext) -> dict[str, Any]:
    filled = filled_by_section(form, report)
    raised = checks.failed_checks(form, report, settled=True)
    soft = [one for one in raised if one.check.severity is Severity.SOFT]
    return {
        "unit": unit.name,
        "period": report.period.name,
        "state": report.state.value,
        "closed": report.closed,
        "late": is_late(report.state.value, report.due, ctx.now),
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
    ctx: RequestContext, number: int, unit: Unit, form: Form, report: Report
) -> Buttons:
    sections = [
        make_button("look.section", LookInto(report=number, section=one.key), stt=one.stt)
        for one in form.sections
    ]
    rows = [tuple(sections[:IN_LINE]), tuple(sections[IN_LINE:])]
    decide = []
    if await _may_approve(ctx, number, unit, report):
        decide.append(make_button("approve", Approve(report=number, version=report.version)))
    if report.filed and await ctx.may(Permission.RETURN, unit.id):
        decide.append(make_button("return", Return(report=number)))
    more = [
        _file_button(number, what) for what in (FileFormat.WORD, FileFormat.PDF, FileFormat.EXCEL)
    ]
    if report.version > 1:
        more.append(make_button("changes", ShowChanges(report=number)))
    more.append(make_button("trail", ShowHistory(report=number)))
    more.append(make_button("owes", ShowAssignments(report=number)))
    manage = []
    if not report.filed and await ctx.may(Permission.EXTEND, unit.id):
        manage.append(make_button("extend", Extend(report=number)))
    if await ctx.may(Permission.LOCK, unit.id):
        name = "unlock" if report.closed else "lock"
        manage.append(make_button(name, Lock(report=number, locked=not report.closed)))
    return tuple(row for row in (*rows, tuple(decide), tuple(more), tuple(manage)) if row)


async def _may_approve(ctx: RequestContext, number: int, unit: Unit, report: Report) -> bool:
    """Whether the member may approve what lies here: not what they handed in, when there is
    another who may."""
    if report.state is not ReportState.SUBMITTED or not await ctx.may(Permission.APPROVE, unit.id):
        return False
    return not await _is_anothers_word(ctx, number, unit)


async def _is_anothers_word(ctx: RequestContext, number: int, unit: Unit) -> bool:
    by = await ctx.tx.handed_in([number])
    return by.get(number) == ctx.member and await another_may(ctx.tx, ctx.member, unit.id)


async def _refuse_own(ctx: RequestContext, number: int, unit: Unit) -> None:
    """RequestRejectedError with those who may, when another is to look at what the member filed."""
    if await _is_anothers_word(ctx, number, unit):
        others = await reviewers_of(ctx.tx, unit.id, but=ctx.member)
        names = sorted({one.name for one in others})
        raise RequestRejectedError("approve.own", unit=unit.short_name, names=names[:MOST])


def _file_button(number: int, what: FileFormat) -> Button:
    code = "button.report_file" if what is FileFormat.WORD else f"button.download.{what.value}"
    return Button(code=code, action=GetReportFile(report=number, what=what))


async def report_file(ctx: RequestContext, request: GetReportFile) -> None:
    """The report as a file, as it stands."""
    _, report, form = await ctx.report(Permission.READ, request.report)
    await ctx.tx.used(request.report, report.approved or report.version, ctx.member, ctx.now)
    await give_report(ctx, request.report, form, report, request.what)


async def looked_at(ctx: RequestContext, compared: FileComparison) -> None:
    """What a file of somebody's report turned out to be."""
    await ctx.unit_with(Permission.READ, compared.report)
    ctx.replies.append(describe_comparison(compared))


async def show_changes(ctx: RequestContext, request: ShowChanges) -> None:
    """What differs between the last submission and the one before it."""
    unit, report, form = await ctx.report(Permission.READ, request.report)
    found = await ctx.tx.submissions(request.report)
    if len(found) < 2:
        ctx.say("changes.first", unit=unit.short_name, version=report.version)
        return
    old, new = found[-2], found[-1]
    shown, more = shorten_list(changed_rows(form, old.answers, new.answers), MOST_CHANGES)
    back = (make_button("look.head", LookInto(report=request.report)),)
    ctx.say(
        "changes",
        (back,),
        **name_report(unit, report),
        old=old.version,
        new=new.version,
        reason=new.reason or "",
        lines=shown,
        more=more,
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


async def approve_version(ctx: RequestContext, request: Approve) -> None:
    """Approve the version that the member has seen, and no other."""
    unit, report, _ = await ctx.report(Permission.APPROVE, request.report)
    if report.state is ReportState.APPROVED and report.approved == request.version:
        ctx.say("approve.already", unit=unit.short_name)
        return
    if report.state is not ReportState.SUBMITTED or report.version != request.version:
        raise RequestRejectedError(
            "approve.changed",
            ((make_button("look.head", LookInto(report=request.report)),),),
            unit=unit.short_name,
        )
    mine = (await ctx.tx.submitted(request.report, request.version)).member == ctx.member
    await _refuse_own(ctx, request.report, unit)
    await ctx.tx.move(ctx.deed(request.report), request.report, ReportState.APPROVED)
    await look_again_at(ctx, request.report)
    data = name_report(unit, report) | {"version": request.version}
    next_ = ((make_button("waiting", ShowWaiting(), count=0),),)
    ctx.say("approve.done", next_, **data, alone=mine)
    people = await people_of(ctx.tx, unit.id, Role.OFFICER, Role.REVIEWER)
    ctx.tell_all(people, "notice.approved", **data)
    await _tell_users(ctx, request.report, unit, report)


async def _tell_users(ctx: RequestContext, number: int, unit: Unit, report: Report) -> None:
    """Whoever worked with an earlier version hears that there is a new one in force."""
    told = {notice.to for notice in ctx.notices}
    changes = make_button("changes", ShowChanges(report=number))
    data = name_report(unit, report) | {"version": report.version}
    for member in await ctx.tx.users_of(number, report.version):
        if member not in told:
            ctx.tell(member, "notice.corrected", (changes,), **data)


async def look_again_at(ctx: RequestContext, number: int) -> None:
    """Everybody who is reminded of this report is reckoned with anew."""
    unit = await ctx.tx.unit_of(number)
    persons = await people_of(ctx.tx, unit, Role.OFFICER, Role.REVIEWER, Role.GUEST)
    persons += await reviewers_of(ctx.tx, unit)
    await ctx.look_again([one.id for one in persons])


async def typed_look(ctx: RequestContext, argument: str) -> None:
    await look_into(ctx, LookInto(report=await find_report(ctx, Permission.READ, argument)))


async def typed_changes(ctx: RequestContext, argument: str) -> None:
    await show_changes(ctx, ShowChanges(report=await find_report(ctx, Permission.READ, argument)))


async def typed_approve(ctx: RequestContext, argument: str) -> None:
    """`duyệt STC`: the report is shown first; the button approves what was seen."""
    number = await find_report(ctx, Permission.APPROVE, argument)
    unit, report, _ = await ctx.report(Permission.APPROVE, number)
    if report.state is ReportState.SUBMITTED:
        await _refuse_own(ctx, number, unit)
    await look_into(ctx, LookInto(report=number))
