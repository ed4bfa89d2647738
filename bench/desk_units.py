"""The coordinator's pages on 3,060 units and 8 rounds, while answers come in.

    python -m bench.desk_units [--answers 300] [--seconds 40] [--database URL]

One process serves both, as the product does: officers answer over a channel that only records,
each about every other second, and a coordinator's browser asks for one page after another and
looks at each for half a second. Prints, for each kind of page, how long the server took: median,
95th percentile and the longest, in milliseconds; and how many answers a second were stored.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import func, select, update

from bench.engine import full
from bench.large_office import TODAY, LargeOffice, found_large_office
from bot.access.browser_sessions import BrowserSessions
from bot.garbage import collect_seldom
from bot.ports.channel import Incoming, IncomingKind
from bot.service import Service
from storage.store import Store
from storage.tables.core import history, member
from templates.loading.sample import blank_report
from tests.support.desk import ADDRESS, COOKIE, KEY, desk_app
from tests.support.product import Clock, FakeChannel, Office, open_catalogs

PART = {"HX-Request-Type": "partial", "Origin": ADDRESS}
ROUNDS = 8
LOOKS = 0.5  # seconds between two pages
PAGES = {
    "first page": "",
    "page 7": "trang=7",
    "filter: overdue": "trang-thai=qua-han",
    "filter: nobody reached": "trang-thai=khong-lien-lac",
    "filter: warnings, late": "canh-bao=1&tre=3",
    "filter: a province": "thuoc=5",
    "search: a name": "tim=binh+minh",
    "search: a person": "tim=nguyen+thi+lan",
    "sort: name, other way": "giam=1",
    "sort: state": "sap=trang-thai",
    "sort: filled": "sap=da-dien&giam=1",
    "sort: warnings": "sap=canh-bao&giam=1",
    "sort: person": "sap=nguoi",
    "sort: telephone": "sap=dien-thoai",
    "sort: seen last": "sap=hoat-dong&giam=1",
}


@dataclass
class Officers:
    """The officers who answer, and how many answers were sent."""

    names: list[str]
    texts: list[str]  # the answers to the questions of the form, in their order
    sent: int = 0
    taken: itertools.count[int] = field(default_factory=itertools.count)

    def events(self) -> Iterator[Incoming]:
        """One answer after another, each of the next officer."""
        for number in self.taken:
            who = self.names[number % len(self.names)]
            text = self.texts[number // len(self.names) % len(self.texts)]
            yield Incoming("telegram", f"a{number}", who, who, IncomingKind.SAID, text)


@asynccontextmanager
async def served(url: str) -> AsyncIterator[tuple[Office, LargeOffice]]:
    """A large office, and what serves it."""
    catalogs = open_catalogs()
    store, clock = await Store.open(url, catalogs.catalog.form_names), Clock(TODAY)
    async with store.transaction() as tx:
        made = await found_large_office(tx, catalogs.catalog.forms["cchc-so"], rounds=ROUNDS)
    channel = FakeChannel("telegram")
    service = Service.over(store, catalogs, [channel], clock, "bench")
    parts = (service.dispatcher, service.outbox, service.digests, service.broadcasts)
    more = (service.quota_alerts, service, catalogs)
    yield Office(store, *parts, {"telegram": channel}, clock, *more), made
    await service.close()
    await store.close()


async def seat_officers(at: Office, made: LargeOffice, count: int) -> Officers:
    """So many officers before the first question of their report of the last round."""
    chosen: list[tuple[int, str, int]] = []
    async with at.store.transaction() as tx:
        rows = await tx.boards.list_rows(made.rounds[-1], made.root)
        drafts = {row.unit: row.report for row in rows if row.state == "draft"}
        people = await tx.roles.people_of(list(drafts))
        for one in people:
            if one.role == "officer" and one.conversation and len(chosen) < count:
                chosen.append((one.id, one.conversation, drafts[one.unit]))
        for number, _, report in chosen:
            await tx.work.connection.execute(
                update(member).where(member.c.id == number).values(report=report)
            )
    names = [name for _, name, _ in chosen]
    for name in names:
        await at.desk.receive(
            [Incoming("telegram", f"b-{name}", name, name, IncomingKind.SAID, "5")]
        )
    await at.desk.idle()
    form = at.catalogs.catalog.forms["cchc-so"]
    _, typed = full(form, blank_report(form, at.catalogs.catalog.sample(form.key)))
    return Officers(names, [typed[key] for key in form.order if key in typed])


async def answer(at: Office, officers: Officers, per_second: float) -> None:
    """Send answers at this rate, until cancelled."""
    start, under_way = time.perf_counter(), set[asyncio.Task[object]]()
    for event in officers.events():
        wait = start + officers.sent / per_second - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        task = asyncio.create_task(at.desk.receive([event]))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        officers.sent += 1


async def stored(at: Office) -> int:
    """How many changes the history has."""
    async with at.store.reading() as tx:
        return await tx.work.connection.scalar(select(func.count()).select_from(history)) or 0


async def browse(
    client: httpx.AsyncClient, made: LargeOffice, seconds: float
) -> dict[str, list[float]]:
    """The milliseconds of each kind of page, one after another for so long."""
    path, found = f"/ban/dot/{made.rounds[-1]}", dict[str, list[float]]()
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        for name, query in PAGES.items():
            took = await timed(client, "GET", f"{path}?{query}")
            found.setdefault(name, []).append(took)
        lock = {"viec": "khoa", "tat-ca": "1", "loc": "trang-thai=qua-han&thuoc=5"}
        took = await timed(client, "POST", f"{path}/viec", lock)
        found.setdefault("preview of many: a province", []).append(took)
        nudge = {"viec": "nhac", "tat-ca": "1", "loc": "trang-thai=qua-han"}
        took = await timed(client, "POST", f"{path}/viec", nudge)
        found.setdefault("preview of many: 800 units", []).append(took)
        found.setdefault("rounds", []).append(await timed(client, "GET", "/ban/dot"))
        unit = f"/ban/don-vi/{made.communes[7]}"
        found.setdefault("one unit", []).append(await timed(client, "GET", unit))
    return found


async def timed(
    client: httpx.AsyncClient, method: str, path: str, data: dict[str, str] | None = None
) -> float:
    await asyncio.sleep(LOOKS)
    start = time.perf_counter()
    answer = await client.request(method, path, data=data, headers=PART)
    assert answer.status_code == 200, (path, answer.status_code, answer.text[:400])
    return (time.perf_counter() - start) * 1_000


def tell(found: dict[str, list[float]]) -> None:
    print(f"{'page':34} {'n':>4} {'median':>8} {'p95':>8} {'max':>8}  ms")
    for name, times in [*found.items(), ("all", [one for some in found.values() for one in some])]:
        ranked = sorted(times)
        high = ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]
        middle = ranked[len(ranked) // 2]
        print(f"{name:34} {len(ranked):4} {middle:8.1f} {high:8.1f} {ranked[-1]:8.1f}")


async def run(url: str, answers: float, seconds: float) -> None:
    async with served(url) as (at, made):
        async with at.store.transaction() as tx:
            cookie = await BrowserSessions(at.store, at.clock, KEY).begin(
                tx, made.coordinator, "bench"
            )
        officers = await seat_officers(at, made, max(1, round(2 * answers)))
        jobs = [at.service.outbox.run(), at.service.dispatcher.run()]
        jobs.append(at.service.warning_counts.run())
        if answers:
            jobs.append(answer(at, officers, answers))
        collect_seldom()
        tasks = [asyncio.create_task(job) for job in jobs]
        transport = httpx.ASGITransport(app=desk_app(at))
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            client.cookies.set(COOKIE, cookie)
            before, start = await stored(at), time.perf_counter()
            found = await browse(client, made, seconds)
            rate = (await stored(at) - before) / (time.perf_counter() - start)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await at.desk.idle()
        await asyncio.sleep(LOOKS)  # what is being sent is noted
        tell(found)
        sent = officers.sent / (time.perf_counter() - start)
        told = f"answers sent {sent:.0f}/s, changes stored {rate:.0f}/s"
        print(f"officers {len(officers.names)}, {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=float, default=300.0, help="a second")
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--database", help="postgresql://…; an SQLite file when left out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{Path(folder) / 'bench.db'}"
        asyncio.run(run(url, options.answers, options.seconds))


if __name__ == "__main__":
    main()
