"""What a member has to do, and taking it up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.delivery.quota import all_quotas, meter_data
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.reviewers import for_coordinator, for_reviewer
from conversations.calendar.dates import print_day, print_moment
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Button
from conversations.workflow.partial_form import rows_under
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import Role
from conversations.workflow.reminder_schedule import LONGEST, read_snooze
from conversations.workflow.report_status import is_late
from conversations.workflow.requests import (
    BoardFilter,
    PendingInput,
    ShowBoard,
    ShowGuide,
    ShowHome,
    ShowWaiting,
    Snooze,
    TakeUp,
)
from storage.core.records import DueReport


async def meters_of(visit: RequestContext) -> list[dict[str, Any]]:
    """The counted channels; none for somebody who watches over no units."""
    if not visit.units_of(Role.COORDINATOR, Role.ADMINISTRATOR):
        return []
    found = await all_quotas(visit.tx, visit.books.channels, visit.now)
    return [meter_data(one) for one in found]


async def typed_budget(visit: RequestContext, argument: str) -> None:
    """How many messages are left this month, and what to do about it."""
    if not visit.units_of(Role.COORDINATOR, Role.ADMINISTRATOR):
        raise DeniedError
    visit.say("budget", meters=await meters_of(visit))


MOST = 8  # reports that are listed


async def show_home(visit: RequestContext, request: ShowHome | None = None) -> None:
    """The reports the member fills, those that wait for him, and what he watches over."""
    reports = [await _line(visit, one) for one in (await due_reports(visit))[:MOST]]
    asked = [
        await _asked(visit, number)
        for number in await visit.tx.assignments.reports_of(visit.member)
    ]
    rows = [
        (make_button("take_up", TakeUp(report=one["report"]), **one),)
        for one in [*reports, *filter(None, asked)]
    ]
    waiting = len(await waiting_reports(visit))
    if waiting:
        rows.append((make_button("waiting", ShowWaiting(), count=waiting),))
    watches = visit.units_of(Role.COORDINATOR, Role.ADMINISTRATOR)
    if watches:
        rows.append((make_button("board", ShowBoard()),))
    if watches or visit.units_of(Role.REVIEWER):
        rows.append((make_button("guide", ShowGuide()),))
    await drop_errand(visit)
    visit.say(
        "home",
        tuple(rows),
        reports=reports,
        asked=[one for one in asked if one],
        waiting=waiting,
        watches=bool(watches),
        coordinates=bool(visit.units_of(Role.COORDINATOR)),
        has_role=bool(visit.grants),
        set_aside=await set_aside_count(visit) if watches else 0,
        meters=await meters_of(visit),
    )


async def set_aside_count(visit: RequestContext) -> int:
    """How many events were set aside whose senders' units the member watches over; those of
    nobody's unit are for who watches over the whole."""
    watched = visit.units_of(Role.COORDINATOR, Role.ADMINISTRATOR)
    roots = {unit.id for unit in await visit.tx.units.roots()}
    count = 0
    for unit in await visit.tx.attempts.units_set_aside():
        above = await visit.tx.units.lineage(unit) if unit is not None else roots
        count += not {*watched}.isdisjoint(above)
    return count


async def show_guide(visit: RequestContext, request: ShowGuide | None = None) -> None:
    """What the member may do in each of his roles."""
    roles = [role.value for role in Role if visit.units_of(role)]
    visit.say("guide", ((make_button("home", ShowHome()),),), roles=roles)


async def drop_errand(visit: RequestContext) -> None:
    """What the member was asked to type goes, and he hears so."""
    saved = await visit.tx.pending_input.of_member(visit.member)
    if saved:
        await visit.tx.pending_input.set(visit.member, None)
        visit.say("errand.dropped", what=PendingInput.model_validate(saved).what.for_)


async def due_reports(visit: RequestContext) -> list[DueReport]:
    """The reports that the member fills and that are still open."""
    units = await visit.tx.units.with_merged(visit.units_of(Role.OFFICER))
    return await visit.tx.duties.of_units(units, open_only=True)


async def waiting_reports(visit: RequestContext) -> list[DueReport]:
    """The reports handed in that wait for this member's word, the next due first."""
    units = await visit.tx.units.with_merged(visit.units_of(Role.REVIEWER))
    found = await for_reviewer(visit.tx, visit.member, units)
    for root in visit.units_of(Role.COORDINATOR):
        found += await for_coordinator(visit.tx, visit.member, root)
    one_each = {one.report: one for one in found}
    return sorted(one_each.values(), key=lambda one: (one.due_at or visit.now, one.report))


async def _line(visit: RequestContext, one: DueReport) -> dict[str, Any]:
    return {
        "report": one.report,
        "unit": one.short_name,
        "period": one.period["name"],
        "due": print_day(one.due_at) if one.due_at else "",
        "late": is_late(one.state, one.due_at, visit.now),
        "state": one.state,
        "filled": sum((one.filled or {}).values()),
        "current": one.report == visit.current,
        "guest": False,
    }


async def _asked(visit: RequestContext, number: int) -> dict[str, Any] | None:
    """A report of which the member was asked for rows; None when nothing of it is left to do."""
    try:
        unit, report, form = await visit.report(Right.ANSWER, number)
    except DeniedError:
        return None
    keys = {
        key
        for one in await visit.tx.assignments.of_report(number)
        if one.member == visit.member
        for key in rows_under(form, one.key)
    }
    left = sum(report.may_write(key) and report.waits(key) for key in keys)
    if not keys or not report.editable:
        return None
    return {
        "report": number,
        "unit": unit.short_name,
        "period": report.period.name,
        "count": len(keys),
        "left": left,
        "guest": True,
        "current": number == visit.current,
    }


async def take_up(visit: RequestContext, request: TakeUp) -> None:
    """Work on this report from now on."""
    await visit.unit_with(Right.ANSWER, request.report)
    await visit.tx.duties.take_up([visit.member], request.report)
    await drop_errand(visit)
    visit.current = request.report
    visit.resume = True


def take_up_button(report: int, unit: str, period: str) -> Button:
    """Leads to the first open row of a report."""
    return make_button("take_up", TakeUp(report=report), unit=unit, period=period, guest=False)


def board_button(round_id: int | None, show: BoardFilter = BoardFilter.ALL) -> Button:
    return make_button("board", ShowBoard(round=round_id, show=show))


async def snooze_reminders(visit: RequestContext, request: Snooze) -> None:
    """No reminder for so many hours."""
    await _snooze(visit, visit.now + timedelta(hours=request.hours))


async def typed_snooze(visit: RequestContext, argument: str) -> None:
    """`hoãn nhắc 2 ngày`, `hoãn nhắc đến thứ hai`."""
    until = read_snooze(argument, visit.now, visit.books.plan)
    if until is None:
        raise RequestRejectedError("snooze.how", said=argument[:80], days=LONGEST.days)
    if until > visit.now + LONGEST:
        raise RequestRejectedError("snooze.long", until=print_moment(until), days=LONGEST.days)
    await _snooze(visit, until)


async def _snooze(visit: RequestContext, until: datetime) -> None:
    await visit.tx.digests.snooze(visit.member, until, visit.now)
    visit.say("snooze.done", until=print_moment(until), days=LONGEST.days)
