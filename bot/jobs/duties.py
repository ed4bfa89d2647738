"""What a member is reminded of at this moment: as officer, guest, reviewer and coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.workflow.catalogs import Catalogs
from bot.workflow.handed_rows import rows_of_member, with_asked
from bot.workflow.home import take_up_button
from bot.workflow.reachability import filter_reachable
from bot.workflow.reviewers import for_coordinator, for_reviewer
from conversations.calendar.dates import local_day, print_weekday
from conversations.dialog.overview import list_missing
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Button
from conversations.reports.model import Report, ReportState
from conversations.rules.dependencies import voids_look_back
from conversations.tables.printed_rows import gather_cells, tell_cells
from conversations.workflow.day_requests import ShowDays
from conversations.workflow.permissions import RIGHTS, Grant, Permission, Role, units_with_role
from conversations.workflow.reminder_schedule import Duty
from conversations.workflow.report_requests import ShowWaiting
from conversations.workflow.report_status import is_late, report_status
from conversations.workflow.request_bases import BoardFilter
from conversations.workflow.round_requests import ShowBoard
from storage.transaction import Transaction
from storage.workflow.boards import BoardRow
from storage.workflow.duties import DueReport
from storage.workflow.rounds import Round

MOST = 4  # missing rows that are named
WORST = 5  # late units that are named


@dataclass(frozen=True, slots=True)
class DutyReminder:
    """One thing to be reminded of: when it comes up, and what is said about it."""

    duty: Duty
    kind: str
    data: dict[str, Any]
    buttons: tuple[tuple[Button, ...], ...] = ()


async def duties_of(
    tx: Transaction, catalogs: Catalogs, member: int, now: datetime
) -> list[DutyReminder]:
    """Everything that the member owes or watches over, as things stand."""
    grants = await tx.roles.of_member(member)
    owed = await _reports(tx, catalogs, grants, now)
    owed += await _handed(tx, catalogs, member, now)
    owed += await _reviews(tx, catalogs, member, grants, now)
    for root in units_with_role(grants, Role.COORDINATOR):
        owed += await _to_review(tx, catalogs, member, root, now)
        owed += await _rounds(tx, catalogs, root, now)
    return owed + await _missing_days(tx, catalogs, grants, now)


async def _reports(
    tx: Transaction, catalogs: Catalogs, grants: Sequence[Grant], now: datetime
) -> list[DutyReminder]:
    """The open reports of the units in which the member is an officer."""
    units = await tx.units.with_merged(units_with_role(grants, Role.OFFICER))
    found = await tx.duties.of_units(units, open_only=True)
    return [await _report(tx, catalogs, one, now) for one in found if one.due_at is not None]


async def _report(
    tx: Transaction, catalogs: Catalogs, one: DueReport, now: datetime
) -> DutyReminder:
    report = await _load(tx, catalogs, one)
    form = catalogs.catalog.of_report(report)
    rows = [row for group in list_missing(form, report) for row in group["rows"]]
    names = [row["label"] for row in rows[:MOST]]
    left = sum(row["count"] for row in rows)
    data = _facts(catalogs, one, now) | {"left": left, "rows": names, "state": one.state}
    buttons = ((take_up_button(one.report, one.short_name, report.period_name),),)
    return DutyReminder(_duty(Role.OFFICER, one), "report", data, buttons)


async def _load(tx: Transaction, catalogs: Catalogs, one: DueReport) -> Report:
    """The report, and the unit's earlier ones where what is asked hangs on them."""
    form = catalogs.catalog.get(one.form_key, one.form_version)
    return await tx.reports.load(one.report, earlier=voids_look_back(form))


def _duty(role: Role, one: DueReport) -> Duty:
    return Duty(role=role, due=local_day(one.due_at) if one.due_at else None)


def _facts(catalogs: Catalogs, one: DueReport, now: datetime) -> dict[str, Any]:
    """Unit, period, due day, how many working days are left (below 0 after it), and whether it
    is late: what was sent back or is being corrected came in before."""
    due = local_day(one.due_at) if one.due_at else local_day(now)
    return {
        "unit": one.short_name,
        "period": one.period_name,
        "due": print_weekday(due),
        "days": catalogs.calendars.days.between(local_day(now), due),
        "today": due == local_day(now),
        "late": is_late(one.state, one.due_at, now),
    }


async def _handed(
    tx: Transaction, catalogs: Catalogs, member: int, now: datetime
) -> list[DutyReminder]:
    """The rows that a guest was asked for; an officer is reminded of the whole report anyway."""
    owed = []
    for number in await tx.assignments.reports_of(member):
        unit = await tx.duties.unit_of(number)
        if Grant(role=Role.GUEST, unit=unit) not in await tx.roles.of_member(member):
            continue
        one = next(one for one in await tx.duties.of_units([unit]) if one.report == number)
        report = await _load(tx, catalogs, one)
        form = catalogs.catalog.of_report(report)
        handed = await tx.assignments.of_report(number)
        keys = rows_of_member(form, handed, member)
        report = with_asked(form, report, handed, member)
        left = [key for key in form.order if key in keys and report.waits(key)]
        if left and one.due_at is not None:
            names = [tell_cells(form, keys) for keys in gather_cells(form, left)[:MOST]]
            data = _facts(catalogs, one, now) | {
                "left": len(left),
                "rows": names,
                "state": one.state,
            }
            buttons = ((take_up_button(number, one.short_name, report.period_name),),)
            owed.append(DutyReminder(_duty(Role.GUEST, one), "report", data, buttons))
    return owed


