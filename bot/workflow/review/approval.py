"""Approving a report that was handed in, once it is confirmed; and taking that back for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.workflow.context import (
    RequestContext,
    RequestRejectedError,
    name_report,
    people_of,
    reviewers_of,
)
from bot.workflow.home import waiting_reports
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.lookup import find_report, is_waiting, look_buttons
from bot.workflow.review.notable import describe_notable
from bot.workflow.review.review import look_again_at, look_into
from bot.workflow.reviewers import is_for_another
from conversations.dialog.prompts.keyboard import make_button
from conversations.reports.model import Report, ReportState
from conversations.text.collation import person_key
from conversations.workflow.pending_input import LookInput
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_requests import LookInto, ShowChanges, ShowWaiting
from conversations.workflow.review_requests import Approve, UndoApproval
from storage.workflow.units import Unit

MOST = 8  # names, and reports that are offered
UNDO_LIFE = timedelta(minutes=10)


async def approve_version(ctx: RequestContext, request: Approve) -> None:
    """Approve the version that the member has seen, and no other, once they are sure."""
    unit, report, form = await ctx.report(Permission.APPROVE, request.report)
    if report.state is ReportState.APPROVED and report.approved == request.version:
        ctx.say("approve.already", **name_report(unit, report))
        return
    if report.state is not ReportState.SUBMITTED or report.version != request.version:
        raise RequestRejectedError(
            "approve.changed",
            ((make_button("look.head", LookInto(report=request.report)),),),
            **name_report(unit, report),
        )
    await _refuse_own(ctx, request.report, unit, report)
    data = name_report(unit, report) | {"version": request.version}
    found = describe_notable(form, report)
    blank = found["unanswered"]
    odd = found["odd"] - bool(blank)
    asked = data | {"odd": odd, "blank": blank}
    if await confirm_request(ctx, request, "approve.ask", "approve.sure", asked):
        await _approve(ctx, request, unit, report)


async def _approve(ctx: RequestContext, request: Approve, unit: Unit, report: Report) -> None:
    mine = (await ctx.tx.submissions.load(request.report, request.version)).member == ctx.member
    await settle_approval(ctx, request, unit, report)
    await ctx.expect_input(LookInput(report=request.report))
    data = name_report(unit, report) | {"version": request.version}
    undo = make_button("undo", UndoApproval(report=request.report, version=request.version))
    rows = ((undo, make_button("waiting", ShowWaiting(), count=0)),)
    minutes = int(UNDO_LIFE.total_seconds() // 60)
    ctx.say("approve.done", rows, **data, alone=mine, minutes=minutes)


async def settle_approval(
    ctx: RequestContext, request: Approve, unit: Unit, report: Report
) -> None:
    """The version counts from now on; tell whom it concerns."""
    await ctx.tx.submissions.move(
        ctx.audit_context(request.report), request.report, ReportState.APPROVED
    )
    await look_again_at(ctx, request.report)
    data = name_report(unit, report) | {"version": request.version}
    name = (await ctx.tx.roles.names_of([ctx.member])).get(ctx.member, "")
    people = await people_of(ctx.tx, unit.id, Role.OFFICER, Role.REVIEWER)
    ctx.tell_all(people, "notice.approved", **data, name=name)
    await _tell_users(ctx, request.report, unit, report)


async def _tell_users(ctx: RequestContext, number: int, unit: Unit, report: Report) -> None:
    """Tell whoever worked with an earlier version that there is a new one in force."""
    told = {notice.to for notice in ctx.notices}
    changes = make_button("changes", ShowChanges(report=number))
    newest = await ctx.tx.submissions.load(number, report.version)
    corrected = newest.reason is not None
    data = name_report(unit, report) | {"version": report.version, "corrected": corrected}
    for member in await ctx.tx.submissions.users_before(number, report.version):
        if member not in told:
            ctx.tell(member, "notice.corrected", (changes,), **data)


async def _refuse_own(ctx: RequestContext, number: int, unit: Unit, report: Report) -> None:
    """RequestRejectedError with those who may, when another is to look at what the member filed."""
    if await is_for_another(ctx.tx, ctx.member, number, unit.id):
        others = await reviewers_of(ctx.tx, unit.id, but=ctx.member)
        names = sorted({one.name for one in others}, key=person_key)
        about = name_report(unit, report)
        raise RequestRejectedError("approve.own", **about, names=names[:MOST])


async def undo_approval(ctx: RequestContext, request: UndoApproval) -> None:
    """Have the report wait for a decision again, as long as nobody has done more with it."""
    data = await take_approval_back(ctx, request)
    await ctx.expect_input(LookInput(report=request.report))
    look = make_button("look.head", LookInto(report=request.report))
    ctx.say("undo.done", ((look,),), **data)


async def take_approval_back(ctx: RequestContext, request: UndoApproval) -> dict[str, Any]:
    """The same, without a word to the member; what it is about. RequestRejectedError when it is
    too late."""
    unit, report, _ = await ctx.report(Permission.APPROVE, request.report)
    data = name_report(unit, report)
    if report.version != request.version or not await ctx.tx.decisions.undo_approval(
        ctx.audit_context(request.report), request.report, ctx.now - UNDO_LIFE
    ):
        minutes = int(UNDO_LIFE.total_seconds() // 60)
        raise RequestRejectedError("undo.gone", **data, minutes=minutes)
    await look_again_at(ctx, request.report)
    people = await people_of(ctx.tx, unit.id, Role.OFFICER, Role.REVIEWER)
    ctx.tell_all(people, "notice.undone", **data)
    told = {notice.to for notice in ctx.notices}
    for member in await ctx.tx.submissions.users_before(request.report, report.version):
        if member not in told:
            ctx.tell(member, "notice.undone", **data)
    return data


async def ask_if_waiting(ctx: RequestContext) -> bool:
    """Ask whether the report that the member looks into is approved, if it waits for them."""
    looked = await ctx.looked_into()
    if looked is None:
        return False
    report = await ctx.tx.reports.load(looked.report)
    unit = await ctx.tx.duties.unit_of(looked.report)
    if report.state is not ReportState.SUBMITTED or not await ctx.may(Permission.APPROVE, unit):
        return False
    await approve_version(ctx, Approve(report=looked.report, version=report.version))
    return True


async def find_waiting(ctx: RequestContext, right: Permission) -> int:
    """The report that the member looks into, or the only one that waits for their decision.
    RequestRejectedError when there is none or several."""
    looked = await ctx.looked_into()
    if looked is not None and await ctx.may(right, await ctx.tx.duties.unit_of(looked.report)):
        return looked.report
    found = await waiting_reports(ctx)
    if len(found) == 1:
        return found[0].report
    raise RequestRejectedError("review.which", look_buttons(found[:MOST]), count=len(found))


async def typed_approve(ctx: RequestContext, argument: str) -> None:
    """`duyệt STC`: the report is shown first; the button approves what was seen. Of one that the
    member has before them it is asked at once."""
    looked = await ctx.looked_into()
    if argument.strip():
        number = await find_report(ctx, Permission.APPROVE, argument, is_waiting)
    else:
        number = await find_waiting(ctx, Permission.APPROVE)
    unit, report, _ = await ctx.report(Permission.APPROVE, number)
    if report.state is ReportState.SUBMITTED:
        await _refuse_own(ctx, number, unit, report)
    if looked is not None and looked.report == number and report.state is ReportState.SUBMITTED:
        await approve_version(ctx, Approve(report=number, version=report.version))
    else:
        await look_into(ctx, LookInto(report=number))
