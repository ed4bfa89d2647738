"""The programming interface over a round of 3,060 units and 152 rows each: how long each answer
takes, and whether the event loop stands still meanwhile.

    python -m bench.interface [--provinces 34] [--database URL]
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import httpx

from bench.large_office import TODAY
from bench.open_data import found, watch_loop
from bot.access.api_tokens import hash_api_token, new_api_token
from bot.channels.api.app import ReadApi
from bot.channels.api.callers import Callers
from bot.garbage import collect_seldom
from bot.workflow.catalogs import Catalogs
from conversations.workflow.connections import ApiScope
from conversations.workflow.reminder_schedule import ReminderPlan
from storage.core.work import AuditContext
from storage.store import Store
from templates.loading.calendars import load_calendars
from templates.loading.catalog import load_catalog

TIMES = 5  # each answer; the quickest counts


async def main(provinces: int, url: str) -> None:
    collect_seldom()
    catalog = load_catalog()
    store = await Store.open(url)
    await found(store, catalog.forms["cchc-so"], provinces)
    token = new_api_token()
    async with store.transaction() as tx:
        (root,) = await tx.units.roots()
        deed, until = AuditContext(None, None, "bench", None, TODAY), TODAY + timedelta(days=9)
        await tx.api_tokens.add(
            deed, hash_api_token(token), "bench", root.id, tuple(ApiScope), until
        )
    catalogs = Catalogs(catalog, load_calendars(), ReminderPlan())
    callers = Callers(store, lambda: TODAY, 100_000)
    app = ReadApi(store, catalogs, callers, lambda: TODAY).app()
    transport = httpx.ASGITransport(app=app)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://bench", headers=headers
    ) as client:
        for path in (
            *("/units?limit=500", "/rounds", "/rounds/1/reports?limit=500", "/rounds/1/totals"),
            *("/rounds/1/values?limit=50", "/reports/7/values", "/reports/7/history"),
        ):
            await measure(client, path)
        start, items, following = time.perf_counter(), 0, "/rounds/1/values?limit=50"
        while following:
            page = (await client.get(following)).json()
            items += sum(len(one["values"]) for one in page["items"])
            following = (page["next"] or "").removeprefix("/api/v1")
        print(f"all values: {items} in {time.perf_counter() - start:.1f} s")
    await store.close()


async def measure(client: httpx.AsyncClient, path: str) -> None:
    """Print how long the answer takes, and how long the loop stood still at most."""
    longest, times, answer = [0.0], [], None
    watching = asyncio.create_task(watch_loop(longest))
    for _ in range(TIMES):
        start = time.perf_counter()
        answer = await client.get(path)
        times.append(time.perf_counter() - start)
    watching.cancel()
    assert answer is not None
    assert answer.status_code == 200, answer.text
    size = len(answer.content)
    print(f"{path:32} {min(times):7.3f} s {size:9} bytes, loop still {longest[0]:6.3f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--provinces", type=int, default=34)
    parser.add_argument("--database")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(given.provinces, given.database or f"sqlite:///{Path(folder) / 'a.db'}"))
