"""Later due days of reports, asked for with a reason."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.workflow.context import RequestContext, RequestRejectedError, name_report, people_of
from bot.workflow.interaction.confirmation import confirm_request, offer_others
from bot.workflow.lookup import find_report, is_open
from bot.workflow.rounds.days_off import ask_day_off
from bot.workflow.rounds.extension import (
    LONGEST_REASON,
    SHORTEST_REASON,
    check_extension,
    extend_report,
    later_day,
    least_due,
)
from conversations.calendar.dates import leading_day, local_day, print_weekday, read_day
from conversations.commands.more_time import read_more_time
from conversations.commands.prompt_words import BECAUSE, strip_prompt
from conversations.commands.spec import MAX_REASONED
from conversations.reports.model import Report
from conversations.speech.consent import read_consent
from conversations.text.normalize import shorten_text
from conversations.workflow.pending_input import ExtensionInput
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.review_requests import Extend
from storage.workflow.units import Unit

_TO = re.compile(
    r"^(?:(?:đến|den|tới|toi|sang|thành|thanh)\s+)?(?:(?:ngày|ngay|hết|het)\s+)*", re.IGNORECASE
)
_FOR_WHOM = re.compile(r"^\s*cho\s+", re.IGNORECASE)
_LONGER = re.compile(
    r"\s(?P<more>(?:thêm|them)\s+\S+\s*(?:ngày|ngay|hôm|hom|bữa|bua|tuần|tuan)\b.*)"
)
_SPLIT = re.compile(rf"\s*(?::|,|;|\s-\s|\b{BECAUSE}(?=\s|:)|\n)\s*", re.IGNORECASE)
_BECAUSE = re.compile(rf"^{BECAUSE}[\s:]+", re.IGNORECASE)


async def extend_due(ctx: RequestContext, request: Extend) -> None:
    """Give a later due date, with its reason; ask for what is missing."""
    unit, report, _ = await ctx.report(Permission.EXTEND, request.report)
    if report.filed:
        raise RequestRejectedError("extend.filed", **name_report(unit, report))
    if request.day is None or len(request.reason) < SHORTEST_REASON:
        await ctx.expect_input(ExtensionInput(report=request.report))
        due = print_weekday(report.due) if report.due else ""
        ctx.say("extend.how", offer_others(ctx, request), **name_report(unit, report), due=due)
        return
    if request.sure and report.due is not None and local_day(report.due) == request.day:
        about = name_report(unit, report)
        raise RequestRejectedError("extend.same", **about, due=print_weekday(request.day))
    if (ctx.also or ctx.older) and not await _is_this_one(ctx, request, unit, report):
        return
    day, reason = request.day, request.reason[:LONGEST_REASON]
    context = ctx.audit_context(request.report)
    await check_extension(ctx.tx, request.report, unit, report, day, reason)
    least = await least_due(ctx.tx, request.report, unit, report) or local_day(ctx.now)
    earliest = max(local_day(ctx.now), least + timedelta(days=1))
    if not request.kept and await ask_day_off(ctx, request, {"": day}, earliest):
        return
    await extend_report(ctx.tx, context, unit, report, day, reason)
    await ctx.expect_input(None)
    days = ctx.catalogs.calendars.days
    working = print_weekday(days.next_working(day)) if not days.is_working(day) else ""
    sooner = report.due is not None and day < local_day(report.due)
    about = name_report(unit, report)
    data = about | {"due": print_weekday(day), "reason": reason, "sooner": sooner}
    ctx.say("extend.done", **data, working=working, closed=report.closed)
    persons = await people_of(ctx.tx, unit.id, Role.OFFICER, Role.REVIEWER)
    ctx.tell_all(persons, "notice.extended", **data)
    await ctx.look_again([one.id for one in persons])


async def _is_this_one(ctx: RequestContext, request: Extend, unit: Unit, report: Report) -> bool:
    """Whether the member is sure which of several reports they mean."""
    assert request.day is not None  # noqa: S101 - it was read
    data = name_report(unit, report) | {"due": print_weekday(request.day), "reason": request.reason}
    data["older"] = not ctx.also
    return await confirm_request(ctx, request, "extend.ask", "extend.sure", data)


async def take_day(ctx: RequestContext, asked: ExtensionInput, text: str) -> None:
    """`25/3: mất điện` as it was typed."""
    if (size := len(text)) > MAX_REASONED:
        said = shorten_text(text)
        raise RequestRejectedError("command.too_long", read=said, length=size, limit=MAX_REASONED)
    day, reason = read_extension(text, ctx)
    if day is None and asked.day is not None:
        day, reason = asked.day, strip_prompt(text.strip(), reason=True)
    if day is None:
        raise RequestRejectedError("extend.unclear", said=text[:80])
    if len(reason) < SHORTEST_REASON or read_consent(reason) is not None:
        await ctx.expect_input(ExtensionInput(report=asked.report, day=day))
        raise RequestRejectedError("extend.reason", day=print_weekday(day), reason=reason)
    await extend_due(ctx, Extend(report=asked.report, day=day, reason=reason))


def read_extension(text: str, ctx: RequestContext) -> tuple[date | None, str]:
    """The day and the reason behind it, after a colon or just after the day."""
    said = _TO.sub("", text.strip())
    head, *rest = _SPLIT.split(said, maxsplit=1)
    day = read_day(head, ctx.now)
    if day is None and (found := leading_day(said, ctx.now)) is not None:
        return found[0], _bare_reason(found[1])
    return day, _bare_reason(rest[0]) if rest else ""


def _bare_reason(text: str) -> str:
    """The reason without the words that lead to it."""
    return strip_prompt(_BECAUSE.sub("", text.strip(" :,;-–")), reason=True)


async def typed_extend(ctx: RequestContext, argument: str) -> None:
    """`gia hạn STC`, or `gia hạn STC đến 25/3: mất điện`, `gia hạn STC thêm 3 ngày: mất điện`."""
    argument = _FOR_WHOM.sub("", argument)
    if (longer := _LONGER.search(argument)) is not None:
        await _extend_by(ctx, argument[: longer.start()], longer)
        return
    words, found, rest = (
        argument,
        re.search(r"\s(?:đến|den|tới|toi|sang|thành|thanh)\s", argument),
        "",
    )
    if found:
        words, rest = argument[: found.start()], argument[found.end() :]
    number = await find_report(ctx, Permission.EXTEND, words, is_open)
    if rest.strip():
        await ctx.report(Permission.EXTEND, number)
        await take_day(ctx, ExtensionInput(report=number), rest)
    else:
        await extend_due(ctx, Extend(report=number))


async def _extend_by(ctx: RequestContext, words: str, longer: re.Match[str]) -> None:
    """So many days more than the report has; none of them counts that nobody works on at the
    end."""
    number = await find_report(ctx, Permission.EXTEND, words, is_open)
    _, report, _ = await ctx.report(Permission.EXTEND, number)
    asked = read_more_time(f"xin {longer['more']}")
    if asked is None or asked.days is None:
        raise RequestRejectedError("extend.unclear", said=longer["more"][:80])
    day = later_day(ctx, report, asked.days)
    if len(asked.why) >= SHORTEST_REASON:
        await extend_due(ctx, Extend(report=number, day=day, reason=asked.why))
        return
    await ctx.expect_input(ExtensionInput(report=number, day=day))
    raise RequestRejectedError("extend.reason", day=print_weekday(day), reason=asked.why)
