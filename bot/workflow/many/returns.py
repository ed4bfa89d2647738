"""The same rows sent back in many reports at once, each with its reason."""

from __future__ import annotations

from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.many.selection import SelectedReports
from bot.workflow.many.sorted_reports import (
    SortedReports,
    describe_result,
    is_sure,
    refuse_locked,
    say_result,
)
from bot.workflow.review.return_rows import describe_rows, settle_return
from conversations.reports.model import ReportState
from conversations.workflow.many_requests import ActOnMany
from conversations.workflow.permissions import Permission
from storage.workflow.boards import BoardRow

MOST_RETURNED = 100  # reports at once: each is written and told by itself


async def return_rows_of_many(
    ctx: RequestContext, request: ActOnMany, found: SelectedReports
) -> None:
    """Only in reports that wait for a decision; of what was decided each has its own return."""
    refuse_locked(found)
    form = ctx.form_of(found.round)
    rows = {key: why for key, why in request.rows.items() if key in form.by_key}
    if not rows:
        raise RequestRejectedError("many.rows", period=found.round.period_name)
    result = SortedReports()
    for row in found.rows:
        result.add(row, _not_returned(row, len(result.done)))
    data = describe_result(request, found, result)
    data["rows"] = describe_rows(form, rows)
    if not await is_sure(ctx, request, result, data):
        return
    for row in result.done:
        unit, report, own = await ctx.report(Permission.RETURN, row.report)
        kept = {key: why for key, why in rows.items() if key in own.by_key}
        if kept:
            await settle_return(ctx, row.report, kept, unit, report, own)
    say_result(ctx, result, data)


def _not_returned(row: BoardRow, count: int) -> str | None:
    if row.state == ReportState.APPROVED:
        return "approved"
    if row.state != ReportState.SUBMITTED:
        return "not_filed"
    if row.locked_at is not None:
        return "locked"
    return "too_many" if count >= MOST_RETURNED else None
