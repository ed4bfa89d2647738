"""A country on one PostgreSQL: 34 provinces, 3,321 communes, 50,000 officers, 8 quarters.

    python -m bench.nation [--communes 3321] [--officers 50000] [--quarters 8] [--disk FOLDER]
                           [--light] [--hour 3321]

One ministry's office over all provinces, in one process: the list of units is imported, rounds
are opened, everybody is told and reminded, the filed quarters are laid into the tables, the last
hour before the deadline is lived through on a simulated clock, the coordinator's pages are looked
at, and the country is added up. Everything but the filed quarters goes through the product's own
code, over channels that only record. `--communes 100 --quarters 1 --officers 1500` takes about a
minute. The server is the wheel's, with its settings as they come: in memory (/dev/shm), or on
`--disk`, durable as in production. Prints, for each step, seconds on the wall and of
the processor in this process, statements, the longest time that the event loop stood still and
memory; in the end rows and bytes by table.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import httpx
from sqlalchemy import text

from bench.desk_units import browse, tell
from bench.large_office import PROVINCES, LargeOffice
from bench.last_hour import live_last_hour, seat_officers
from bench.province import BOOKS, HEAD, START, handle, tap
from bench.quarters import lay_quarters
from bench.steps import Steps
from bot.access.browser_sessions import BrowserSessions
from bot.cli.operations.units import import_units
from bot.delivery.quota import channel_quota
from bot.garbage import collect_seldom
from bot.ports.channel import IncomingKind
from bot.service import Service
from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.protocol.messages import Capabilities
from conversations.reports.model import LetterReference
from storage.core.work import AuditContext
from storage.store import Store
from templates.appendix_import.spreadsheet import sheet_lines
from templates.documents.excel.workbook import ListSheet, write_workbook
from tests.support.desk import ADDRESS, COOKIE, KEY, desk_app
from tests.support.postgres import FOR_TESTS, Postgres
from tests.support.product import BUTTONS, Clock, FakeChannel, Office
from tests.support.province import local

ROOT = "TINH"  # what bench.province calls the unit at the top
TOP = ("Bộ Nội vụ", "Bộ Nội vụ", "BNV")
ZALO = Capabilities(
    buttons=0, edits=False, files=False, text_limit=2_000, budget=3_000, takes_files=False
)
ON_ZALO = 10  # one officer in so many is on the Zalo bot
DURABLE = ("autovacuum = on", "max_wal_size = '8GB'")
PAGES_SECONDS = 10.0  # one of each kind at least
REMIND = local(2026, 3, 10, 8)
LAST = local(2026, 3, 17, 16)  # of the due day


@dataclass(frozen=True)
class Size:
    """How large the country is; `light` leaves out answers, history and messages of the filed
    quarters, `hour` is how many officers come in the last hour."""

    communes: int
    officers: int
    quarters: int
    light: bool
    hour: int


def spreadsheet(size: Size) -> bytes:
    """The list of units as a ministry sends it, with everybody who is to be invited."""
    rows: list[tuple[str, ...]] = [(ROOT, *TOP, "", "", "")]
    provinces = [f"T{n:02}" for n in range(1, len(PROVINCES) + 1)]
    for code, name in zip(provinces, PROVINCES, strict=True):
        rows.append((code, f"UBND tỉnh {name}", f"Tỉnh {name}", code, "tỉnh", ROOT, ""))
    for n in range(size.communes):
        each = size.officers // size.communes + (n < size.officers % size.communes)
        people = "; ".join(f"Nguyễn Văn {n} {one}" for one in range(each))
        above = provinces[n % len(provinces)]
        code = f"X{n:04}"
        rows.append((code, f"UBND xã số {n}", f"Xã {n}", code, "xã", above, people))
    return write_workbook((ListSheet("units", HEAD, rows),))


async def open_office(url: str) -> Office:
    """The product over this database, with Telegram and a Zalo bot that only record."""
    store, clock = await Store.open(url, BOOKS.catalog.form_names), Clock(START)
    channels = [FakeChannel("telegram", BUTTONS), FakeChannel("zalo", ZALO)]
    books = replace(BOOKS, channels={one.name: one.capabilities for one in channels})
    service = Service.over(store, books, channels, clock, "bench")
    parts = (service.dispatcher, service.outbox, service.digests, service.broadcasts)
    named = {one.name: one for one in channels}
    return Office(store, *parts, named, clock, service.quota_alerts, service, books)


async def found_country(steps: Steps, at: Office, size: Size) -> LargeOffice:
    """Import the units, have everybody come, lay the past quarters, and open the round of now."""
    form, content = BOOKS.catalog.forms["cchc-so"], spreadsheet(size)
    async with steps.timed(f"import {size.communes} communes, {size.officers} invitations"):
        lines = sheet_lines(content)
        async with at.store.transaction() as tx:
            await import_units(tx, BOOKS, lines, START)
    async with at.store.transaction() as tx:
        codes = await tx.units.ids_by_code()
        communes = [codes[f"X{n:04}"] for n in range(size.communes)]
        await seat_officers(tx, codes[ROOT], communes, size.officers, START, ON_ZALO)
    quarters = range(size.quarters - 1, 0, -1)
    async with steps.timed(f"open {len(quarters)} rounds of the past"):
        past = [await open_past(at, form, codes[ROOT], back) for back in quarters]
    async with steps.timed(f"({size.quarters - 1} quarters laid into the tables)"):
        await lay_quarters(at, form, past, START, light=size.light)
        async with at.store.transaction() as tx:
            await tx.work.connection.execute(text("ANALYZE"))
    async with steps.timed("open a round in the chat"):
        await handle(at, IncomingKind.SAID, "mở đợt quý I/2026")
        await tap(at, "Mở đợt này")
    await everything(steps, f"tell {size.officers} officers of it", at.announcing.tell_some)
    await send_all(steps, at, "send it")
    async with at.store.transaction() as tx:
        rounds = await tx.rounds.list_under(codes[ROOT])
        current = max(rounds, key=lambda one: one.period.end)
        board = await tx.boards.list_rows(current.id, codes[ROOT])
    numbers, reports = [*past, current.id], sorted(one.report for one in board)
    return LargeOffice(1, codes[ROOT], communes, numbers, reports)


async def open_past(at: Office, form: Form, root: int, back: int) -> int:
    """Open the round of a quarter so many before the first of 2026."""
    quarter = 2026 * 4 - back
    year, month = quarter // 4, quarter % 4 * 3 + 1
    after = date(year + month // 10, (month + 2) % 12 + 1, 1)
    name = f"Quý {('I', 'II', 'III', 'IV')[quarter % 4]}/{year}"
    period = Period(name=name, start=date(year, month, 1), end=after - timedelta(days=1))
    issue = LetterReference(month=period.end.month, year=period.end.year)
    async with at.store.transaction() as tx:
        units = [one for one in await tx.units.list_under(root) if one.kind == "commune"]
        deed = AuditContext(None, 1, "telegram", None, at.clock())
        due = {"": period.end + timedelta(days=10)}
        return await tx.rounds.open(deed, (form.key, form.version), period, issue, root, due, units)


async def everything(steps: Steps, name: str, some: Callable[[], Awaitable[int]]) -> None:
    """Do some again and again, until nothing is left to be done."""
    async with steps.timed(name):
        while await some():
            pass


async def send_all(steps: Steps, at: Office, name: str) -> None:
    """Send what waits, as fast as it goes: the channels' own limits are added up elsewhere."""
    sent = sum(len(one.sent) for one in at.channels.values())
    async with steps.timed(name):
        await at.send()
    sent = sum(len(one.sent) for one in at.channels.values()) - sent
    telegram = at.channels["telegram"]
    steps.note(f"{sent} messages; Telegram's 30 a second: {sent / 30 / 60:.1f} min")
    for channel in at.channels.values():
        channel.sent.clear()
    assert not telegram.errors


