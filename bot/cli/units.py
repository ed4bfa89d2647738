"""The administrator's commands about units."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import AdminError, Administration, UnitArgument, in_transaction
from bot.cli.calendar_words import read_typed_day
from bot.cli.tables import lay_out
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from storage.workflow.units import Unit

units = typer.Typer(help="Org units: import, list, rename, end or merge.", no_args_is_help=True)


@units.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A workbook, a .csv file, or a Word or PDF file with a table."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="The workbook to write; a new one, if not named.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")
    ] = False,
    sure: Annotated[
        bool, typer.Option("--yes", "-y", help="Change units that are there, as FILE has them.")
    ] = False,
    mail: Annotated[
        bool, typer.Option("--email", help="Mail each code to who has an address.")
    ] = False,
) -> None:
    """Make the units of a spreadsheet, and a one-time code for each person in it. All or none:
    every bad line is named. Columns: Mã, Tên, Tên ngắn, Viết tắt, Loại, Trực thuộc, Cán bộ, Lãnh
    đạo, Đầu mối (names parted by semicolons), Điện thoại, Email, Mã định danh.
    `phuluc units template` makes a file to fill."""
    import asyncio

    from bot.cli.operations.units import read_unit_list
    from bot.runtime.logs import set_up_logging

    set_up_logging("WARNING", "text")
    lines = asyncio.run(read_unit_list(file))
    if dry_run:
        _preview(lines)
    else:
        _import(lines, out, sure, mail)


@in_transaction(make=True)
async def _import(
    at: Administration, lines: Sequence[Sequence[str]], out: Path | None, sure: bool, mail: bool
) -> list[str]:
    """The codes are written before anything is committed: nobody could find them out later."""
    from bot.cli.operations.invitations import (
        ask_all_to_confirm,
        mail_codes,
        new_codes_file,
        write_codes,
    )
    from bot.cli.operations.units import change_notes, notes_of, plan_list
    from bot.workflow.units.listed_units import carry_out_changes, carry_out_import

    plan = await plan_list(at.tx, at, lines, at.now)
    notes = notes_of(plan) + [tell(one.text, **one.data) for one in plan.doubts]
    notes += change_notes(plan, made=sure)
    invited = await carry_out_import(at.tx, at.context(), plan)
    if sure:
        await carry_out_changes(at.tx, at.context(), plan)
        await ask_all_to_confirm(at.tx, at.settings, plan.new_addresses, at.now)
    made = "{count} units made, {people} people invited"
    said = [tell("note: {line}", line=note) for note in notes]
    said.append(tell(made, count=len(plan.found.units), people=len(invited)))
    if mail:
        said += await mail_codes(at.tx, at.settings, invited, at.now)
    changes = len(plan.changes) + len(plan.numbers)
    if changes and sure:
        said.append(tell("{count} changes made", count=changes))
    return said + (
        await write_codes(at.tx, at.settings, invited, out or new_codes_file()) if invited else []
    )


def _preview(lines: Sequence[Sequence[str]]) -> None:
    """What an import would do; also where there is no database yet."""
    import asyncio

    from bot.cli.installation import read_settings
    from bot.cli.operations.unit_preview import preview_import

    for line in asyncio.run(preview_import(read_settings(), lines)):
        print(line)
    print(tell("nothing was done: this was --dry-run"))


@units.command()
def template(
    out: Annotated[
        Path, typer.Argument(metavar="FILE", help="The workbook to write, .xlsx.")
    ] = Path("units.xlsx"),
) -> None:
    """Write a workbook to list units and people in: headings, drop-downs, examples."""
    from bot.cli.installation import read_settings
    from bot.runtime.file_modes import open_new_files
    from templates.documents.excel.units_template import write_units_template
    from templates.loading.calendars import load_calendars

    settings = read_settings()
    kinds = load_calendars(settings.calendar_file, settings.rules_file).kinds.values()
    content = write_units_template([one.name for one in kinds])
    try:
        with open_new_files(), out.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        said = tell("{file} is there already; name another file", file=out)
        raise AdminError(said) from error
    print(tell("fill {file}, then: phuluc units import {file} --dry-run", file=out))


@units.command("list")
@in_transaction()
async def list_(at: Administration) -> list[str]:
    """Print every unit below the one it stands below: code, short name, kind, the unit above."""
    found = await at.all_units()
    codes = {one.id: one.code for one in found}
    rows = [
        (one.code, one.short_name, at.kind_word(one.kind), codes.get(one.parent or 0))
        for one in in_tree(found)
    ]
    return lay_out(("Code", "Short name", "Kind", "Below"), rows)


def in_tree(units: Sequence[Unit]) -> list[Unit]:
    """Each unit behind the one it stands below, in the order they come."""
    below: dict[int | None, list[Unit]] = {}
    ids = {one.id for one in units}
    for one in units:
        below.setdefault(one.parent if one.parent in ids else None, []).append(one)
    found: list[Unit] = []
    waiting = [*reversed(below.get(None, []))]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += reversed(below.get(one.id, []))
    return found


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
    from conversations.calendar.dates import local_day

    old, today = await at.find_unit(unit), local_day(at.now)
    day = read_typed_day(since, today) if since else today
    if day > today:
        raise AdminError(tell("{day} is still to come: rename the unit on that day", day=day))
    names = names_of(name, short_name or name, abbreviation or old.abbreviation)
    await at.tx.units.rename(at.context(), old.id, names, day)
    return tell("{old} is called {new} from {day} on", old=old.name, new=name, day=day)


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
    successor = await at.find_unit(into) if into else None
    await end_unit(at.tx, at.context(), found, successor)
    if successor is None:
        return tell("{unit} has ended", unit=found.short_name)
    ended = "{unit} has ended; its people are in {successor} now"
    return tell(ended, unit=found.short_name, successor=successor.short_name)


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
    return tell("{name} is made", name=name)


@units.command()
@in_transaction()
async def move(
    at: Administration,
    unit: UnitArgument,
    under: Annotated[str, typer.Option(help="The unit that it stands below from now on.")],
) -> str:
    """Put a unit, and all below it, below another one."""
    moved, parent = await at.find_unit(unit), await at.find_unit(under)
    data = {"unit": moved.short_name, "parent": parent.short_name}
    try:
        await at.tx.units.move(at.context(), moved.id, parent.id)
    except LookupError as error:
        raise AdminError(tell("{parent} is {unit} itself or below it", **data)) from error
    return tell("{unit} stands below {parent} now", **data)


@units.command()
@in_transaction(with_catalogs=True)
async def change(
    at: Administration,
    unit: UnitArgument,
    kind: Annotated[str | None, typer.Option(help="sở, xã, …")] = None,
    under: Annotated[str | None, typer.Option(help="The unit that it stands below.")] = None,
    phone: Annotated[str | None, typer.Option(help="0912 345 678; empty for none.")] = None,
    identification_code: Annotated[
        str | None, typer.Option(help="Decision 20/2020/QĐ-TTg: H59.17; empty for none.")
    ] = None,
) -> str:
    """Have a unit be of another kind, stand below another one, be called at another number, or have
    another identification code. Due days that it has stay."""
    from bot.workflow.units.operations import change_unit, set_identification_code, set_phone
    from conversations.text.identification_codes import read_identification_code
    from conversations.text.phones import read_phones

    found = await at.find_unit(unit)
    named = at.catalogs.calendars.kind_named(kind) if kind else None
    if kind and named is None:
        raise AdminError(tell("no such kind of unit: {said!r}", said=kind))
    number = read_phones(phone) if phone else ""
    if number is None:
        raise AdminError(tell("{said!r} is no telephone number", said=phone))
    code = read_identification_code(identification_code) if identification_code else ""
    if code is None:
        said = "{said!r} is no identification code; one is written H59.17 or 000.17.H59"
        raise AdminError(tell(said, said=identification_code))
    if named is not None or under is not None:
        parent = await at.find_unit(under) if under is not None else None
        await change_unit(at.tx, at.context(), found, named, parent)
    if phone is not None:
        await set_phone(at.tx, at.context(), found, number)
    if identification_code is not None:
        await set_identification_code(at.tx, at.context(), found, code)
    return tell("{unit} is changed", unit=found.short_name)
