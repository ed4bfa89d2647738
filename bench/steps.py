"""What each step of a long measurement took: seconds, those of the processor in this process,
statements, memory, and for how long the event loop stood still at most."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import event as hooks

from storage.store import Store

PAUSE = 0.005  # seconds between two looks at the loop
PAGE = 4_096  # bytes of memory


def in_memory() -> float:
    """Megabytes that this process has in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


@dataclass
class StepFigures:
    """Of one step; `memory` are megabytes at most, `stood` seconds."""

    name: str
    seconds: float = 0.0
    busy: float = 0.0
    statements: int = 0
    stood: float = 0.0
    memory: float = 0.0

    def __str__(self) -> str:
        taken = f"{self.seconds:9.2f} s {self.busy:8.2f} s {self.statements:9,}"
        return f"{self.name:46} {taken} {self.stood * 1_000:8.0f} ms {self.memory:7.0f} MB"


@dataclass
class Steps:
    """The steps over this store, in the order of doing."""

    store: Store
    done: list[StepFigures | str] = field(default_factory=list)
    _now: StepFigures = field(default_factory=lambda: StepFigures(""))

    def __post_init__(self) -> None:
        for engine in (self.store._engine.sync_engine, self.store._plain):
            if engine is not None:
                hooks.listen(engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self._now.statements += 1

    @asynccontextmanager
    async def timed(self, name: str) -> AsyncIterator[StepFigures]:
        """One step; it is printed when it ends."""
        now = self._now = StepFigures(name)
        watching, start = asyncio.create_task(self._watch(now)), time.perf_counter()
        busy = time.process_time()
        try:
            yield now
        finally:
            now.seconds, now.busy = time.perf_counter() - start, time.process_time() - busy
            watching.cancel()
        self.done.append(now)
        print(now, flush=True)

    def note(self, text: str) -> None:
        """A line below the last step."""
        self.done.append(f"  {text}")
        print(self.done[-1], flush=True)

    def print_table(self) -> None:
        """All steps once more, together."""
        rest = f"{'statements':>9} {'loop stood':>11} {'memory':>10}"
        print(f"\n{'step':46} {'took':>11} {'processor':>10} {rest}")
        for one in self.done:
            print(one)

    async def _watch(self, now: StepFigures) -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(PAUSE)
            now.stood = max(now.stood, time.perf_counter() - start - PAUSE)
            now.memory = max(now.memory, in_memory())
