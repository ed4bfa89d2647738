"""Leaving a member in peace for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.workflow.context import UnclearError, Visit
from conversations.calendar.dates import print_moment
from conversations.workflow.requests import Snooze
from conversations.workflow.snoozing import LONGEST, read_snooze


async def snooze(visit: Visit, request: Snooze) -> None:
    """No reminder for so many hours."""
    await _snooze(visit, visit.now + timedelta(hours=request.hours))


async def typed_snooze(visit: Visit, argument: str) -> None:
    """`hoãn nhắc 2 ngày`, `hoãn nhắc đến thứ hai`."""
    until = read_snooze(argument, visit.now, visit.books.plan)
    if until is None:
        raise UnclearError("snooze.how", said=argument[:80], days=LONGEST.days)
    if until > visit.now + LONGEST:
        raise UnclearError("snooze.long", until=print_moment(until), days=LONGEST.days)
    await _snooze(visit, until)


async def _snooze(visit: Visit, until: datetime) -> None:
    await visit.tx.snooze(visit.member, until, visit.now)
    visit.say("snooze.done", until=print_moment(until), days=LONGEST.days)
