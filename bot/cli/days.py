"""The administrator's commands about working days: those that are exchanged each year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import Administration, in_transaction
from bot.cli.tables import lay_out
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from datetime import date

    from bot.workflow.calendar.day_entry import PlannedDays
    from conversations.calendar.workdays import DaySwap

days = typer.Typer(help="Working days exchanged for days off.", no_args_is_help=True)


@days.command("list")
@in_transaction(with_catalogs=True)
async def list_days(at: Administration) -> list[str]:
    """Print the exchanges that were entered, and this year's and the next that are known anyway."""
    from conversations.calendar.dates import local_day

    year = local_day(at.now).year
    shipped = sorted(at.catalogs.calendars.shipped.worked)
    rows = [("", f"{day}", tell("known anyway")) for day in shipped if day.year >= year]
    for one in await at.tx.day_swaps.list_standing():
        off, worked = _day(one.swap.off), _day(one.swap.worked)
        none = "" if off or worked else tell("none in {year}", year=one.year)
        rows.append((off, worked or none, tell("entered")))
    return lay_out(("Off", "Worked", "From"), rows)


@days.command()
@in_transaction(with_catalogs=True)
async def enter(
    at: Administration,
    words: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="'22/8/2026 thay 31/8/2026', '2027: không có'."),
    ],
) -> list[str]:
    """Enter an exchange: the day that is worked, and the day off it is for; or that a year has
    none. Reminders are worked out anew; due days that people were told stay."""
    from bot.workflow.calendar.day_entry import carry_out_days, plan_days, read_days
    from conversations.commands.day_swaps import SwapSide

    request = read_days(words, SwapSide.WORKED)
    plan = await plan_days(at.tx, at.catalogs, request)
    await carry_out_days(at.tx, at.catalogs, at.context(), request)
    if request.none is not None:
        return [tell("{year} has no exchange", year=request.none)]
    return [*map(_told, request.swaps), *await _effects(at, plan)]


@days.command()
@in_transaction(with_catalogs=True)
async def drop(
    at: Administration,
    words: Annotated[
        str, typer.Argument(metavar="TEXT", help="A day that was entered, or a year: 22/8/2026.")
    ],
) -> list[str]:
    """Take back what was entered of a day, or that a year has none."""
    from bot.workflow.calendar.day_entry import carry_out_days, find_entered, plan_days

    request = await find_entered(at.tx, words)
    plan = await plan_days(at.tx, at.catalogs, request)
    await carry_out_days(at.tx, at.catalogs, at.context(), request)
    said = tell("{count} taken back", count=len(request.back))
    return [said, *await _effects(at, plan)]


async def _effects(at: Administration, plan: PlannedDays) -> list[str]:
    """The due days that would be later by the new calendar, and how to move one."""
    from bot.workflow.calendar.effects import find_effects

    roots = [one.id for one in await at.tx.units.roots()]
    found = await find_effects(at.tx, at.catalogs, at.now, roots, plan.old, plan.new)
    text = (
        "{period}: due {due} for {count} units as they were told; by the new calendar {day}. "
        "`phuluc round extend` or a coordinator's `gia hạn` moves it"
    )
    return [
        tell(
            text,
            period=one.round.period_name,
            due=one.due,
            count=len(one.units),
            day=one.by_rule,
        )
        for one in found
        if one.moves_due
    ]


def _told(one: DaySwap) -> str:
    if one.off is None:
        return tell("{worked} is worked", worked=one.worked)
    if one.worked is None:
        return tell("{off} is off", off=one.off)
    return tell("{off} is off, {worked} is worked for it", off=one.off, worked=one.worked)


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
