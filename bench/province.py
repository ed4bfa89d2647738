"""A province of 3,000 units: import, opening a round, reminding, the board, and totals.

    python -m bench.province [--units 3000] [--periods 8] [--database URL]

Each step goes through the product's own code: the command line's import, and the dispatcher with a
channel that only records. The figures are generated and written straight into their table; the
product's totals are compared with those of `bench.sums` and must be equal in every row: value,
codes, texts, how many units gave what, who is missing. Prints seconds, and the time of a sum in the
database as a share of the plain one.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, update

from bench.sums import Filed, empty_report, figures_of, filed, ours, plain_totals
from bot.cli.operations.units import import_units
from bot.delivery import message_body
from bot.jobs.broadcasts import AT_ONCE
from bot.ports.channel import IncomingKind
from bot.service import Service
from bot.workflow.context import RequestContext
from bot.workflow.rollup.gathered import add_up
from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.reports.model import LetterReference, ReportState
from conversations.workflow.permissions import Grant, Role
from storage.store import Store
from storage.tables.core import binding, member, report
from storage.tables.workflow import figure, role
from storage.transaction import Transaction
from storage.workflow.rounds import Round
from templates.appendix_import.spreadsheet import sheet_lines
from templates.documents.excel.workbook import ListSheet, write_workbook
from tests.support.product import Clock, FakeChannel, Office, open_catalogs
from tests.support.province import local

START = local(2026, 3, 2)
HEAD = ("Mã", "Tên", "Tên ngắn", "Viết tắt", "Loại", "Trực thuộc", "Cán bộ")
BOOKS = open_catalogs()
Row = dict[str, object]


@dataclass
class Bench:
    """What was measured, in the order of doing."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start
        print(f"{name:48} {self.seconds[name]:8.2f} s", flush=True)


@asynccontextmanager
async def office(url: str) -> AsyncIterator[Office]:
    store, clock = await Store.open(url), Clock(START)
    channel = FakeChannel("telegram")
    service = Service.over(store, BOOKS, [channel], clock, "bench")
    parts = (service.dispatcher, service.outbox, service.digests, service.broadcasts)
    yield Office(store, *parts, {"telegram": channel}, clock, service.quota_alerts, service, BOOKS)
    await service.close()
    await store.close()


async def handle(at: Office, kind: IncomingKind, text: str = "", button: str = "") -> None:
    """The coordinator's event, handled and its answers committed; nothing is sent."""
    await at.desk.receive([at.event(kind, text, who="mai", button=button)])
    await at.desk.idle()


async def tap(at: Office, label: str) -> None:
    """The button of this label on the newest message to the coordinator."""
    async with at.store.transaction() as tx:
        last = await tx.messages.last_with_buttons("telegram", "mai")
    assert last is not None
    buttons = [one for row in message_body.buttons_of(last.body, last.id) for one in row]
    payload = next(one.payload for one in buttons if one.label.startswith(label))
    await handle(at, IncomingKind.TAPPED, button=payload)


def spreadsheet(units: int) -> bytes:
    rows = [("TINH", "UBND tỉnh", "UBND tỉnh", "UBND", "", "", "")]
    for n in range(units):
        people = f"Nguyễn Văn {n}; Trần Thị {n}"
        rows.append((f"X{n:04}", f"UBND xã số {n}", f"Xã {n}", f"X{n:04}", "xã", "TINH", people))
    return write_workbook((ListSheet("units", HEAD, rows),))


