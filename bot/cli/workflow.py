"""The administrator's commands: units, invitations, history, people."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.runtime.settings import Settings, load_settings
from conversations.calendar.dates import local_day
from conversations.workflow.permissions import Role
from storage.tables.types import MOST_ROWS

T = TypeVar("T")
units = typer.Typer(help="Org units: import, list, rename, end or merge.", no_args_is_help=True)
audit = typer.Typer(help="The history: verify its chains, write it out.", no_args_is_help=True)
person = typer.Typer(help="One person's own data.", no_args_is_help=True)
UnitArgument = Annotated[str, typer.Argument(metavar="UNIT", help="Code, abbreviation or name.")]
OutOption = Annotated[Path, typer.Option(help="The workbook to write.")]
MemberArgument = Annotated[
    int, typer.Argument(metavar="MEMBER", min=1, max=MOST_ROWS, help="Number in the history.")
]


def run(work: Callable[[Any, Settings, datetime], Awaitable[T]]) -> T:
    """Open the store, do the work, close it."""
    from bot.ports import clock
    from storage.store import Store

    settings = load_settings()

    async def opened() -> T:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = await Store.open(settings.database)
        try:
            return await work(store, settings, clock.now())
        finally:
            await store.close()

    return asyncio.run(opened())


def _write(out: Path, content: bytes) -> None:
    """Write a file that only its owner may read; OSError when that cannot be."""
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


@units.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An .xlsx, .xls or .ods file.")],
    out: OutOption = Path("invitations.xlsx"),
) -> None:
    """Make the units of a spreadsheet, and a one-time code for each person in it. All or none:
    every bad line is named. Columns: Mã, Tên, Tên ngắn, Viết tắt, Loại, Trực thuộc, Cán bộ, Lãnh
    đạo, Đầu mối (names parted by semicolons)."""
    from bot.app import open_books
    from bot.cli.operations import units as admin

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        if out.exists():
            message = f"{out} is there already, and may hold codes that are needed: name --out"
            raise admin.AdminError(message)
        books = open_books(settings)

        def keep(invited: list[admin.Invited]) -> None:
            if invited:
                _write(out, admin.invitation_sheet(invited, settings.telegram_name))

        lines = await admin.read_unit_list(file)
        notes = await admin.passed_over(store, books, lines)
        new, invited = await admin.import_units(store, books, lines, now, keep)
        for note in notes:
            print(f"note: {note}")
        print(f"{new} units made, {len(invited)} people invited")
        if invited:
            print(f"their codes are in {out}, and kept nowhere else")

    run(work)


@units.command("list")
def list_() -> None:
    """Print every unit: code, short name, kind, the unit above it."""

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        async with store.transaction() as tx:
            found = [
                one for root in await tx.units.roots() for one in await tx.units.list_under(root.id)
            ]
        codes = {one.id: one.code for one in found}
        for one in found:
            print(f"{one.code}\t{one.short_name}\t{one.kind or ''}\t{codes.get(one.parent) or ''}")

    run(work)


@units.command()
def rename(
    unit: UnitArgument,
    name: Annotated[str, typer.Option(help="The new name.")],
    short_name: Annotated[str | None, typer.Option(help="The new short name.")] = None,
    abbreviation: Annotated[str | None, typer.Option(help="As in document codes.")] = None,
    since: Annotated[str | None, typer.Option(help="From this day on: 2026-07-01.")] = None,
) -> None:
    """Call a unit otherwise. What it has handed in keeps the old name."""
    from bot.cli.operations import units as admin
    from conversations.reports.model import OrgUnit

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        async with store.transaction() as tx:
            old = await admin.find_named_unit(tx, unit)
        names = OrgUnit(
            name=name,
            short_name=short_name or name,
            abbreviation=abbreviation or old.abbreviation,
        )
        day = date.fromisoformat(since) if since else local_day(now)
        await admin.rename_named_unit(store, unit, names, day, now)
        print(f"{old.name} is called {name} from {day} on")

    run(work)


@units.command()
def end(
    unit: UnitArgument,
    into: Annotated[str | None, typer.Option(help="The unit that takes its place.")] = None,
) -> None:
    """End a unit, or merge it into another. Its reports stay where they are."""
    from bot.cli.operations import units as admin

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        ended = await admin.end_named_unit(store, unit, into, now)
        print(f"{ended.short_name} has ended" + (f"; its people are in {into} now" if into else ""))

    run(work)


@units.command()
def add(
    code: Annotated[str, typer.Argument(metavar="CODE", help="As in lists of units.")],
    name: Annotated[str, typer.Option(help="The full name.")],
    under: Annotated[str | None, typer.Option(help="The unit above it; none for a root.")] = None,
    short_name: Annotated[str | None, typer.Option(help="The short name.")] = None,
    abbreviation: Annotated[str | None, typer.Option(help="As in document codes.")] = None,
    kind: Annotated[str | None, typer.Option(help="sở, xã, …")] = None,
) -> None:
    """Make one unit. `round open` again adds it to a round that is open."""
    from bot.app import open_books
    from bot.cli.operations import units as admin
    from storage.core.records import NewUnit

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        new = NewUnit(code, name, short_name or name, abbreviation or code, kind, under)
        await admin.add_named_unit(store, open_books(settings), new, now)
        print(f"{name} is made")

    run(work)


@units.command()
def move(
    unit: UnitArgument,
    under: Annotated[str, typer.Option(help="The unit that it stands below from now on.")],
) -> None:
    """Put a unit, and all below it, below another one."""
    from bot.cli.operations import units as admin

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        moved, parent = await admin.move_named_unit(store, unit, under, now)
        print(f"{moved.short_name} stands below {parent.short_name} now")

    run(work)


def invite(
    unit: UnitArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="officer, reviewer, …")],
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
) -> None:
    """Make one one-time code: the first administrator and coordinator come by this."""
    from bot.cli.operations import units as admin
    from bot.workflow.people.invitations import invitation_text

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        if role is Role.GUEST:
            raise admin.AdminError("a guest is invited in the chat: hỏi đồng nghiệp câu 12")
        made = await admin.invite_person(store, unit, role, name, now)
        words = invitation_text(settings.telegram_name, made.code)
        print(f"{role.value} of {made.unit_name}, until {made.until:%Y-%m-%d}: {made.code}")
        if words["link"]:
            print(words["link"])

    run(work)


@person.command("list")
def list_people(unit: UnitArgument) -> None:
    """Print who is in a unit: number, role, name."""
    from bot.cli.operations import people as admin

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        for one in await admin.people_of_unit(store, unit):
            print(f"{one.id}\t{one.role}\t{one.name}")

    run(work)


@person.command()
def dismiss(
    member: MemberArgument,
    unit: UnitArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="officer, reviewer, guest, …")],
    to: Annotated[str | None, typer.Option(help="He does the same in this unit.")] = None,
) -> None:
    """End somebody's role in a unit, or move it to another one. The reports stay."""
    from bot.cli.operations import people as admin

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        await admin.dismiss_person(store, member, unit, role, to, now)
        print(f"member {member} is {role.value} of {unit} no more" + (f", but of {to}" * bool(to)))

    run(work)


