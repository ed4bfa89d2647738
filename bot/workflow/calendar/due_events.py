"""The due days that concern a person, for their calendar: of the reports that their units owe, and
of the rounds that they coordinate. Only days: no figures, and nobody else's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.delivery.letters import REPORT_PATH, REVIEW_PATH, ROUND_PATH
from bot.workflow.catalogs import Catalogs
from conversations.calendar.dates import local_day, print_weekday
from conversations.workflow.permissions import Grant, Role, units_with_role
from storage.transaction import Transaction
from storage.workflow.due_days import ReportDueDay, RoundDueDay
from templates.documents.calendar_file import CalendarEvent

KEPT = timedelta(days=60)  # due days that have gone by stay so long
MOST_EVENTS = 1_000  # in one calendar, the nearest due days
_BACK = "Mở: {url}\nHoặc gõ “việc của tôi” trong khung chat báo cáo. Hạn đổi thì lịch tự đổi."
_DONE = "Không còn phải làm: đã nộp, đã rút hoặc đã khóa sổ."


async def list_due_events(
    tx: Transaction, catalogs: Catalogs, grants: Sequence[Grant], url: str, now: datetime
) -> list[CalendarEvent]:
    """The events of who has these roles, the next due day first; `url` is where people reach the
    product."""
    since = now - KEPT
    owed = await tx.units.with_merged(units_with_role(grants, Role.OFFICER))
    reviewed = await tx.units.with_merged(units_with_role(grants, Role.REVIEWER))
    found: dict[str, CalendarEvent] = {}
    for units, path in ((reviewed, REVIEW_PATH), (owed, REPORT_PATH)):
        if units:
            for one in await tx.due_days.of_units(units, since):
                event = _of_report(one, url, path)
                found[event.uid] = event
    for root in units_with_role(grants, Role.COORDINATOR):
        name = (await tx.units.find(root)).short_name
        for each in await tx.due_days.of_rounds(root, local_day(since)):
            event = _of_round(each, root, name, catalogs, url)
            found[event.uid] = event
    nearest = sorted(found.values(), key=lambda one: (one.day, one.uid))
    return nearest[-MOST_EVENTS:]


def _of_report(one: ReportDueDay, url: str, path: str) -> CalendarEvent:
    summary = f"Hạn nộp {one.form}, {one.period}: {one.unit}"
    return _event(
        f"bao-cao-{one.report}",
        of=one,
        summary=summary,
        url=url,
        path=f"{path}/{one.report}",
    )


def _of_round(
    one: RoundDueDay, root: int, unit: str, catalogs: Catalogs, url: str
) -> CalendarEvent:
    kind = catalogs.calendars.kind_name(one.kind)
    whose = f"{kind} thuộc {unit}" if kind else f"các đơn vị thuộc {unit}"
    return _event(
        f"dot-{one.round}-{root}-{one.kind or 'chung'}",
        of=one,
        summary=f"Hạn nộp {one.form}, {one.period}: {whose}",
        url=url,
        path=f"{ROUND_PATH}/{one.round}",
    )


def _event(
    name: str, *, of: ReportDueDay | RoundDueDay, summary: str, url: str, path: str
) -> CalendarEvent:
    page = f"{url.rstrip('/')}{path}"
    told = _BACK.format(url=page) if of.open else _DONE
    return CalendarEvent(
        uid=f"{name}@{urlsplit(url).hostname or 'phuluc'}",
        day=of.due,
        summary=summary,
        description=f"Hạn: {print_weekday(of.due)}.\n{told}",
        url=page,
        cancelled=not of.open,
        sequence=of.changes,
        changed_at=of.changed_at,
    )
