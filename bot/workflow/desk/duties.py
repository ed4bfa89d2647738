"""What a member has to do, in all their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.workflow.context import RequestContext
from bot.workflow.desk.waiting_reports import find_waiting
from bot.workflow.home import due_reports
from conversations.workflow.permissions import Role
from conversations.workflow.report_status import asked_in_all, is_late
from storage.workflow.duties import DueReport

MOST_WAITING = 10  # reports to decide on that the first page tells


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """A report of a unit in a period: what it is, by when, and how far it is."""

    report: int
    unit: str
    period: str
    form: str
    state: str
    due: datetime | None
    late: bool
    filled: int
    total: int
    version: int


@dataclass(frozen=True, slots=True)
class DutyList:
    """Reports to fill, reports of others that the member was asked rows of, the first of those to
    decide on and how many these are, and whether they watch over units."""

    own: tuple[ReportDuty, ...]
    asked: tuple[ReportDuty, ...]
    waiting: tuple[ReportDuty, ...]
    waiting_count: int
    watches: bool


async def list_duties(ctx: RequestContext) -> DutyList:
    """All that the member has to do, the next due first."""
    own = [describe_duty(ctx, one) for one in await due_reports(ctx)]
    known = {one.report for one in own}
    asked = [
        await _duty_of(ctx, number)
        for number in await ctx.tx.assignments.reports_of(ctx.member)
        if number not in known
    ]
    if ctx.current is not None and not own and not asked:
        own = [await _duty_of(ctx, ctx.current)]  # a trial report has no round to find it by
    found, _ = await find_waiting(ctx)
    first = await ctx.tx.duties.of_reports([*found][:MOST_WAITING])
    waiting = [describe_duty(ctx, first[number]) for number in [*found][:MOST_WAITING]]
    watches = bool(ctx.units_of(Role.COORDINATOR, Role.ADMINISTRATOR))
    return DutyList(tuple(own), tuple(asked), tuple(waiting), len(found), watches)


def describe_duty(ctx: RequestContext, one: DueReport) -> ReportDuty:
    """What is told of a report that is owed."""
    form = ctx.catalogs.catalog.get(one.form_key, one.form_version)
    return ReportDuty(
        one.report,
        one.short_name,
        one.period_name,
        form.title,
        one.state,
        one.due_at,
        is_late(one.state, one.due_at, ctx.now),
        sum((one.filled or {}).values()),
        asked_in_all(form),
        one.version,
    )


async def _duty_of(ctx: RequestContext, number: int) -> ReportDuty:
    report = await ctx.tx.reports.load(number)
    form = ctx.form_of(report)
    total = form.asked_count
    filled = sum(report.answer(key).revision > 0 for key in form.order)
    return ReportDuty(
        number,
        report.unit.short_name,
        report.period_name,
        form.title,
        report.state.value,
        report.due,
        is_late(report.state, report.due, ctx.now),
        min(filled, total),
        total,
        report.version,
    )
