"""Approving, extending, locking many reports at once: shown first, and told unit by unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.many.returns import return_rows_of_many
from bot.workflow.many.selection import SelectedReports, find_selected, odd_reports
from bot.workflow.many.sorted_reports import (
    MOST,
    SortedReports,
    describe_result,
    is_sure,
    refuse_locked,
    say_result,
)
from bot.workflow.reachability import announce_reports
from bot.workflow.review.approval import settle_approval
from bot.workflow.reviewers import is_for_another
from bot.workflow.rounds.days_off import ask_day_off
from bot.workflow.rounds.extension import LONGEST_REASON, SHORTEST_REASON
from conversations.calendar.dates import local_day, print_weekday
from conversations.reports.lifecycle import FILED
from conversations.reports.model import ReportState
from conversations.workflow.many_requests import ActOnMany, ManyAct
from conversations.workflow.pending_input import ManyInput
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.request_bases import BoardFilter
from conversations.workflow.review_requests import Approve
from storage.workflow.boards import BoardRow
from storage.workflow.rounds import Round

MOST_APPROVED = 100  # reports that are approved at once: each is looked into first
RIGHTS: Mapping[ManyAct, Permission] = {
    ManyAct.APPROVE: Permission.APPROVE,
    ManyAct.EXTEND: Permission.EXTEND,
    ManyAct.RETURN: Permission.RETURN,
    ManyAct.LOCK: Permission.LOCK,
    ManyAct.UNLOCK: Permission.LOCK,
}


async def act_on_many(ctx: RequestContext, request: ActOnMany) -> None:
    """Show to whom it would be done; do it once the member is sure."""
    found = await find_selected(ctx, RIGHTS[request.act], request.which)
    if not found.rows:
        raise RequestRejectedError("many.nobody", period=found.round.period_name)
    await _ACTS[request.act](ctx, request, found)


async def _extend(ctx: RequestContext, request: ActOnMany, found: SelectedReports) -> None:
    refuse_locked(found)
    period = found.round.period_name
    if (request.until is None and not request.more) or len(request.reason) < SHORTEST_REASON:
        await ctx.expect_input(ManyInput(request=request))
        until = print_weekday(request.until) if request.until else ""
        due = _dues([row for row in found.rows if row.state not in FILED])
        ctx.say(
            "many.extend_how",
            period=period,
            units=len(found.rows),
            until=until,
            days=request.more,
            due=due,
        )
        return
    days = {row.report: _later(ctx, request, row) for row in found.rows}
    if request.until is not None and not request.kept:
        earliest = max(local_day(ctx.now), _soonest(found.rows) + timedelta(days=1))
        if await ask_day_off(ctx, request, {"": request.until}, earliest):
            return
    result = SortedReports()
    for row in found.rows:
        result.add(row, _not_extended(row, days[row.report]))
    data = describe_result(request, found, result) | {"day": _days_told(result.done, days)}
    if not await is_sure(ctx, request, result, data):
        return
    reason = request.reason[:LONGEST_REASON]
    context = ctx.audit_context()
    await ctx.tx.report_batches.extend(context, result.done, days, reason)
    await _move_round(ctx, request, found.round)
    await _tell(ctx, "notice.due", result.done, reason)
    say_result(ctx, result, data)


async def _move_round(ctx: RequestContext, request: ActOnMany, of: Round) -> None:
    """What holds for all units of a round, or of a kind, is the round's own due day from now on:
    the board shows it, and units that are added get it."""
    which = request.which
    if which.units or which.but or which.clean or which.show is not BoardFilter.ALL:
        return
    if of.unit is None or which.under != of.unit:
        return
    due = {kind: _moved(ctx, request, day) for kind, day in of.due.items()}
    if which.kinds:
        default = of.due.get("")
        kinds = {kind: of.due.get(kind, default) for kind in which.kinds}
        moved = {kind: _moved(ctx, request, day) for kind, day in kinds.items() if day}
        due = {**of.due, **moved}
    await ctx.tx.rounds.set_due(ctx.audit_context(), of, due)


def _moved(ctx: RequestContext, request: ActOnMany, day: date) -> date:
    until = request.until
    if until is None:
        until = ctx.catalogs.calendars.days.next_working(day + timedelta(days=request.more))
    return max(day, until)


def _later(ctx: RequestContext, request: ActOnMany, row: BoardRow) -> date:
    due = local_day(row.due_at) if row.due_at else local_day(ctx.now)
    return request.until or _moved(ctx, request, due)


def _soonest(rows: Sequence[BoardRow]) -> date:
    return min((local_day(row.due_at) for row in rows if row.due_at), default=date.min)


def _not_extended(row: BoardRow, day: date) -> str | None:
    if row.state in FILED:
        return "filed"
    if row.due_at is not None and day <= local_day(row.due_at):
        return "sooner"
    return None


def _dues(rows: Sequence[BoardRow]) -> list[str]:
    days = sorted({local_day(row.due_at) for row in rows if row.due_at is not None})
    return [print_weekday(day) for day in days]


def _days_told(rows: Sequence[BoardRow], days: Mapping[int, date]) -> str:
    told = [print_weekday(day) for day in sorted({days[row.report] for row in rows})]
    return "; ".join(told[:MOST])


async def _lock(ctx: RequestContext, request: ActOnMany, found: SelectedReports) -> None:
    locked = request.act is ManyAct.LOCK
    refuse_locked(found)
    result = SortedReports()
    for row in found.rows:
        same = (row.locked_at is not None) == locked
        result.add(row, ("locked" if locked else "unlocked") if same else None)
    data = describe_result(request, found, result)
    if not await is_sure(ctx, request, result, data):
        return
    numbers = [row.report for row in result.done]
    await ctx.tx.report_batches.lock(ctx.audit_context(), numbers, locked=locked)
    await _tell(ctx, "notice.locked", [row for row in result.done if row.state not in FILED])
    say_result(ctx, result, data)


async def _approve(ctx: RequestContext, request: ActOnMany, found: SelectedReports) -> None:
    """Only the versions that were looked at: what came in meanwhile waits."""
    refuse_locked(found)
    result = SortedReports()
    for row in found.rows:
        result.add(row, await _not_approved(ctx, request, row, len(result.done)))
    odd = await odd_reports(ctx, found.round, result.done)
    data = describe_result(request, found, result)
    data["odd"] = [
        {"unit": row.short_name, "count": odd[row.report]}
        for row in result.done
        if row.report in odd
    ][:MOST]
    data["odd_count"] = len(odd)
    versions = {row.report: row.version for row in result.done}
    if not await is_sure(ctx, request.model_copy(update={"versions": versions}), result, data):
        return
    for row in result.done:
        unit, report, _ = await ctx.report(Permission.APPROVE, row.report)
        await settle_approval(ctx, Approve(report=row.report, version=row.version), unit, report)
    say_result(ctx, result, data)


async def _not_approved(
    ctx: RequestContext, request: ActOnMany, row: BoardRow, count: int
) -> str | None:
    if row.state == ReportState.APPROVED:
        return "approved"
    if row.state != ReportState.SUBMITTED:
        return "not_filed"
    if request.versions and request.versions.get(row.report) != row.version:
        return "changed"
    if await is_for_another(ctx.tx, ctx.member, row.report, row.unit):
        return "own"
    return "too_many" if count >= MOST_APPROVED else None


async def _tell(ctx: RequestContext, code: str, rows: Sequence[BoardRow], text: str = "") -> None:
    reports = {row.unit: row.report for row in rows}
    officers, _ = await announce_reports(ctx, code, reports, brief=False, text=text)
    reviewers = await ctx.tx.roles.people_of([*reports], Role.REVIEWER)
    await ctx.look_again([one.id for one in (*officers, *reviewers)])


_Act = Callable[[RequestContext, ActOnMany, SelectedReports], Any]
_ACTS: Mapping[ManyAct, _Act] = {
    ManyAct.APPROVE: _approve,
    ManyAct.EXTEND: _extend,
    ManyAct.RETURN: return_rows_of_many,
    ManyAct.LOCK: _lock,
    ManyAct.UNLOCK: _lock,
}
