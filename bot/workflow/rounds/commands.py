"""Opening rounds, moving due dates, closing and opening reports."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial

from bot.workflow.context import (
    Buttons,
    DeniedError,
    RequestContext,
    RequestRejectedError,
    name_report,
    people_of,
    shorten_list,
)
from bot.workflow.form_lookup import pick_form, read_words
from bot.workflow.interaction.choices import choose_request
from bot.workflow.interaction.confirmation import confirm_request, offer_others
from bot.workflow.lookup import find_report, is_locked, is_open, is_unlocked
from bot.workflow.many.acts import act_on_many
from bot.workflow.reachability import announce_reports
from bot.workflow.round_lookup import find_round, named_round
from bot.workflow.rounds.days_off import ask_day_off
from bot.workflow.rounds.extension import (
    LONGEST_REASON,
    SHORTEST_REASON,
    check_extension,
    extend_report,
    later_day,
    least_due,
)
from bot.workflow.rounds.parser import RoundSpec, read_opening
from bot.workflow.rounds.preview import open_as_planned
from bot.workflow.rounds.round_plan import check_plan, draw_plan, name_opened, owing_units
from conversations.calendar.dates import leading_day, local_day, print_weekday, read_day
from conversations.calendar.periods import Period
from conversations.commands.more_time import read_more_time
from conversations.commands.prompt_words import BECAUSE, strip_prompt
from conversations.commands.spec import MAX_REASONED
from conversations.dialog.prompts.keyboard import make_button
from conversations.reports.lifecycle import EDITABLE
from conversations.reports.model import Report, ReportState
from conversations.speech.consent import read_consent
from conversations.text.normalize import shorten_text
from conversations.workflow.many_requests import ActOnMany, ManyAct, ReportSelection
from conversations.workflow.pending_input import ExtensionInput
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.review_requests import Extend, Lock
from conversations.workflow.round_requests import OpenRound
from storage.workflow.rounds import Round
from storage.workflow.units import Unit

MOST = 6  # units that are named
_TO = re.compile(
    r"^(?:(?:đến|den|tới|toi|sang|thành|thanh)\s+)?(?:(?:ngày|ngay|hết|het)\s+)*", re.IGNORECASE
)
_FOR_WHOM = re.compile(r"^\s*cho\s+", re.IGNORECASE)
_LONGER = re.compile(
    r"\s(?P<more>(?:thêm|them)\s+\S+\s*(?:ngày|ngay|hôm|hom|bữa|bua|tuần|tuan)\b.*)"
)
_SPLIT = re.compile(rf"\s*(?::|,|;|\s-\s|\b{BECAUSE}(?=\s|:)|\n)\s*", re.IGNORECASE)
_BECAUSE = re.compile(rf"^{BECAUSE}[\s:]+", re.IGNORECASE)


async def typed_open(ctx: RequestContext, argument: str) -> None:
    """`mở đợt quý I/2026 [hạn 20/3] [cho xã, phường]`: shows what would be opened."""
    roots = ctx.units_of(Role.COORDINATOR)
    if not roots:
        raise DeniedError
    found = read_opening(ctx.catalogs, argument, ctx.now, partial(pick_form, ctx))
    if isinstance(found, str):
        raise RequestRejectedError(f"round.{found}", said=argument[:80])
    if len(found.named) > 1:
        await _check_kinds(ctx, roots, found)
    units = [await ctx.tx.units.find(root) for root in roots]
    choices = [(_request(unit.id, found), {"unit": unit.short_name}) for unit in units]
    where = "round.where"
    period = await name_opened(ctx.tx, found)
    await choose_request(ctx, preview_round, choices, where, where, MOST, period=period)


async def _check_kinds(ctx: RequestContext, roots: list[int], found: RoundSpec) -> None:
    """RequestRejectedError when several kinds are named, and others are there beside them."""
    owing = [one for root in roots for one in await owing_units(ctx.tx, root, None)]
    name = ctx.catalogs.calendars.kind_name
    others = sorted(
        {name(one.kind) or one.short_name for one in owing if one.kind not in found.named}
    )
    if others:
        named = sorted(map(name, found.named))
        raise RequestRejectedError("round.kinds", named=named, others=others[:MOST])


def _request(root: int, found: RoundSpec) -> OpenRound:
    return OpenRound(
        unit=root,
        form=found.form.key,
        name=found.period.name,
        start=found.period.start,
        end=found.period.end,
        due=found.due,
        kind=found.kind,
        said=found.said,
    )


async def preview_round(ctx: RequestContext, request: OpenRound) -> None:
    """Show what would be opened; open it once the member is sure."""
    await ctx.check(Permission.OPEN_ROUND, request.unit)
    form = ctx.catalogs.catalog.forms.get(request.form)
    if form is None:
        raise RequestRejectedError("round.form", said=request.form)
    period = Period(name=request.name, start=request.start, end=request.end)
    root = await ctx.tx.units.find(request.unit)
    several = len(ctx.catalogs.catalog.forms) > 1
    opened = RoundSpec(form, period, request.due, request.kind, request.said, several=several)
    plan = await draw_plan(ctx.tx, root, opened)
    if plan.joins is not None and not plan.is_new and request.said:
        await _move_due(ctx, request, plan.joins)
        return
    await check_plan(ctx.tx, root, opened, plan)
    if request.said and not request.kept and not request.sure:
        earliest = ctx.catalogs.calendars.days.shift(max(period.end, local_day(ctx.now)), 1)
        if await ask_day_off(ctx, request, request.due, earliest):
            return
    await open_as_planned(ctx, request, root, opened, plan)


async def _move_due(ctx: RequestContext, request: OpenRound, of: Round) -> None:
    """A due day that is said of a round that is open already is meant for its units: it is never
    dropped."""
    if len(request.due) > 1:
        calendars = ctx.catalogs.calendars
        dues = [
            {"kind": calendars.kind_name(kind), "day": print_weekday(day)}
            for kind, day in request.due.items()
            if of.due.get(kind) != day
        ]
        raise RequestRejectedError("round.new_due", period=of.period_name, dues=dues)
    kinds = (request.kind,) if request.kind else ()
    which = ReportSelection(round=of.id, under=request.unit, kinds=kinds)
    until = next(iter(request.due.values()))
    ctx.say("round.open_already", period=of.period_name)
    await act_on_many(ctx, ActOnMany(act=ManyAct.EXTEND, which=which, until=until))


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


async def lock_reports(ctx: RequestContext, request: Lock) -> None:
    """Close a report, or a whole round, to changes; or open it again."""
    if request.report is not None:
        await _lock_report(ctx, request, request.report)
    elif request.round is not None:
        await _lock_round(ctx, request)
    else:
        raise DeniedError


async def _lock_report(ctx: RequestContext, request: Lock, number: int) -> None:
    unit, report, _ = await ctx.report(Permission.LOCK, number)
    locked = request.locked
    data = name_report(unit, report) | {"locked": locked}
    of = await ctx.tx.rounds.of_report(number)
    if of.locked:
        way: Buttons = ()
        if of.unit is not None and await ctx.may(Permission.LOCK, of.unit):
            way = ((make_button("unlock.round", Lock(round=of.id, locked=False)),),)
        raise RequestRejectedError("lock.whole_round", way, **data)
    if report.closed == locked:
        raise RequestRejectedError("lock.already", **data)
    button = "lock.one" if locked else "unlock.one"
    asked = data | {"units": 1, "missing": 0}
    if not await confirm_request(ctx, request, "lock.ask", button, asked):
        return
    await ctx.tx.rounds.lock_report(ctx.audit_context(number), number, locked=locked)
    ctx.say("lock.done", **data, still=0, away=[], more=0)
    persons = await people_of(ctx.tx, unit.id, Role.OFFICER)
    ctx.tell_all(persons, "notice.locked", **data)
    await ctx.look_again([one.id for one in persons])


async def _lock_round(ctx: RequestContext, request: Lock) -> None:
    """Ask whether the member is sure; then close the round, or open it."""
    assert request.round is not None  # noqa: S101 - it is about a round
    number, locked = request.round, request.locked
    found, _ = await find_round(ctx, Permission.LOCK, number)
    if found.unit is None:
        raise DeniedError
    await ctx.check(Permission.LOCK, found.unit)
    data = {"unit": "", "period": found.period_name, "locked": locked}
    if found.locked == locked:
        raise RequestRejectedError("lock.already", **data)
    rows = await ctx.tx.boards.list_rows(number, found.unit)
    button = "lock.sure" if locked else "unlock.sure"
    missing = sum(row.state == ReportState.DRAFT for row in rows)
    asked = data | {"units": len(rows), "missing": missing}
    if not await confirm_request(ctx, request, "lock.ask", button, asked):
        return
    await ctx.tx.rounds.lock(ctx.audit_context(), number, locked=locked)
    alone = {row.unit for row in rows if row.locked_at is not None}
    # Who has handed in has nothing to change and is spared.
    spared = {row.unit for row in rows if row.state not in EDITABLE} | alone
    reports = {row.unit: row.report for row in rows if row.unit not in spared}
    officers, reached = await announce_reports(ctx, "notice.locked", reports, brief=False)
    await ctx.look_again([one.id for one in officers])
    silent = {one.unit for one in officers} - {one.unit for one in reached}
    away, more = shorten_list([row.short_name for row in rows if row.unit in silent], MOST)
    ctx.say("lock.done", **data, still=0 if locked else len(alone), away=away, more=more)


async def typed_lock_round(ctx: RequestContext, argument: str, *, locked: bool = True) -> None:
    """A whole round: of the period that is named, or of the newest that can be locked."""

    def lock(found: Round, _: int) -> Lock:
        return Lock(round=found.id, locked=locked)

    found, top, _ = await named_round(ctx, Permission.LOCK, argument, locked=not locked, to=lock)
    await lock_reports(ctx, lock(found, top))


async def typed_lock(ctx: RequestContext, argument: str, *, locked: bool) -> None:
    """`khóa sổ STC`: the report of one unit; `khóa sổ quý I/2026`: a whole round."""
    if not argument.strip():
        raise RequestRejectedError("lock.how", locked=locked)
    named = read_words(ctx, argument)
    if not named.is_any and not named.rest:
        await typed_lock_round(ctx, argument, locked=locked)
        return
    number = await find_report(ctx, Permission.LOCK, argument, is_unlocked if locked else is_locked)
    await lock_reports(ctx, Lock(report=number, locked=locked))
