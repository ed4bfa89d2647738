"""An officer asks for a later due day; the coordinator gives it with one tap."""

from __future__ import annotations

from datetime import date

from bot.workflow.assignments import at_hand
from bot.workflow.context import RequestContext, RequestRejectedError, name_report, people_above
from bot.workflow.rounds.extension import later_day
from conversations.calendar.dates import local_day, print_day, print_weekday, read_day
from conversations.commands.more_time import MoreTime, read_more_time
from conversations.dialog.prompts.keyboard import make_button
from conversations.reports.model import Report
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.review_requests import Extend, RefuseExtension

MOST = 3  # coordinators who are named
WITHOUT_WHY = "cán bộ xin thêm thời gian"


async def typed_more_time(ctx: RequestContext, argument: str) -> None:
    """`xin thêm 3 ngày`, `xin gia hạn đến 25/12 vì chờ số`."""
    number = await at_hand(ctx, Permission.MORE_TIME)
    unit, report, _ = await ctx.report(Permission.MORE_TIME, number)
    about = name_report(unit, report)
    due = print_weekday(local_day(report.due)) if report.due else ""
    if report.filed:
        raise RequestRejectedError("extend.filed", **about)
    if report.closed:
        raise RequestRejectedError("more_time.closed", **about)
    asked = read_more_time(argument) or read_more_time(f"xin gia hạn {argument}") or MoreTime()
    day = _day(ctx, report, asked)
    if day is None:
        raise RequestRejectedError("more_time.how", **about, due=due, said=asked.day)
    if report.due is not None and day <= local_day(report.due):
        raise RequestRejectedError(
            "extend.sooner", unit=unit.short_name, day=print_day(day), due=due
        )
    await _ask(ctx, number, asked, day, about | {"due": due})


def _day(ctx: RequestContext, report: Report, asked: MoreTime) -> date | None:
    """The day that is asked for; the working day behind it, when it was counted."""
    if asked.day:
        return read_day(asked.day, ctx.now)
    if asked.days is None:
        return None
    return later_day(ctx, report, asked.days)


async def _ask(
    ctx: RequestContext, number: int, asked: MoreTime, day: date, about: dict[str, str]
) -> None:
    unit = await ctx.tx.duties.unit_of(number)
    above = await people_above(ctx.tx, unit, Role.COORDINATOR)
    nearest = [one for one in above if one.unit == above[0].unit]
    if not nearest:
        raise RequestRejectedError("more_time.nobody", **about)
    name = (await ctx.tx.roles.names_of([ctx.member])).get(ctx.member, "")
    data = about | {"until": print_weekday(day), "why": asked.why, "name": name}
    grant = Extend(report=number, day=day, reason=asked.why or WITHOUT_WHY, sure=True)
    refuse = RefuseExtension(report=number, member=ctx.member)
    row = (
        make_button("extend.grant", grant, day=f"{day:%d/%m}"),
        make_button("extend.refuse", refuse),
    )
    ctx.tell_all(nearest, "notice.more_time", row, **data)
    names = [*dict.fromkeys(one.name for one in nearest)][:MOST]
    ctx.say("more_time.sent", **data, names=names)


async def refuse_extension(ctx: RequestContext, request: RefuseExtension) -> None:
    """The due day stays, and who asked hears so."""
    unit, report, _ = await ctx.report(Permission.EXTEND, request.report)
    due = print_weekday(local_day(report.due)) if report.due else ""
    data = name_report(unit, report) | {"due": due}
    ctx.tell(request.member, "notice.more_time_refused", **data)
    ctx.say("more_time.refused", **data)
