"""What every run needs: processes that start fast, a server, a folder, dice; and how a run ends."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tests.databases import Postgres
from tests.fake_telegram import FakeTelegram
from tests.torture.cluster import Cluster, Setting
from tests.torture.nursery import Nursery
from tests.torture.officers import Crowd
from tests.torture.tally import Tally
from tests.torture.verdict import judge, read_logs


@dataclass
class Work:
    """A running installation, its officers, and what is counted."""

    cluster: Cluster
    telegram: FakeTelegram
    crowd: Crowd
    tally: Tally
    dice: random.Random
    opening: asyncio.Lock


@dataclass
class Bench:
    """Where runs are made; `seed` makes the dice, `texts` is how much of a report each officer
    fills in (all of it when None), `officers` how many write at once. Under `opening` one run
    at a time opens a store in this process: alembic keeps what it works on in globals."""

    nursery: Nursery
    postgres: Postgres | None
    folder: Path
    seed: int = 2023
    texts: int | None = None
    officers: int = 4
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def database_folder(self) -> Path:
        """A new folder."""
        return self.folder / f"run-{next(self._numbers)}"

    @asynccontextmanager
    async def product(
        self, setting: Setting, explained: Sequence[str] = (), **rest: object
    ) -> AsyncIterator[Work]:
        """An installation that has only just been started; at the end it is stopped, and its
        logs are read."""
        dice, tally = random.Random(f"{self.seed} {setting}"), Tally()
        async with FakeTelegram() as telegram:
            folder = self.database_folder()
            more: dict[str, Any] = {"explained": explained, **rest}
            cluster = Cluster.over(setting, self.nursery, telegram, folder, self.postgres, **more)
            async with cluster:
                crowd = Crowd(telegram, tally, dice, self.texts)
                yield Work(cluster, telegram, crowd, tally, dice, self.opening)
                tally.dirty += await cluster.close()
                read_logs(cluster, tally)

    @asynccontextmanager
    async def officers_at_work(
        self,
        setting: Setting,
        explained: Sequence[str] = (),
        *,
        hasty: float = 0.4,
        **rest: object,
    ) -> AsyncIterator[Work]:
        """The same with officers who fill in reports: at the end all finish what they began, and
        the database is judged."""
        async with self.product(setting, explained, **rest) as work:
            async with work.crowd.at_work(self.officers, hasty=hasty):
                yield work
            work.tally.dirty += await work.cluster.close()
            async with self.opening:
                await judge(work.cluster, work.crowd.walkers, work.tally)
