"""Time and memory of one answer: the engine alone, and the whole path through dispatcher and store.

    python -m bench.answer

Prints medians over the sample walk, side by side in one run, and their ratio.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import tempfile
import time
import tracemalloc
from pathlib import Path

from bot.ports import clock
from bot.ports.channel import Incoming, IncomingKind
from bot.service import Service
from bot.simulation.replay import NOON, replay_sample
from conversations.dialog import engine
from conversations.protocol.events import TextSaid
from conversations.protocol.messages import Capabilities
from conversations.protocol.session import Session
from storage.store import Store
from templates.loading.catalog import load_catalog
from templates.loading.sample import blank_report
from tests.support.product import FakeChannel, open_catalogs

PHONE = Capabilities(buttons=100, edits=True, files=True, text_limit=4096)


def engine_alone(typed: list[str]) -> list[float]:
    """Milliseconds of each step."""
    catalog = load_catalog()
    form, sample = catalog.forms["cchc-so"], catalog.sample("cchc-so")
    report, session, times = blank_report(form, sample), Session(), []
    for text in typed:
        start = time.perf_counter()
        step = engine.step(form, report, session, TextSaid(text=text), now=NOON)
        times.append((time.perf_counter() - start) * 1_000)
        report, session = step.report, step.session
    return times


async def through_the_desk(typed: list[str], folder: Path) -> list[float]:
    """Milliseconds from an event's arrival to its answer committed to the outbox."""
    store = await Store.open(f"sqlite:///{folder / 'bench.db'}")
    web = FakeChannel("web", PHONE)
    service = Service.over(store, open_catalogs(), [web], clock.now, "bench")
    desk, times = service.dispatcher, []
    for number, text in enumerate(typed[:-1]):  # the last one renders the document
        event = Incoming("web", str(number), "local", "local", IncomingKind.SAID, text)
        start = time.perf_counter()
        await desk.receive([event])
        await desk.idle()
        times.append((time.perf_counter() - start) * 1_000)
    await service.close()
    await store.close()
    return times


def main() -> None:
    catalog = load_catalog()
    form = catalog.forms["cchc-so"]
    typed = replay_sample(form, catalog.sample("cchc-so")).typed
    tracemalloc.start()
    engine_alone(typed)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    alone = statistics.median(engine_alone(typed))
    with tempfile.TemporaryDirectory() as folder:
        whole = statistics.median(asyncio.run(through_the_desk(typed, Path(folder))))
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    print(f"answers                {len(typed)}")
    print(f"engine alone, median   {alone:8.2f} ms")
    print(f"whole path, median     {whole:8.2f} ms   {whole / alone:5.1f} times the engine")
    print(f"engine, peak of a walk {peak / 1_048_576:8.2f} MiB")
    print(f"process, resident peak {resident:8.0f} MiB")


if __name__ == "__main__":
    main()
