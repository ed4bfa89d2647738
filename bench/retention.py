"""Letting go of millions of events and messages: what a batch of the retention job costs.

    python -m bench.retention [--events 1000000] [--disk FOLDER]

As many events as messages on PostgreSQL (the wheel's server, autovacuum on), every other event
named by the history. Two years of them: the older half is past its time. Prints what a batch of
200 costs at the beginning, when a whole year was let go before, and when there is nothing to do.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import statistics
import time
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import text

from bot.jobs.retention import RetentionJob
from bot.runtime.settings import Settings
from storage.store import Store
from tests.support.postgres import FOR_TESTS, Postgres
from tests.support.province import local

NOW = local(2027, 1, 1)
YEARS = 2
TIMES = 20
DAYS = dict.fromkeys(Settings.model_construct().retention, 0)

_EVENTS = """
INSERT INTO event (channel, event_id, conversation, message_ref, body, received_at, handled_at)
SELECT 'telegram', 'e' || n, 'c' || n % 3321, 'm' || n,
    json_build_object('kind', 'said', 'text', repeat('x', 200)), at, at
FROM (SELECT n, CAST(:first AS timestamptz) + n * CAST(:step AS interval) AS at
      FROM generate_series(1, :count) n) AS moments
"""
_MESSAGES = """
INSERT INTO message (channel, conversation, body, state, attempts, once, queued_at, settled_at)
SELECT channel, conversation, json_build_object('spans', repeat('y', 400)), 'sent', 1, false,
    received_at, received_at FROM event
"""
_HISTORY = """
INSERT INTO history (subject, revision, new, channel, event, at, hash)
SELECT 'answer:X', 1, CAST('{}' AS json), 'telegram', id, received_at, md5(id::text) || md5('')
FROM event WHERE id % 2 = 0
"""


async def fill(store: Store, count: int) -> None:
    first = NOW - timedelta(days=365 * YEARS)
    step = f"{365 * YEARS * 86_400 / count} seconds"
    for statement in (_EVENTS, _MESSAGES, _HISTORY):
        async with store.transaction() as tx:
            given = {"first": first, "step": step, "count": count}
            used = given if statement is _EVENTS else {}
            await tx.work.connection.execute(text(statement), used)
    async with store.transaction() as tx:
        await tx.work.connection.execute(text("ANALYZE"))


async def measure(store: Store, what: str, days: int, name: str, times: int = TIMES) -> None:
    """The median and the longest of some batches, in milliseconds."""
    job = RetentionJob(store, {**DAYS, what: days}, lambda: NOW, rest=0)
    taken, gone = [], 0
    for _ in range(times):
        start = time.perf_counter()
        gone += await job.sweep_some()
        taken.append((time.perf_counter() - start) * 1_000)
    middle = statistics.median(taken)
    print(f"{what:8} {name:40} {middle:9.1f} ms {max(taken):9.1f} ms {gone:6} rows", flush=True)


async def sweep_all(store: Store, what: str, days: int) -> None:
    job, gone, start = RetentionJob(store, {**DAYS, what: days}, lambda: NOW, rest=0), 0, 0.0
    start = time.perf_counter()
    while done := await job.sweep_some():
        gone += done
    seconds = time.perf_counter() - start
    print(f"{what:8} all that is past its time: {gone} rows, {seconds:.1f} s", flush=True)


async def run(url: str, count: int, whole: bool) -> None:
    store = await Store.open(url)
    start = time.perf_counter()
    await fill(store, count)
    print(f"{count} events, as many messages: filled in {time.perf_counter() - start:.0f} s")
    for what in ("event", "message"):
        await measure(store, what, 400, "at the beginning, 200 rows each")
        if whole:
            await sweep_all(store, what, 400)
        else:
            async with store.transaction() as tx:
                before = NOW - timedelta(days=401)
                for statement in _LET_GO[what]:
                    await tx.work.connection.execute(text(statement), {"before": before})
        await measure(store, what, 400, "when a year was let go, what is left", 5)
        await measure(store, what, 365 * YEARS + 10, "nothing to do", 3)
    await store.close()


_LET_GO = {
    "event": (
        "DELETE FROM event WHERE received_at < :before AND id % 2 = 1",
        "UPDATE event SET conversation = '', message_ref = '', event_id = 'expired-' || id, "
        "body = '{}' WHERE received_at < :before",
    ),
    "message": ("DELETE FROM message WHERE queued_at < :before",),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--disk", type=Path, help="a folder; /dev/shm when left out")
    parser.add_argument("--whole", action="store_true", help="let go of all with the job itself")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    server = Postgres(options.disk, FOR_TESTS[:2])
    try:
        asyncio.run(run(server.prepared_database(), options.events, options.whole))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
