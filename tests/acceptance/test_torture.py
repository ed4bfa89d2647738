"""Nothing that an officer saw confirmed is lost, whatever happens to the processes, the network
and the database: the short form of `make torture`."""

from __future__ import annotations

import asyncio
import gc
import time
from pathlib import Path

import pytest

from tests.support.postgres import Postgres
from tests.torture.bench import Bench
from tests.torture.fork_client import shared
from tests.torture.scenes import OFFICERS, SCENES, TEXTS, Scene

pytestmark = pytest.mark.process
AT_ONCE = 3  # scenes side by side: most of their time is waiting


# A connection to a process that is killed while it is made is left to the garbage collector by
# the HTTP client that posts the updates.
@pytest.mark.filterwarnings("ignore:.*unclosed:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
async def test_nothing_is_lost(tmp_path: Path, postgres: Postgres) -> None:
    """One after the other what touches the whole server, the rest side by side."""
    room = asyncio.Semaphore(AT_ONCE)
    began = time.monotonic()
    bench = Bench(shared(), postgres, tmp_path, texts=TEXTS, officers=OFFICERS)

    async def play(scene: Scene) -> dict[str, object]:
        async with room:
            tally = await scene.played(bench, scene.short)
        print(f"{scene}: {time.monotonic() - began:.0f} s")
        return {"scene": str(scene), "notes": tally.notes, **tally.failures}

    short = [scene.shortened() for scene in SCENES if scene.short]
    beside = [scene for scene in short if not scene.alone]
    found = await asyncio.gather(*(play(scene) for scene in beside))
    found += [await play(scene) for scene in short if scene.alone]
    gc.collect()  # not in some later test, which may leave nothing behind
    assert [one for one in found if len(one) > 2] == []