async def remind(steps: Steps, at: Office, size: Size) -> None:
    """One morning's reminders, and what the Zalo bot's month has left for them."""
    at.clock.moment = REMIND
    await everything(steps, f"remind {size.officers} officers", at.reminders.tell_due)
    await send_all(steps, at, "send the reminders")
    async with at.store.transaction() as tx:
        quota = await channel_quota(tx, "zalo", ZALO, at.clock())
    people = size.officers // ON_ZALO
    steps.note(f"Zalo bot: {people} people, {quota.used} of {quota.budget} messages this month")


async def look_at_pages(steps: Steps, at: Office, made: LargeOffice) -> None:
    """A coordinator's browser, one page after another."""
    async with at.store.transaction() as tx:
        sessions = BrowserSessions(at.store, at.clock, KEY)
        cookie = await sessions.begin(tx, made.coordinator, "bench")
    transport = httpx.ASGITransport(app=desk_app(at))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, timeout=600) as client:
        client.cookies.set(COOKIE, cookie)
        async with steps.timed("desk pages, half a second between two"):
            found = await browse(client, made, PAGES_SECONDS)
        tell(found)
        last = made.rounds[-1]
        for name, path in (
            ("desk: the total", f"/ban/tong-hop/{last}"),
            ("desk: the map of warnings", f"/ban/nhiet/{last}"),
            ("desk: units as Excel", f"/ban/dot/{last}/excel"),
            ("desk: open data of a round", f"/ban/tong-hop/{last}/du-lieu-mo"),
        ):
            async with steps.timed(name):
                answer = await client.get(path)
            steps.note(f"{answer.status_code}, {len(answer.content)} bytes")


