"""Opening rounds, moving due dates, closing and opening reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from bot.workflow.board.board import filter_reachable
from bot.workflow.context import (
    Buttons,
    DeniedError,
    RequestContext,
    RequestRejectedError,
    deferred_until,
    people_of,
)
from bot.workflow.home import board_button
from bot.workflow.lookup import find_report
from bot.workflow.round_lookup import find_round
from bot.workflow.rounds.opening import RoundPlan, carry_out_plan, due_days, plan_launch
from bot.workflow.rounds.parser import RoundSpec, read_opening
from conversations.calendar.dates import local_day, print_day, read_day
from conversations.calendar.period_kinds import named_period
from conversations.calendar.periods import Period
from conversations.dialog.prompts.keyboard import make_button
from conversations.reports.lifecycle import EDITABLE
from conversations.reports.model import Report
from conversations.text.normalize import shorten_text
from conversations.workflow.command_parser import MAX_REASONED
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import Role
from conversations.workflow.reminder_schedule import next_decent
from conversations.workflow.requests import Extend, ExtensionInput, Lock, OpenRound, PendingInput
from storage.core.records import Unit
from storage.transaction import Transaction

SHORTEST_REASON = 5
LONGEST_REASON = 500
MOST = 6  # units that are named
_TO = re.compile(r"^(?:(?:đến|den|tới|toi|sang)\s+)?(?:(?:ngày|ngay|hết|het)\s+)*", re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?)[\s:,]+(?P<reason>.+)", re.DOTALL
)
_SPLIT = re.compile(r"\s*(?::|,|;|\s-\s|\bvì\b|\bdo\b|\n)\s*")


async def typed_open(visit: RequestContext, argument: str) -> None:
    """`mở đợt quý I/2026 [hạn 20/3] [cho xã, phường]`: shows what would be opened."""
    roots = visit.units_of(Role.COORDINATOR)
    if not roots:
        raise DeniedError
    found = read_opening(visit.books, argument, visit.now)
    if isinstance(found, str):
        raise RequestRejectedError(f"round.{found}", said=argument[:80])
    if len(roots) > 1:
        await _ask_where(visit, roots, found)
        return
    await preview_round(visit, _request(roots[0], found))


async def _ask_where(visit: RequestContext, roots: Sequence[int], found: RoundSpec) -> None:
    """Who coordinates below several units says below which of them the round is opened."""
    units = [await visit.tx.units.find(root) for root in roots]
    choices = [
        (make_button("round.where", _request(unit.id, found), unit=unit.short_name),)
        for unit in units[:MOST]
    ]
    visit.say("round.where", tuple(choices), period=found.period.name)


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


async def preview_round(visit: RequestContext, request: OpenRound) -> None:
    """Show what would be opened; open it once the member is sure."""
    await visit.check(Right.OPEN_ROUND, request.unit)
    form = visit.books.catalog.forms.get(request.form)
    if form is None:
        raise RequestRejectedError("round.form", said=request.form)
    period = Period(name=request.name, start=request.start, end=request.end)
    root = await visit.tx.units.find(request.unit)
    opened = RoundSpec(form, period, request.due, request.kind, request.said)
    plan = await plan_launch(visit.tx, root, opened)
    if not plan.is_new:
        _nothing_to_open(plan, root, period)
    if plan.joins is not None and plan.joins.locked:
        raise RequestRejectedError("round.locked", period=period.name)
    data = await _facts(visit, opened, plan)
    if not request.sure:
        sure = request.model_copy(update={"sure": True})
        name = "round.open" if plan.joins is None else "round.add"
        visit.say("round.ask", ((make_button(name, sure),),), **data, at=deferred_until(visit.now))
        return
    round_id, reports = await carry_out_plan(visit.tx, visit.deed(), root, opened, plan)
    told, empty = await tell_opened(visit, reports)
    show = ((board_button(round_id),),)
    at = deferred_until(visit.now)
    visit.say("round.opened", show, **data, told=told, empty=empty, at=at)


def _nothing_to_open(plan: RoundPlan, root: Unit, period: Period) -> NoReturn:
    if plan.joins is None:
        raise RequestRejectedError("round.no_units")
    others = plan.joins.unit != root.id
    show = ((board_button(plan.joins.id),),)
    raise RequestRejectedError("round.exists", show, period=period.name, others=others)


async def _facts(visit: RequestContext, opened: RoundSpec, plan: RoundPlan) -> dict[str, Any]:
    calendars = visit.books.calendars
    kinds = Counter(calendars.kind_name(unit.kind) for unit in plan.units)
    due = due_days(opened, plan)
    below = [await visit.tx.units.find(one.unit) for one in plan.below if one.unit is not None]
    return {
        "form": opened.form.title,
        "period": opened.period.name,
        "start": print_day(opened.period.start),
        "end": print_day(opened.period.end),
        "units": len(plan.units),
        "kinds": dict(kinds),
        "due": {calendars.kind_name(kind): print_day(day) for kind, day in due.items()},
        "past": any(day < local_day(visit.now) for day in due.values()),
        "names": [unit.short_name for unit in plan.units][:MOST],
        "joins": plan.joins is not None,
        "below": [] if plan.joins is not None else [unit.short_name for unit in below],
    }


async def tell_opened(visit: RequestContext, reports: dict[int, int]) -> tuple[int, int]:
    """Every officer hears of his new report, by unit, soon. How many can be told, and in how
    many units there is nobody."""
    officers = await visit.tx.roles.people_of([*reports], Role.OFFICER)
    reached = await filter_reachable(visit.tx, visit.books, officers, next_decent(visit.now))
    whom = [(one.id, reports[one.unit]) for one in reached]
    await visit.tx.broadcasts.add("notice.round", whom, visit.now)
    await visit.look_again([one.id for one in officers])
    return len({one.id for one in reached}), len(reports) - len({one.unit for one in reached})


async def extend_due(visit: RequestContext, request: Extend) -> None:
    """Give a later due date, with its reason; ask for what is missing."""
    unit, report, _ = await visit.report(Right.EXTEND, request.report)
    if report.filed:
        raise RequestRejectedError("extend.filed", unit=unit.short_name)
    if request.day is None or len(request.reason) < SHORTEST_REASON:
        errand = PendingInput(what=ExtensionInput(report=request.report))
        await visit.tx.pending_input.set(visit.member, errand.model_dump(mode="json"))
        due = print_day(report.due) if report.due else ""
        visit.say("extend.how", unit=unit.short_name, due=due)
        return
    least = await least_due(visit.tx, request.report, unit, report)
    if least is not None and request.day <= least:
        raise RequestRejectedError(
            "extend.sooner", unit=unit.short_name, day=print_day(request.day), due=print_day(least)
        )
    await _extend(visit, request.report, unit, report, request.day, request.reason)


async def least_due(tx: Transaction, number: int, unit: Unit, report: Report) -> date | None:
    """The day that an extension must lie behind: the due day that the unit would have without
    any. So a day that was typed wrong can be mended."""
    if report.due is None:
        return None
    due = (await tx.rounds.of_report(number)).due
    own = due.get(unit.kind or "", due.get("", local_day(report.due)))
    return min(own, local_day(report.due))


async def _extend(
    visit: RequestContext, number: int, unit: Unit, report: Report, day: date, reason: str
) -> None:
    reason = reason[:LONGEST_REASON]
    await visit.tx.rounds.extend(visit.deed(number), number, day, reason)
    await visit.tx.pending_input.set(visit.member, None)
    days = visit.books.calendars.days
    working = print_day(days.next_working(day)) if not days.is_working(day) else ""
    data: dict[str, Any] = {"unit": unit.short_name, "period": report.period.name}
    data |= {"due": print_day(day), "reason": reason}
    data |= {"sooner": report.due is not None and day < local_day(report.due)}
    visit.say("extend.done", **data, working=working, closed=report.closed)
    persons = await people_of(visit.tx, unit.id, Role.OFFICER, Role.REVIEWER)
    for person in persons:
        visit.tell(person.id, "notice.extended", **data)
    await visit.look_again([one.id for one in persons])


async def take_day(visit: RequestContext, errand: ExtensionInput, text: str) -> None:
    """`25/3: mất điện` as it was typed."""
    if (size := len(text)) > MAX_REASONED:
        said = shorten_text(text)
        raise RequestRejectedError("command.too_long", read=said, length=size, limit=MAX_REASONED)
    day, reason = read_extension(text, visit)
    if day is None:
        raise RequestRejectedError("extend.unclear", said=text[:80])
    if len(reason) < SHORTEST_REASON:
        raise RequestRejectedError("extend.reason", day=print_day(day))
    await extend_due(visit, Extend(report=errand.report, day=day, reason=reason))


def read_extension(text: str, visit: RequestContext) -> tuple[date | None, str]:
    """The day and the reason behind it, after a colon or just after the day."""
    said = _TO.sub("", text.strip())
    head, *rest = _SPLIT.split(said, maxsplit=1)
    day = read_day(head, visit.now)
    if day is None and (found := _DAY_FIRST.match(said)) is not None:
        return read_day(found["day"], visit.now), found["reason"].strip()
    return day, rest[0].strip() if rest else ""


async def typed_extend(visit: RequestContext, argument: str) -> None:
    """`gia hạn STC`, or `gia hạn STC đến 25/3: mất điện`."""
    words, found, rest = argument, re.search(r"\s(?:đến|den|tới|toi)\s", argument), ""
    if found:
        words, rest = argument[: found.start()], argument[found.end() :]
    number = await find_report(visit, Right.EXTEND, words)
    if rest.strip():
        await visit.report(Right.EXTEND, number)
        await take_day(visit, ExtensionInput(report=number), rest)
    else:
        await extend_due(visit, Extend(report=number))


async def lock_reports(visit: RequestContext, request: Lock) -> None:
    """Close a report, or a whole round, to changes; or open it again."""
    if request.report is not None:
        await _lock_report(visit, request.report, locked=request.locked)
    elif request.round is not None:
        await _lock_round(visit, request)
    else:
        raise DeniedError


async def _lock_report(visit: RequestContext, number: int, *, locked: bool) -> None:
    unit, report, _ = await visit.report(Right.LOCK, number)
    data: dict[str, Any] = {"unit": unit.short_name, "period": report.period.name}
    data |= {"locked": locked}
    of = await visit.tx.rounds.of_report(number)
    if of.locked:
        way: Buttons = ()
        if of.unit is not None and await visit.may(Right.LOCK, of.unit):
            way = ((make_button("unlock.round", Lock(round=of.id, locked=False)),),)
        raise RequestRejectedError("lock.whole_round", way, **data)
    if report.closed == locked:
        raise RequestRejectedError("lock.already", **data)
    await visit.tx.rounds.lock_report(visit.deed(number), number, locked=locked)
    visit.say("lock.done", **data, still=0, away=[], more=0)
    persons = await people_of(visit.tx, unit.id, Role.OFFICER)
    for one in persons:
        visit.tell(one.id, "notice.locked", **data)
    await visit.look_again([one.id for one in persons])


async def _lock_round(visit: RequestContext, request: Lock) -> None:
    """Ask whether the member is sure; then close the round, or open it."""
    assert request.round is not None  # noqa: S101 - it is about a round
    number, locked = request.round, request.locked
    found, _ = await find_round(visit, Right.LOCK, number)
    if found.unit is None:
        raise DeniedError
    await visit.check(Right.LOCK, found.unit)
    data: dict[str, Any] = {"unit": "", "period": found.period.name, "locked": locked}
    if found.locked == locked:
        raise RequestRejectedError("lock.already", **data)
    if not request.sure:
        units = len(await visit.tx.rounds.board(number, found.unit))
        sure = request.model_copy(update={"sure": True})
        code = "lock.sure" if locked else "unlock.sure"
        visit.say("lock.ask", ((make_button(code, sure),),), **data, units=units)
        return
    await visit.tx.rounds.lock(visit.deed(), number, locked=locked)
    rows = await visit.tx.rounds.board(number, found.unit)
    alone = {row.unit for row in rows if row.locked_at is not None}
    # Who has handed in has nothing to change and is spared.
    spared = {row.unit for row in rows if row.state not in EDITABLE} | alone
    reports = {row.unit: row.report for row in rows if row.unit not in spared}
    officers = await visit.tx.roles.people_of([*reports], Role.OFFICER)
    when = next_decent(visit.now)
    reached = await filter_reachable(visit.tx, visit.books, officers, when, brief=False)
    whom = [(one.id, reports[one.unit]) for one in reached]
    await visit.tx.broadcasts.add("notice.locked", whom, visit.now)
    await visit.look_again([one.id for one in officers])
    silent = {one.unit for one in officers} - {one.unit for one in reached}
    away = [row.short_name for row in rows if row.unit in silent]
    still = 0 if locked else len(alone)
    visit.say("lock.done", **data, still=still, away=away[:MOST], more=max(0, len(away) - MOST))


async def typed_lock(visit: RequestContext, argument: str, *, locked: bool) -> None:
    """`khóa sổ STC`: the report of one unit; `khóa sổ quý I/2026`: a whole round."""
    if not argument.strip():
        raise RequestRejectedError("lock.how", locked=locked)
    named = named_period(argument, visit.books.calendars.windows)
    if named is not None and not named[1]:
        found, _ = await find_round(visit, Right.LOCK, None, named=named[0])
        await lock_reports(visit, Lock(round=found.id, locked=locked))
        return
    number = await find_report(visit, Right.LOCK, argument)
    await lock_reports(visit, Lock(report=number, locked=locked))
