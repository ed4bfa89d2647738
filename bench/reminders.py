"""100,000 members with reminders to come: what one run of the digest job costs.

    python -m bench.reminders [--pending 100000] [--due 1000] [--database URL]

Goes through the product's own `DigestJob.tell_due`, which the product calls every half minute.
A look with nothing to do is the median of 200; what is told goes to the outbox, nothing is sent.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from bench.province import BOOKS, START, Row, handle, office, people_come, spreadsheet, tap
from bot.cli.operations.units import import_units
from bot.jobs.digests import AT_ONCE
from bot.ports.channel import IncomingKind
from storage.tables.core import member
from storage.tables.workflow import digest
from storage.transaction import Transaction
from templates.appendix_import.spreadsheet import sheet_lines
from tests.support.product import Office
from tests.support.province import local

MORNING = local(2026, 3, 25, 8)  # the officers' first reminder: 5 working days before they owe
LATER = local(2026, 9, 1)
TIMES = 200
CHUNK = 10_000


async def wait_long(tx: Transaction, count: int, channel: str, at: object) -> None:
    """So many members of this channel, to be reminded at that moment."""
    first = 1_000_000 if channel == "telegram" else 2_000_000
    for start in range(first, first + count, CHUNK):
        numbers = range(start, min(start + CHUNK, first + count))
        heard: list[Row] = [
            {"id": n, "name": f"N{n}", "heard_channel": channel, "heard_conversation": f"n{n}"}
            for n in numbers
        ]
        await tx.work.connection.execute(
            insert(member), [row | {"created_at": START} for row in heard]
        )
        await tx.work.connection.execute(
            insert(digest), [{"member": n, "next_at": at} for n in numbers]
        )


async def milliseconds(work: Callable[[], Awaitable[object]], times: int = TIMES) -> float:
    """The median of so many tries."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - start) * 1_000)
    return statistics.median(taken)


async def look(at: Office) -> None:
    assert await at.reminders.tell_due() == 0


async def claim(at: Office) -> None:
    async with at.store.transaction() as tx:
        assert len(await tx.digests.take_due(("telegram",), at.clock(), AT_ONCE)) == AT_ONCE


async def tell_all(at: Office, due: int) -> float:
    """Seconds for all who are due, a batch a transaction."""
    start, told = time.perf_counter(), 0
    while batch := await at.reminders.tell_due():
        told += batch
    assert told >= due, told
    return time.perf_counter() - start


def line(what: str, taken: float) -> None:
    print(f"{what:58} {taken:9.2f} ms", flush=True)


async def run(pending: int, due: int, url: str) -> None:
    async with office(url) as at:
        async with at.store.transaction() as tx:
            await import_units(tx, BOOKS, sheet_lines(spreadsheet(due // 2)), START)
        async with at.store.transaction() as tx:
            await people_come(tx, await tx.units.ids_by_code())
        await handle(at, IncomingKind.SAID, "mở đợt quý I/2026")
        await tap(at, "Mở đợt này")
        await tell_all(at, 0)  # opening the round has them looked at anew
        async with at.store.transaction() as tx:
            await wait_long(tx, pending - due, "telegram", LATER)
        at.clock.moment = local(2026, 3, 10, 12)
        while await at.reminders.tell_due():
            pass
        line(f"{pending} pending, nothing due", await milliseconds(lambda: look(at)))
        at.clock.moment = MORNING
        line(f"{due} due, the next {AT_ONCE} looked up", await milliseconds(lambda: claim(at)))
        await at.reminders.tell_due()  # the first of a day computes the calendar anew
        seconds = await tell_all(at, due - AT_ONCE)
        line(f"{due} due, one told", seconds * 1_000 / (due - AT_ONCE))
        async with at.store.transaction() as tx:
            await wait_long(tx, pending, "zalo", MORNING - timedelta(days=1))
        line(f"{pending} due on a channel that is off", await milliseconds(lambda: look(at)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pending", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=1_000)
    parser.add_argument("--database", help="postgresql://…; an SQLite file when left out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{Path(folder) / 'bench.db'}"
        asyncio.run(run(options.pending, options.due, url))


if __name__ == "__main__":
    main()