@audit.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="A head that was printed before and kept elsewhere.")
    ] = None,
) -> None:
    """Verify every chain of the history and hold the tables against it; exit code 1 when
    something is wrong. Keep the head that is printed outside of this machine: given later with
    --head, it proves that nothing up to there was taken away or written anew."""
    from bot.cli.operations.audit import verify_history as look

    async def work(store: Any, settings: Settings, now: datetime) -> bool:
        found = await look(store, head, settings.data_dir)
        for line in found.wrong:
            print(line)
        if found.good:
            print(f"{found.chains} chains are whole, and the tables say what they say")
        print(f"head: {found.head}")
        return found.good

    if not run(work):
        raise SystemExit(1)


@audit.command()
def accept() -> None:
    """Go on although the database ends before the head of the history that is kept beside it. What
    is missing is printed, and that it was accepted stands in the history."""
    from bot.cli.operations.audit import accept as go_on

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        for line in await go_on(store, settings.data_dir, now):
            print(line)
        print("accepted: the history goes on from here")

    run(work)


@audit.command()
def export(out: OutOption = Path("history.xlsx")) -> None:
    """Write the whole history into a workbook."""
    from bot.cli.operations.audit import export_history as write

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        content, count = await write(store)
        out.write_bytes(content)
        print(f"{count} entries written to {out}")

    run(work)


@person.command("export")
def export_person(
    member: MemberArgument,
    page: Annotated[
        Path | None, typer.Option(help="Write it as a page to be read (HTML) into this file.")
    ] = None,
) -> None:
    """Print everything that is kept about a person, as JSON; or write a page to be read."""
    from bot.cli.operations.audit import personal_data_json

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        text, shown = await personal_data_json(store, member)
        if page is None:
            print(text)
            return
        _write(page, shown)
        print(f"what is kept of member {member} is in {page}")

    run(work)


@person.command()
def erase(member: MemberArgument) -> None:
    """Forget a person: name, places, codes, texts, files, also where others wrote the full name.
    Figures stay with their units, the chain stays whole."""
    from bot.cli.operations.audit import erase_person as forget

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        await forget(store, member, now)
        print(f"member {member} is forgotten")

    run(work)
