"""The administrator's commands about rounds, and about codes that nobody has used."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer

from bot.cli.workflow import UnitArgument, run
from bot.runtime.settings import Settings

rounds = typer.Typer(help="Reporting rounds.", no_args_is_help=True)
invitations = typer.Typer(help="One-time codes that nobody has used.", no_args_is_help=True)


@rounds.command("open")
def open_(
    unit: UnitArgument,
    words: Annotated[
        str, typer.Argument(metavar="PERIOD", help="'quý I/2026', '6 tháng 2026 hạn 19/6'.")
    ],
) -> None:
    """Open a round for all units below UNIT, as a coordinator does in the chat."""
    from bot.cli.operations.rounds import open_by_words
    from bot.product import open_catalogs
    from conversations.calendar.dates import local_day

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        due, period, count = await open_by_words(store, open_catalogs(settings), unit, words, now)
        dues = ", ".join(f"{kind or 'others'} {day}" for kind, day in due.items())
        print(f"{period.name} is open for {count} units; due: {dues}")
        past = sorted({day for day in due.values() if day < local_day(now)})
        if past:
            print(f"warning: {past[0]} is past, so what comes in is late; extend it")

    run(work)


@rounds.command("list")
def list_rounds(
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help="Only those of it.")] = None,
) -> None:
    """Print every round: period, unit, reports, how many are approved, whether it is locked."""
    from bot.cli.operations.rounds import rounds_of_unit

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        for one in await rounds_of_unit(store, unit):
            state = "locked" if one.locked else "open"
            counts = f"{one.approved}/{one.expected} approved"
            print(f"{one.period}\t{one.unit}\t{one.form}\t{counts}\t{state}")

    run(work)


@rounds.command()
def lock(
    unit: UnitArgument,
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="'quý I/2026'.")],
    only: Annotated[bool, typer.Option("--only", help="UNIT's own report, not a round.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Open it again.")] = False,
) -> None:
    """Close a round of UNIT to changes, or one report; or open it again."""
    from bot.cli.operations.rounds import lock_round as set_lock
    from bot.product import open_catalogs

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        what = await set_lock(
            store, open_catalogs(settings), unit, period, now, only=only, locked=not undo
        )
        print(f"{what} is {'open' if undo else 'locked'}")

    run(work)


@rounds.command()
def extend(
    unit: UnitArgument,
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="'quý I/2026'.")],
    day: Annotated[str, typer.Argument(metavar="DAY", help="2026-03-25")],
    reason: Annotated[str, typer.Argument(metavar="REASON")],
) -> None:
    """Give UNIT's report a later due day, with the reason."""
    from bot.cli.operations.rounds import extend_report as set_due
    from bot.product import open_catalogs

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        due = date.fromisoformat(day)
        name = await set_due(store, open_catalogs(settings), unit, period, due, reason, now)
        print(f"{name} is due on {due}")

    run(work)


@invitations.command("list")
def list_invitations(unit: UnitArgument) -> None:
    """Print the codes of a unit that nobody has used: number, role, name, last day."""
    from bot.cli.operations import people

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        for one in await people.unused_invitations(store, unit, now):
            print(f"{one.id}\t{one.role}\t{one.person or ''}\t{one.expires_at:%Y-%m-%d}")

    run(work)


@invitations.command()
def cancel(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As `invitation list` tells.")],
) -> None:
    """Make a code worthless that nobody has used. Whoever is in the list of units is invited
    again by the next import."""
    from bot.cli.operations import people

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        await people.cancel_code(store, number, now)
        print(f"invitation {number} is cancelled")

    run(work)
