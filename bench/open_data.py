"""The open data of a round of 3,060 units and 152 rows each: how long it takes, what it holds in
memory, and whether anybody is kept waiting.

    python -m bench.open_data [--provinces 34] [--database URL]

Every report is approved and every row has an answer of some state. While the files are written a
second task looks how long the event loop stood still, and a third commits small transactions.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, update

from bench.large_office import TODAY, LargeOffice, found_large_office
from bot.files.national_total import add_provinces
from bot.files.open_data import OpenDataWishes, write_open_data
from bot.garbage import collect_seldom
from conversations.answers.values import Answer
from conversations.forms.model import Form
from storage.store import Store
from storage.tables.core import office, report
from storage.tables.workflow import submission
from templates.exchange.package_reader import DataPackage
from templates.exchange.round_files import zip_folder
from templates.loading.catalog import load_catalog
from tests.support.exchange import any_answers

_ANSWERS = TypeAdapter(dict[str, Answer])
PAUSE = 0.005


@contextmanager
def timed(name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"{name:44} {time.perf_counter() - start:8.2f} s", flush=True)


async def found(store: Store, form: Form, provinces: int) -> LargeOffice:
    """An office whose last round is approved in all units, with an answer in each row."""
    stored = [
        _ANSWERS.dump_python(any_answers(form, turn), mode="json", exclude_none=True)
        for turn in range(6)
    ]
    async with store.transaction() as tx:
        at = await found_large_office(tx, form, provinces=provinces, rounds=1)
        write = tx.work.connection.execute
        await write(delete(submission))
        await write(update(report).values(state="approved", version=1, approved=1))
        rows = [
            {"report": number, "version": 1, "answers": stored[number % 6], "late": False}
            | {"member": 2, "at": TODAY, "decision": "approved", "decided_at": TODAY}
            for number in at.reports
        ]
        await write(insert(submission), rows)
    return at


async def watch(longest: list[float], most: list[float]) -> None:
    """How long the loop stood still beyond the wish, and how much memory was in use, at most."""
    while True:
        start = time.perf_counter()
        await asyncio.sleep(PAUSE)
        longest[0] = max(longest[0], time.perf_counter() - start - PAUSE)
        most[0] = max(most[0], in_memory())


def in_memory() -> float:
    """Megabytes that this process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


async def write_beside(store: Store, waits: list[float]) -> None:
    """Small commits, one behind the other."""
    number = 0
    while True:
        start = time.perf_counter()
        async with store.transaction() as tx:
            number += 1
            row = {"name": f"bench:{number}", "text": "x"}
            await tx.work.connection.execute(insert(office), row)
        waits.append(time.perf_counter() - start)
        await asyncio.sleep(0.02)


async def main(provinces: int, url: str, home: Path) -> None:
    catalog = load_catalog()
    form = catalog.forms["cchc-so"]
    store = await Store.open(url)
    with timed("founding"):
        at = await found(store, form, provinces)
    collect_seldom()  # as the product does
    before = in_memory()
    longest, most, waits = [0.0], [0.0], list[float]()
    folder = home / "open-data"
    folder.mkdir()
    tasks = [
        asyncio.create_task(watch(longest, most)),
        asyncio.create_task(write_beside(store, waits)),
    ]
    with timed("CSV, descriptors, SDMX"):
        async with store.reading() as tx:
            of = await tx.rounds.find(at.rounds[-1])
            done = await write_open_data(tx, catalog, of, at.root, OpenDataWishes(), TODAY, folder)
    with timed("the same as a .zip"):
        await asyncio.to_thread(zip_folder, folder, home / "open-data.zip")
    for task in tasks:
        task.cancel()
    waits.sort()
    print(f"{done.values:,} values of {done.counted:,} reports")
    for file in sorted(folder.iterdir()):
        print(f"  {file.name:20} {file.stat().st_size / 1e6:8.1f} MB")
    print(f"  zip                  {(home / 'open-data.zip').stat().st_size / 1e6:8.1f} MB")
    print(f"memory: {before:.0f} MB before, {most[0]:.0f} MB at most")
    print(f"the loop stood still for {longest[0] * 1000:.0f} ms at most")
    middle, last = waits[len(waits) // 2], waits[-1]
    print(f"{len(waits)} commits beside: {middle * 1000:.1f} ms, at most {last * 1000:.0f} ms")
    await store.close()
    with timed("the same read back and added up"):
        package = DataPackage(home / "open-data.zip")
        total = add_provinces(catalog, [package])
        package.close()
    print(f"{total.total.counted:,} reports in the total; {in_memory():.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--provinces", type=int, default=34)
    parser.add_argument("--database")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        asyncio.run(main(given.provinces, given.database or f"sqlite:///{path / 'o.db'}", path))
