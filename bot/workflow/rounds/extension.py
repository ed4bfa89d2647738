"""A later due day for one report."""

from __future__ import annotations

from datetime import date, timedelta

from bot.workflow.context import RequestContext, RequestRejectedError
from conversations.calendar.dates import local_day, print_weekday
from conversations.reports.model import Report
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.units import Unit

SHORTEST_REASON = 2  # characters: `lũ`
LONGEST_REASON = 500


def later_day(ctx: RequestContext, report: Report, days: int) -> date:
    """So many days behind the due day, or today when that has gone by; the working day behind it
    where nobody works then."""
    today = local_day(ctx.now)
    start = max(today, local_day(report.due)) if report.due else today
    return ctx.catalogs.calendars.days.next_working(start + timedelta(days=days))


async def extend_report(
    tx: Transaction, context: AuditContext, unit: Unit, report: Report, day: date, reason: str
) -> None:
    """Give the report that the `context` is about a later due day. RequestRejectedError as of
    `check_extension`."""
    assert context.report is not None  # noqa: S101 - it is about a report
    await check_extension(tx, context.report, unit, report, day, reason)
    await tx.rounds.extend(context, context.report, day, reason[:LONGEST_REASON])


async def check_extension(
    tx: Transaction, number: int, unit: Unit, report: Report, day: date, reason: str
) -> None:
    """RequestRejectedError when the report is handed in, when the day is none, or when the reason
    is too short."""
    if report.filed:
        raise RequestRejectedError("extend.filed", unit=unit.short_name, period=report.period_name)
    least = await least_due(tx, number, unit, report)
    if least is not None and day <= least:
        said = {"day": print_weekday(day), "due": print_weekday(least), "to": day, "least": least}
        raise RequestRejectedError("extend.sooner", unit=unit.short_name, **said)
    if len(reason) < SHORTEST_REASON:
        raise RequestRejectedError("extend.reason", day=print_weekday(day), reason=reason)


async def least_due(tx: Transaction, number: int, unit: Unit, report: Report) -> date | None:
    """The day that an extension must lie behind: the due day that the unit would have without
    any. So a day that was typed wrong can be mended."""
    if report.due is None:
        return None
    due = (await tx.rounds.of_report(number)).due
    own = due.get(unit.kind or "", due.get("", local_day(report.due)))
    return min(own, local_day(report.due))
