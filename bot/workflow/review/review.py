"""Looking into a report, and saying yes, or no to single rows with reasons."""

from __future__ import annotations

from collections.abc import Mapping

from bot.workflow.context import (
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
from bot.workflow.review.report_head import describe_head, head_buttons
from bot.workflow.reviewers import is_for_another
from conversations.answers.values import BLANK, Answer
from conversations.dialog.file_reply import describe_comparison
from conversations.dialog.overview import section_data
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.reports.file_comparison import FileComparison
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report, ReportState
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.requests import (
    Approve,
    GetReportFile,
    LookInto,
    ShowChanges,
    ShowWaiting,
)
from storage.workflow.units import Unit

MOST = 10  # reports that a list offers
MOST_CHANGES = 30


async def show_waiting(ctx: RequestContext, request: ShowWaiting | None = None) -> None:
    """The reports that wait for this member's decision."""
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
    await ctx.tx.submissions.mark_used(
        request.report, report.approved or report.version, ctx.member, ctx.now
    )
    if request.section is None or request.section not in form.asked_by_heading:
        data = describe_head(form, unit, report, ctx.now)
        ctx.say("look", await head_buttons(ctx, request.report, unit, form, report), **data)
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


async def report_file(ctx: RequestContext, request: GetReportFile) -> None:
    """The report as a file, as it stands."""
    _, report, form = await ctx.report(Permission.READ, request.report)
    await ctx.tx.submissions.mark_used(
        request.report, report.approved or report.version, ctx.member, ctx.now
    )
    await give_report(ctx, request.report, form, report, request.what)


async def looked_at(ctx: RequestContext, compared: FileComparison) -> None:
    """What a file of somebody's report turned out to be."""
    await ctx.unit_with(Permission.READ, compared.report)
    ctx.replies.append(describe_comparison(compared))


async def show_changes(ctx: RequestContext, request: ShowChanges) -> None:
    """What differs between the last submission and the one before it."""
    unit, report, form = await ctx.report(Permission.READ, request.report)
    found = await ctx.tx.submissions.list_of(request.report)
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


async def _refuse_own(ctx: RequestContext, number: int, unit: Unit) -> None:
    """RequestRejectedError with those who may, when another is to look at what the member filed."""
    if await is_for_another(ctx.tx, ctx.member, number, unit.id):
        others = await reviewers_of(ctx.tx, unit.id, but=ctx.member)
        names = sorted({one.name for one in others})
        raise RequestRejectedError("approve.own", unit=unit.short_name, names=names[:MOST])


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
    mine = (await ctx.tx.submissions.load(request.report, request.version)).member == ctx.member
    await _refuse_own(ctx, request.report, unit)
    await ctx.tx.submissions.move(
        ctx.audit_context(request.report), request.report, ReportState.APPROVED
    )
    await look_again_at(ctx, request.report)
    data = name_report(unit, report) | {"version": request.version}
    next_ = ((make_button("waiting", ShowWaiting(), count=0),),)
    ctx.say("approve.done", next_, **data, alone=mine)
    people = await people_of(ctx.tx, unit.id, Role.OFFICER, Role.REVIEWER)
    ctx.tell_all(people, "notice.approved", **data)
    await _tell_users(ctx, request.report, unit, report)


async def _tell_users(ctx: RequestContext, number: int, unit: Unit, report: Report) -> None:
    """Tell whoever worked with an earlier version that there is a new one in force."""
    told = {notice.to for notice in ctx.notices}
    changes = make_button("changes", ShowChanges(report=number))
    data = name_report(unit, report) | {"version": report.version}
    for member in await ctx.tx.submissions.users_before(number, report.version):
        if member not in told:
            ctx.tell(member, "notice.corrected", (changes,), **data)


async def look_again_at(ctx: RequestContext, number: int) -> None:
    """Everybody who is reminded of this report is reckoned with anew."""
    unit = await ctx.tx.duties.unit_of(number)
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
