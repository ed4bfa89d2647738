"""What every run needs: processes that start fast, a server, a folder, dice; and how a run ends."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from storage.messaging.messages import WAITING
from storage.operations.exclusive import begin_exclusive
from storage.tables.core import event, message
from tests.fakes.telegram import FakeTelegram
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres
from tests.support.sample_walk import exchanges
from tests.torture.cluster import Cluster, Setting
from tests.torture.fork_client import ForkServer
from tests.torture.officers import Crowd
from tests.torture.tally import Tally
from tests.torture.verdict import judge, read_logs

LOOK_SECONDS = 0.05


@dataclass
class Work:
    """A running installation, its officers, and what is counted."""

    cluster: Cluster
    telegram: FakeTelegram
    crowd: Crowd
    tally: Tally
    dice: random.Random
    opening: asyncio.Lock

    async def settled(self, also: Callable[[], bool] = lambda: True) -> None:
        """Until every update is taken, handled and answered, and this holds too. What is left when
        nobody waits any more, the verdict tells."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not await asyncio.to_thread(self._is_settled, also):  # noqa: ASYNC110
                    await asyncio.sleep(LOOK_SECONDS)

    def _is_settled(self, also: Callable[[], bool]) -> bool:
        world = self.telegram.world
        with begin_exclusive(self.cluster.url) as connection:
            events = select(func.count()).where(event.c.handled_at.is_(None))
            messages = select(func.count()).where(message.c.state == WAITING)
            left = (connection.scalar(events) or 0) + (connection.scalar(messages) or 0)
        return not (left or world.updates or world.echoes) and also()


@dataclass
class Bench:
    """Where runs are made; `seed` makes the dice, `texts` is how much of a report each officer
    fills in (all of it when None), `officers` how many write at once. Under `opening` one run
    at a time opens a store in this process: alembic keeps what it works on in globals."""

    fork_server: ForkServer
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
        exchanges()  # worked out before anybody waits for an answer
        dice, tally = random.Random(f"{self.seed} {setting}"), Tally()
        async with FakeTelegram() as telegram:
            folder = self.database_folder()
            more: dict[str, Any] = {"explained": explained, **rest}
            if self.texts is not None:
                more["stop_seconds"] = PATIENCE
            cluster = Cluster.over(
                setting, self.fork_server, telegram, folder, self.postgres, **more
            )
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
            await work.settled()  # a message that is to be tried again is no lost one
            work.tally.dirty += await work.cluster.close()
            async with self.opening:
                await judge(work.cluster, work.crowd.walkers, work.tally)
