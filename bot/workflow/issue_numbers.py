"""The number and day under which a report is issued."""

from __future__ import annotations

import re
from datetime import date

from bot.workflow.assignments import at_hand
from bot.workflow.context import RequestContext, RequestRejectedError, name_report
from bot.workflow.report_files import give_report
from conversations.calendar.dates import local_day, print_day, same_days
from conversations.forms.model import Form
from conversations.protocol.messages import SendFile
from conversations.reports.file_request import FileRequest
from conversations.reports.model import LetterReference, Report
from conversations.workflow.permissions import Permission

_NUMBER = re.compile(
    r"(?P<number>[\w./-]{1,40}?)?\s*,?\s*(?:\b(?:k[yý]\s+)?)(?P<day>(?:ng[aà]y|h[oô]m)\s+\S.*)",
    re.IGNORECASE,
)


async def typed_issue(ctx: RequestContext, argument: str) -> None:
    """`ban hành số 45/BC-SNV ngày 20/3/2026`: entered once it is issued."""
    number = await at_hand(ctx, Permission.ISSUE, filed=True)
    unit, report, form = await ctx.report(Permission.ISSUE, number)
    today = local_day(ctx.now)
    found = read_issue(argument, report, today)
    if found is None:
        raise RequestRejectedError("issue.how", said=argument[:80])
    name, day = found
    start = report.period.start
    if not start <= day <= today:
        days = {"day": print_day(day), "start": print_day(start), "today": print_day(today)}
        raise RequestRejectedError("issue.day", **days)
    issue = LetterReference(number=name or None, day=day.day, month=day.month, year=day.year)
    await ctx.tx.rounds.set_issue(ctx.audit_context(number), number, issue)
    about = name_report(unit, report)
    ctx.say("issue.done", **about, number=name, day=print_day(day), filed=report.filed)
    if report.filed:
        await _hand_out(ctx, number, form)


async def _hand_out(ctx: RequestContext, number: int, form: Form) -> None:
    """The appendix with its number: as the member's own, or of the report of their unit."""
    if number == ctx.current:
        ctx.replies.append(SendFile(final=True))
        return
    report = await ctx.tx.reports.load(number)
    await give_report(ctx, number, form, report, FileRequest())


def read_issue(text: str, report: Report, today: date) -> tuple[str, date] | None:
    """Number and date of the covering report; without a year the last such day until today,
    but none before the period."""
    match = _NUMBER.fullmatch(text.strip().removeprefix("số ").removeprefix("so ").strip())
    if match is None:
        return None
    days = same_days(match["day"], today)
    fitting = [day for day in days if report.period.start <= day <= today]
    return (match["number"] or "", (fitting or days)[0]) if days else None