async def people_come(tx: Transaction, units: dict[str, int]) -> None:
    """Two officers in every unit, and a coordinator, all on Telegram."""
    codes = [code for code in units if code != "TINH"]
    heard: list[Row] = [{"name": "Mai", "heard_channel": "telegram", "heard_conversation": "mai"}]
    heard += [
        {"name": f"N{n}", "heard_channel": "telegram", "heard_conversation": f"n{n}"}
        for n in range(2 * len(codes))
    ]
    await tx.work.connection.execute(insert(member), [row | {"created_at": START} for row in heard])
    roles: list[Row] = [{"member": 1, "org_unit": units["TINH"], "role": "coordinator"}]
    bound: list[Row] = [{"sender": "mai", "member": 1, "conversation": "mai"}]
    for n in range(2 * len(codes)):
        roles.append({"member": n + 2, "org_unit": units[codes[n // 2]], "role": "officer"})
        bound.append({"sender": f"n{n}", "member": n + 2, "conversation": f"n{n}"})
    await tx.work.connection.execute(insert(role), [row | {"since": START} for row in roles])
    places = {"channel": "telegram", "bound_at": START}
    await tx.work.connection.execute(insert(binding), [row | places for row in bound])


async def fill(at: Office, form: Form, rounds: list[Round], missing: float) -> list[Filed]:
    """Write the figures of every round; a share of the units stays away. All of them, for the
    plain sum."""
    chance, kept = random.Random(4), []
    sample = BOOKS.catalog.sample(form.key)
    for one in rounds:
        empty = empty_report(form, sample, one.period)
        async with at.store.transaction() as tx:
            reports = [row.report for row in await tx.boards.list_rows(one.id, 1)]
            came = [number for number in reports if chance.random() >= missing]
            rows = [row for number in came for row in figures_of(form, empty, chance, number)]
            await tx.work.connection.execute(insert(figure), rows)
            await tx.work.connection.execute(
                update(report)
                .where(report.c.id.in_(came))
                .values(state=ReportState.SUBMITTED, version=1)
            )
        kept.append(filed(came, rows, len(reports)))
    return kept


async def add_all(at: Office, form: Form, rounds: list[Round]) -> dict[str, tuple[object, ...]]:
    """The product's totals."""
    async with at.store.transaction() as tx:
        grants = (Grant(role=Role.COORDINATOR, unit=1),)
        ctx = RequestContext(tx, BOOKS, 1, grants, "telegram", None, at.clock(), None)
        total = await add_up(ctx, form, rounds, await tx.units.find(1))
    return {key: ours(one) for key, one in total.rows.items()}


async def run(units: int, periods: int, url: str) -> None:
    bench, form = Bench(), BOOKS.catalog.forms["cchc-so"]
    async with office(url) as at:
        with bench.timed(f"import {units} units, {2 * units} invitations"):
            async with at.store.transaction() as tx:
                await import_units(tx, BOOKS, sheet_lines(spreadsheet(units)), START)
        async with at.store.transaction() as tx:
            codes = await tx.units.ids_by_code()
            await people_come(tx, codes)
        with bench.timed("open a round in the chat"):
            await handle(at, IncomingKind.SAID, "mở đợt quý I/2026")
            await tap(at, "Mở đợt này")
        await tell_many(bench, at, f"tell {2 * units} officers of it")
        with bench.timed("board: first page"):
            await handle(at, IncomingKind.SAID, "bảng")
        with bench.timed("board: filtered"):
            await tap(at, "Chưa nộp")
        with bench.timed("board: next page"):
            await tap(at, "▶")
        with bench.timed("board: who cannot be reached"):
            await tap(at, "Chưa liên hệ")
        await tap(at, "Chưa nộp")
        with bench.timed("board: picture of 60 units"):
            await tap(at, "Hình")
        await handle(at, IncomingKind.SAID, "bảng")
        with bench.timed("board: workbook"):
            await tap(at, "Excel")
        with bench.timed(f"nudge {2 * units} officers: the answer"):
            await handle(at, IncomingKind.SAID, "đôn đốc")
        await tell_many(bench, at, f"tell {2 * units} officers")
        at.clock.moment = local(2026, 3, 10, 8)
        with bench.timed(f"one morning's digests of {2 * units} officers"):
            while await at.reminders.tell_due():
                pass
        rounds = await more_rounds(at, form, codes, periods)
        with bench.timed(f"(write {units} x {len(form.order)} x {periods} figures)"):
            kept = await fill(at, form, rounds, 0.02)
        await measure_sums(bench, at, form, rounds, kept)
        with bench.timed("total of one round in the chat"):
            await handle(at, IncomingKind.SAID, "hợp nhất")
        with bench.timed("one row of it, with its units"):
            await handle(at, IncomingKind.SAID, "hợp nhất I.1.1")
        await handle(at, IncomingKind.SAID, "hợp nhất")
        with bench.timed(f"its workbook, {units} x {len(form.order)}"):
            await tap(at, "Tải Excel hợp nhất")


async def tell_many(bench: Bench, at: Office, name: str) -> None:
    """All who are to be told, and how long the transaction of one batch kept others waiting."""
    longest = 0.0
    with bench.timed(name):
        while True:
            start = time.perf_counter()
            if not await at.announcing.tell_some():
                break
            longest = max(longest, time.perf_counter() - start)
    print(f"  the longest batch of {AT_ONCE}: {longest * 1_000:.0f} ms", flush=True)


async def more_rounds(at: Office, form: Form, codes: dict[str, int], periods: int) -> list[Round]:
    """The round that is open, and those of later quarters."""
    async with at.store.transaction() as tx:
        units = [unit for unit in await tx.units.list_under(1) if unit.id != codes["TINH"]]
        (first,) = await tx.rounds.list_under(1)
        for n in range(1, periods):
            start = first.period.start + timedelta(days=91 * n)
            period = Period(name=f"Kỳ {n + 1}", start=start, end=start + timedelta(days=90))
            due = {"": period.end + timedelta(days=6)}
            deed = RequestContext(tx, BOOKS, 1, (), "telegram", None, START, None).audit_context()
            issue = LetterReference(month=period.end.month, year=period.end.year)
            await tx.rounds.open(deed, (form.key, form.version), period, issue, 1, due, units)
        return sorted(await tx.rounds.list_under(1), key=lambda one: one.period.end)


async def measure_sums(
    bench: Bench, at: Office, form: Form, rounds: list[Round], kept: list[Filed]
) -> None:
    name = f"consolidate {len(rounds)} periods in the database"
    with bench.timed(name):
        added = await add_all(at, form, rounds)
    with bench.timed("the same in plain Python, from memory"):
        plain = plain_totals(form, kept)
    differing = [key for key in plain if plain[key] != added.get(key)]
    print(f"rows compared: {len(plain)} of {len(added)}, differing: {len(differing)}")
    assert not differing, differing
    assert plain.keys() == added.keys()
    share = bench.seconds[name] / bench.seconds["the same in plain Python, from memory"]
    print(f"database / plain: {share:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=3_000)
    parser.add_argument("--periods", type=int, default=8)
    parser.add_argument("--database", help="postgresql://…; an SQLite file when left out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{Path(folder) / 'bench.db'}"
        asyncio.run(run(options.units, options.periods, url))


if __name__ == "__main__":
    main()