async def add_up_country(steps: Steps, at: Office) -> None:
    async with steps.timed("board: first page in the chat"):
        await handle(at, IncomingKind.SAID, "bảng")
    async with steps.timed("total of a round in the chat"):
        await handle(at, IncomingKind.SAID, "hợp nhất")
    async with steps.timed("its workbook"):
        await tap(at, "Tải Excel hợp nhất")


async def weigh(at: Office) -> None:
    """Rows and bytes of the largest tables."""
    asked = """SELECT relname, reltuples::bigint, pg_total_relation_size(oid),
        pg_indexes_size(oid) FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 3 DESC LIMIT 12"""
    async with at.store.transaction() as tx:
        await tx.work.connection.execute(text("ANALYZE"))
        rows = (await tx.work.connection.execute(text(asked))).all()
        whole = await tx.work.connection.scalar(text("SELECT pg_database_size(current_database())"))
    print(f"\n{'table':24} {'rows':>12} {'MB':>9} {'of that indexes':>16}")
    for name, count, size, indexes in rows:
        print(f"{name:24} {count:12,} {size / 1e6:9,.1f} {indexes / 1e6:16,.1f}")
    print(f"{'the database':24} {'':12} {(whole or 0) / 1e6:9,.1f}")


async def run(size: Size, url: str) -> None:
    at = await open_office(url)
    steps = Steps(at.store)
    collect_seldom()
    form = BOOKS.catalog.forms["cchc-so"]
    made = await found_country(steps, at, size)
    await add_up_country(steps, at)
    await look_at_pages(steps, at, made)
    await weigh(at)
    await remind(steps, at, size)
    at.clock.moment = LAST
    await live_last_hour(steps, at, form, made, min(size.hour, size.communes))
    steps.print_table()
    await at.service.close()
    await at.store.close()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--communes", type=int, default=3_321)
    parser.add_argument("--officers", type=int, default=50_000)
    parser.add_argument("--quarters", type=int, default=8)
    parser.add_argument("--hour", type=int, default=3_321)
    parser.add_argument("--light", action="store_true")
    parser.add_argument("--disk", type=Path, help="a folder; /dev/shm when left out")
    options = parser.parse_args(arguments)
    size = Size(options.communes, options.officers, options.quarters, options.light, options.hour)
    settings = DURABLE if options.disk else (*DURABLE, *FOR_TESTS[:2])
    server = Postgres(options.disk, settings)
    try:
        asyncio.run(run(size, server.prepared_database()))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
