"""The administrator's commands about units."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.administration import AdminError, Administration, UnitArgument, in_transaction
from bot.cli.calendar_words import read_typed_day
from conversations.calendar.dates import local_day

units = typer.Typer(help="Org units: import, list, rename, end or merge.", no_args_is_help=True)


@units.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An .xlsx, .xls or .ods file.")],
    out: Annotated[Path, typer.Option(help="The workbook to write.")] = Path("invitations.xlsx"),
) -> None:
    """Make the units of a spreadsheet, and a one-time code for each person in it. All or none:
    every bad line is named. Columns: Mã, Tên, Tên ngắn, Viết tắt, Loại, Trực thuộc, Cán bộ, Lãnh
    đạo, Đầu mối (names parted by semicolons)."""
    from bot.cli.operations.units import read_unit_list

    if out.exists():
        raise AdminError(f"{out} is there already, and may hold codes that are needed: name --out")
    _import(asyncio.run(read_unit_list(file)), out)


@in_transaction(with_catalogs=True)
async def _import(at: Administration, lines: Sequence[Sequence[str]], out: Path) -> list[str]:
    """The codes are written before anything is committed: nobody could find them out later."""
    from bot.cli.operations.units import import_units, invitation_sheet, passed_over

    notes = await passed_over(at.tx, at.catalogs, lines)
    new, invited = await import_units(at.tx, at.catalogs, lines, at.now)
    said = [*(f"note: {note}" for note in notes)]
    said.append(f"{new} units made, {len(invited)} people invited")
    if invited:
        with out.open("xb") as file:
            file.write(invitation_sheet(invited, at.settings.telegram_name))
        said.append(f"their codes are in {out}, and kept nowhere else")
    return said


@units.command("list")
@in_transaction()
async def list_(at: Administration) -> list[str]:
    """Print every unit: code, short name, kind, the unit above it."""
    found = await at.all_units()
    codes = {one.id: one.code for one in found}
    return [
        f"{one.code}\t{one.short_name}\t{one.kind or ''}\t{codes.get(one.parent or 0) or ''}"
        for one in found
    ]


@units.command()
@in_transaction()
async def rename(
    at: Administration,
    unit: UnitArgument,
    name: Annotated[str, typer.Option(help="The new name.")],
    short_name: Annotated[str | None, typer.Option(help="The new short name.")] = None,
    abbreviation: Annotated[str | None, typer.Option(help="As in document codes.")] = None,
    since: Annotated[
        str | None, typer.Option(help="From this day on: 2026-07-01, 1/7/2026.")
    ] = None,
) -> str:
    """Call a unit otherwise. What it has handed in keeps the old name."""
    from bot.workflow.units.operations import names_of

    old, today = await at.find_unit(unit), local_day(at.now)
    day = read_typed_day(since, today) if since else today
    if day > today:
        raise AdminError(f"{day} is still to come: rename the unit on that day")
    names = names_of(name, short_name or name, abbreviation or old.abbreviation)
    await at.tx.units.rename(at.context(), old.id, names, day)
    return f"{old.name} is called {name} from {day} on"


@units.command()
@in_transaction()
async def end(
    at: Administration,
    unit: UnitArgument,
    into: Annotated[str | None, typer.Option(help="The unit that takes its place.")] = None,
) -> str:
    """End a unit, or merge it into another. Its reports stay where they are."""
    from bot.workflow.units.operations import end_unit

    found = await at.find_unit(unit)
    await end_unit(at.tx, at.context(), found, await at.find_unit(into) if into else None)
    return f"{found.short_name} has ended" + (f"; its people are in {into} now" if into else "")


@units.command()
@in_transaction(with_catalogs=True)
async def add(
    at: Administration,
    code: Annotated[str, typer.Argument(metavar="CODE", help="As in lists of units.")],
    name: Annotated[str, typer.Option(help="The full name.")],
    under: Annotated[str | None, typer.Option(help="The unit above it; none for a root.")] = None,
    short_name: Annotated[str | None, typer.Option(help="The short name.")] = None,
    abbreviation: Annotated[str | None, typer.Option(help="As in document codes.")] = None,
    kind: Annotated[str | None, typer.Option(help="sở, xã, …")] = None,
) -> str:
    """Make one unit. `round open` again adds it to a round that is open."""
    from bot.workflow.units.operations import add_unit
    from storage.workflow.units import NewUnit

    parent = (await at.find_unit(under)).code if under else None
    known = at.catalogs.calendars.kind_named(kind) or kind if kind else None
    new = NewUnit(code, name, short_name or name, abbreviation or code, known, parent)
    await add_unit(at.tx, at.context(), at.catalogs, new)
    return f"{name} is made"


@units.command()
@in_transaction()
async def move(
    at: Administration,
    unit: UnitArgument,
    under: Annotated[str, typer.Option(help="The unit that it stands below from now on.")],
) -> str:
    """Put a unit, and all below it, below another one."""
    moved, parent = await at.find_unit(unit), await at.find_unit(under)
    try:
        await at.tx.units.move(at.context(), moved.id, parent.id)
    except LookupError as error:
        message = f"{parent.short_name} is {moved.short_name} itself or below it"
        raise AdminError(message) from error
    return f"{moved.short_name} stands below {parent.short_name} now"
