"""The administrator's commands: units, invitations, rounds, history, people."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.settings import Settings, load_settings
from conversations.rights import Role

T = TypeVar("T")
units = typer.Typer(help="Org units: import, list, rename, end or merge.", no_args_is_help=True)
rounds = typer.Typer(help="Reporting rounds.", no_args_is_help=True)
audit = typer.Typer(help="The history: verify its chains, write it out.", no_args_is_help=True)
person = typer.Typer(help="One person's own data.", no_args_is_help=True)
UnitArgument = Annotated[str, typer.Argument(metavar="UNIT", help="Code, abbreviation or name.")]
OutOption = Annotated[Path, typer.Option(help="The workbook to write.")]
MemberArgument = Annotated[int, typer.Argument(metavar="MEMBER", help="Number in the history.")]


def _run(work: Callable[[Any, Settings, datetime], Awaitable[T]]) -> T:
    """Open the store, do the work, close it."""
    from bot import clock
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


@units.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An .xlsx, .xls or .ods file.")],
    out: OutOption = Path("invitations.xlsx"),
) -> None:
    """Make the units of a spreadsheet, and a one-time code for each person in it. All or none:
    every bad line is named. Columns: Mã, Tên, Tên ngắn, Viết tắt, Loại, Trực thuộc, Cán bộ, Lãnh
    đạo, Đầu mối (names parted by semicolons)."""
    from bot.admin import units as admin
    from bot.app import open_books

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        if out.exists():
            message = f"{out} is there already, and may hold codes that are needed: name --out"
            raise admin.AdminError(message)
        new, invited = await admin.import_units(store, open_books(settings), file, now)
        print(f"{new} units made, {len(invited)} people invited")
        if invited:
            out.write_bytes(admin.invitation_sheet(invited, settings.telegram_name))
            out.chmod(0o600)
            print(f"their codes are in {out}, and kept nowhere else")

    _run(work)


@units.command("list")
def list_() -> None:
    """Print every unit: code, short name, kind, the unit above it."""

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        async with store.transaction() as tx:
            found = [one for root in await tx.roots() for one in await tx.units_under(root.id)]
        codes = {one.id: one.code for one in found}
        for one in found:
            print(f"{one.code}\t{one.short_name}\t{one.kind or ''}\t{codes.get(one.parent) or ''}")

    _run(work)


@units.command()
def rename(
    unit: UnitArgument,
    name: Annotated[str, typer.Option(help="The new name.")],
    short_name: Annotated[str | None, typer.Option(help="The new short name.")] = None,
    abbreviation: Annotated[str | None, typer.Option(help="As in document codes.")] = None,
    since: Annotated[str | None, typer.Option(help="From this day on: 2026-07-01.")] = None,
) -> None:
    """Call a unit otherwise. What it has handed in keeps the old name."""
    from bot.admin import units as admin
    from conversations.report import OrgUnit

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        async with store.transaction() as tx:
            old = await admin.find(tx, unit)
        names = OrgUnit(
            name=name,
            short_name=short_name or name,
            abbreviation=abbreviation or old.abbreviation,
        )
        day = date.fromisoformat(since) if since else now.date()
        await admin.rename(store, unit, names, day, now)
        print(f"{old.name} is called {name} from {day} on")

    _run(work)


@units.command()
def end(
    unit: UnitArgument,
    into: Annotated[str | None, typer.Option(help="The unit that takes its place.")] = None,
) -> None:
    """End a unit, or merge it into another. Its reports stay where they are."""
    from bot.admin import units as admin

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        ended = await admin.end(store, unit, into, now)
        print(f"{ended.short_name} has ended" + (f"; its people are in {into} now" if into else ""))

    _run(work)


def invite(
    unit: UnitArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="officer, reviewer, …")],
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
) -> None:
    """Make one one-time code: the first administrator and coordinator come by this."""
    from bot.admin import units as admin
    from bot.office.links import invitation_text

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        if role is Role.GUEST:
            raise admin.AdminError("a guest is invited in the chat: hỏi đồng nghiệp câu 12")
        made = await admin.invite(store, unit, role, name, now)
        words = invitation_text(settings.telegram_name, made.code)
        print(f"{role.value} of {made.unit_name}, until {made.until:%Y-%m-%d}: {made.code}")
        if words["link"]:
            print(words["link"])

    _run(work)


@rounds.command("open")
def open_(
    unit: UnitArgument,
    words: Annotated[
        str, typer.Argument(metavar="PERIOD", help="'quý I/2026', '6 tháng 2026 hạn 19/6'.")
    ],
) -> None:
    """Open a round for all units below UNIT, as a coordinator does in the chat."""
    from bot.admin.rounds import open_by_words
    from bot.app import open_books
    from conversations.dates import local_day

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        due, period, count = await open_by_words(store, open_books(settings), unit, words, now)
        dues = ", ".join(f"{kind or 'others'} {day}" for kind, day in due.items())
        print(f"{period.name} is open for {count} units; due: {dues}")
        past = sorted({day for day in due.values() if day < local_day(now)})
        if past:
            print(f"warning: {past[0]} is past, so what comes in is late; extend it in the chat")

    _run(work)


@audit.command()
def verify() -> None:
    """Verify every chain of the history; exit code 1 when one is broken."""
    from bot.admin.audit import verify as look

    async def work(store: Any, settings: Settings, now: datetime) -> int:
        count, broken, orphans = await look(store)
        for one in broken:
            chain = "the office" if one.report is None else f"report {one.report}"
            where = f"entry {one.entry}" if one.entry else "its end is missing"
            print(f"{chain}: broken at {where}")
        if orphans:
            print(f"{orphans} entries of reports that are gone")
        if not broken and not orphans:
            print(f"{count} chains are whole")
        return len(broken) + orphans

    if _run(work):
        raise SystemExit(1)


@audit.command()
def export(out: OutOption = Path("history.xlsx")) -> None:
    """Write the whole history into a workbook."""
    from bot.admin.audit import export as write

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        content, count = await write(store)
        out.write_bytes(content)
        print(f"{count} entries written to {out}")

    _run(work)


@person.command("export")
def export_person(member: MemberArgument) -> None:
    """Print everything that is kept about a person, as JSON."""
    from bot.admin.audit import personal

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        print(await personal(store, member))

    _run(work)


@person.command()
def erase(member: MemberArgument) -> None:
    """Forget a person: name, places, texts. His figures stay with their units, the chain stays
    whole."""
    from bot.admin.audit import erase as forget

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        await forget(store, member, now)
        print(f"member {member} is forgotten")

    _run(work)
