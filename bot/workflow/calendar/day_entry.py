"""Exchanges of working days as the chat and the command line enter them and take them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.workflow.catalogs import Catalogs
from bot.workflow.context import RequestRejectedError
from conversations.calendar.dates import local_day, print_weekday
from conversations.calendar.workdays import Calendar, DaySwap
from conversations.commands.day_swaps import (
    NoSwap,
    SwapSide,
    read_swap,
    read_year,
    read_year_without,
)
from conversations.text.normalize import shorten_text
from conversations.workflow.day_requests import ChangeDays
from conversations.workflow.reminder_schedule import next_morning
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.day_swaps import EnteredSwap

MOST_LISTED = 20  # exchanges that are listed


@dataclass(frozen=True, slots=True)
class PlannedDays:
    """What a change would come to: the days as they are and would be, and what is entered now."""

    old: Calendar
    new: Calendar
    standing: Sequence[EnteredSwap]


def read_days(text: str, side: SwapSide) -> ChangeDays:
    """The change that a text asks for: `22/8/2026 thay 31/8/2026`, `2027: không có`.
    RequestRejectedError with what was read of any other."""
    if (year := read_year_without(text)) is not None:
        return ChangeDays(none=year)
    found = read_swap(text, side)
    if isinstance(found, NoSwap):
        raise _rejected(found)
    return ChangeDays(off=found.off, worked=found.worked)


def read_year_of(text: str, now: datetime) -> ChangeDays:
    """The change that says that a year has no exchange: `2027`."""
    year = read_year(text)
    if year is None:
        raise RequestRejectedError("days.which_year", year=local_day(now).year + 1)
    return ChangeDays(none=year)


def _rejected(found: NoSwap) -> RequestRejectedError:
    day = print_weekday(found.day) if found.day else ""
    return RequestRejectedError(
        "days.refused", why=found.why, said=shorten_text(found.said), day=day
    )


async def find_entered(tx: Transaction, text: str) -> ChangeDays:
    """The change that takes back what was entered of the days, or the year, that a text names."""
    standing = await tx.day_swaps.list_standing()
    year = read_year(text)
    days: Sequence[date] = ()
    if year is None:
        read = read_swap(text, SwapSide.WORKED)
        if isinstance(read, NoSwap):
            raise _rejected(read) if read.why != "how" else _nothing_to_drop(standing, "")
        days = read.days
    meant = tuple(one.id for one in standing if _is_named(one, year, days))
    if not meant:
        raise _nothing_to_drop(standing, shorten_text(text))
    return ChangeDays(back=meant)


def _is_named(one: EnteredSwap, year: int | None, days: Sequence[date]) -> bool:
    if year is not None:
        return one.year == year and one.swap == DaySwap()
    return one.swap.off in days or one.swap.worked in days


def _nothing_to_drop(standing: Sequence[EnteredSwap], said: str) -> RequestRejectedError:
    lines = [describe_swap(one.swap, one.year) for one in standing[:MOST_LISTED]]
    return RequestRejectedError("days.nothing_to_drop", said=said, swaps=lines)


async def plan_days(tx: Transaction, catalogs: Catalogs, request: ChangeDays) -> PlannedDays:
    """What the change comes to; RequestRejectedError where it would change nothing. Nobody else
    changes days until this transaction ends."""
    await tx.day_swaps.hold()
    standing = await tx.day_swaps.list_standing()
    shipped = catalogs.calendars.shipped
    old = new = shipped.with_changes(one.swap for one in standing)
    if request.back:
        kept = [one for one in standing if one.id not in request.back]
        if len(kept) == len(standing):
            raise RequestRejectedError("days.gone")
        new = shipped.with_changes(one.swap for one in kept)
    elif request.none is None:
        _check_days(request, old)
        new = old.with_changes(request.swaps)
    else:
        _check_year(catalogs, request.none, standing)
    return PlannedDays(old, new, standing)


def _check_days(request: ChangeDays, old: Calendar) -> None:
    """A day that is off, or worked, already is more likely a day that was typed wrong."""
    for day in request.off:
        if not old.is_working(day):
            raise RequestRejectedError("days.is_off", day=print_weekday(day))
    for day in request.worked:
        if old.is_working(day):
            raise RequestRejectedError("days.is_worked", day=print_weekday(day))


def _check_year(catalogs: Catalogs, year: int, standing: Sequence[EnteredSwap]) -> None:
    if any(one.year == year and one.swap == DaySwap() for one in standing):
        raise RequestRejectedError("days.none_already", year=year)
    if year in catalogs.calendars.shipped_years or any(one.year == year for one in standing):
        raise RequestRejectedError("days.has_some", year=year)


async def carry_out_days(
    tx: Transaction, catalogs: Catalogs, context: AuditContext, request: ChangeDays
) -> tuple[int, ...]:
    """Write the change, and have all reminders worked out anew; the numbers of what was entered."""
    made: Sequence[int] = ()
    if request.back:
        await tx.day_swaps.end(context, request.back)
    elif request.none is not None:
        made = [await tx.day_swaps.add_none(context, request.none)]
    else:
        made = await tx.day_swaps.add(context, request.swaps)
    await tx.digests.reschedule_all(next_morning(context.at, catalogs.plan))
    return tuple(made)


def describe_swap(swap: DaySwap, year: int = 0) -> dict[str, Any]:
    """An exchange for the words that tell it."""
    days = {"off": swap.off, "worked": swap.worked}
    told = {side: print_weekday(day) if day else "" for side, day in days.items()}
    return {**told, "year": year}