async def _reviews(
    tx: Transaction, catalogs: Catalogs, member: int, grants: Sequence[Grant], now: datetime
) -> list[DutyReminder]:
    """What waits for the reviewer's word, and what of their unit is late."""
    units = await tx.units.with_merged(units_with_role(grants, Role.REVIEWER))
    owed = []
    waiting = await for_reviewer(tx, member, units)
    for one in waiting:
        since = (await tx.submissions.load(one.report, one.version)).at
        days = catalogs.calendars.days.between(local_day(since), local_day(now))
        data = _facts(catalogs, one, now) | {"waited": days}
        button_ = make_button("waiting", ShowWaiting(), count=len(waiting))
        due = local_day(one.due_at) if one.due_at else None
        duty = Duty(role=Role.REVIEWER, since=local_day(since), due=due)
        owed.append(DutyReminder(duty, "review", data, ((button_,),) if one is waiting[0] else ()))
    late = await tx.duties.of_units(units, open_only=True, state=ReportState.DRAFT)
    late = [one for one in late if one.due_at is not None]
    return owed + [
        DutyReminder(_duty(Role.REVIEWER, one), "late", _facts(catalogs, one, now)) for one in late
    ]


async def _to_review(
    tx: Transaction, catalogs: Catalogs, member: int, root: int, now: datetime
) -> list[DutyReminder]:
    """How many reports of units without a reviewer wait for the coordinator."""
    waiting = await for_coordinator(tx, member, root)
    if not waiting:
        return []
    came = [(await tx.submissions.load(one.report, one.version)).at for one in waiting]
    days = catalogs.calendars.days.between(local_day(min(came)), local_day(now))
    row = (make_button("waiting", ShowWaiting(), count=len(waiting)),)
    due = min((local_day(one.due_at) for one in waiting if one.due_at), default=None)
    duty = Duty(role=Role.COORDINATOR, since=local_day(max(came)), due=due)
    data = {"count": len(waiting), "waited": days}
    return [DutyReminder(duty, "to_review", data, (row,))]


async def _rounds(
    tx: Transaction, catalogs: Catalogs, root: int, now: datetime
) -> list[DutyReminder]:
    """The late units of each round, and the people who cannot be reached."""
    owed = []
    for found in await tx.rounds.list_under(root):
        if found.locked:
            continue
        rows = [row for row in await tx.boards.list_rows(found.id, root) if row.due_at is not None]
        late = [
            row for row in rows if report_status(row.state, row.due_at, now) is BoardFilter.LATE
        ]
        still = [row for row in rows if row.state == ReportState.DRAFT]
        if still:
            owed.append(await _round(tx, catalogs, found, late or still, bool(late), now))
    return owed


async def _missing_days(
    tx: Transaction, catalogs: Catalogs, grants: Sequence[Grant], now: datetime
) -> list[DutyReminder]:
    """Where nobody has entered which days of a year are exchanged: who watches over the whole is
    reminded from the December before it."""
    missing = catalogs.calendars.missing_year(local_day(now))
    own = [one for one in grants if Permission.CALENDAR in RIGHTS[one.role]]
    if missing is None or not own:
        return []
    roots = {one.id for one in await tx.units.roots()}
    own = [one for one in own if one.unit in roots]
    if not own:
        return []
    year, since = missing
    button_ = make_button("days.show", ShowDays())
    return [
        DutyReminder(Duty(role=own[0].role, since=since), "days", {"year": year}, ((button_,),))
    ]


async def _round(
    tx: Transaction,
    catalogs: Catalogs,
    found: Round,
    rows: Sequence[BoardRow],
    late: bool,
    now: datetime,
) -> DutyReminder:
    first = min(row.due_at for row in rows if row.due_at is not None)
    persons = await tx.roles.people_of([row.unit for row in rows], Role.OFFICER)
    reached = {one.unit for one in await filter_reachable(tx, catalogs, persons, now)}
    away = [row.short_name for row in rows if row.unit not in reached]
    days = catalogs.calendars.days
    worst = sorted(rows, key=lambda row: (row.due_at or now, sum((row.filled or {}).values())))
    data = {
        "period": found.period_name,
        "count": len(rows),
        "late": late,
        "units": [row.short_name for row in worst[:WORST]],
        "more": max(0, len(rows) - WORST),
        "days": days.between(local_day(first), local_day(now)),
        "away": away[:WORST],
        "away_count": len(away),
    }
    buttons = ((make_button("board", ShowBoard(round=found.id, show=BoardFilter.LATE)),),)
    return DutyReminder(
        Duty(role=Role.COORDINATOR, due=local_day(first)), "late_units", data, buttons
    )
