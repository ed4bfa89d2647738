"""One installation of the product: some processes on one database, hearing one bot."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psutil

from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres
from tests.support.prepared import prepared
from tests.torture.clock import FILE, set_offset
from tests.torture.disk import Disk
from tests.torture.fork_client import ForkServer
from tests.torture.fork_server import OBEY

STOP_SECONDS = 10.0  # as it is promised; the short form runs beside other work, and waits
SECRET = "webhook-secret"
HOOK = "http://127.0.0.1:1"  # behind it the fake spreads the updates over the replicas


@dataclass(frozen=True)
class Setting:
    """What one run is made of."""

    database: str  # sqlite or postgresql
    mode: str  # polling or webhook
    replicas: int

    def __str__(self) -> str:
        return f"{self.database} {self.mode} ×{self.replicas}"


@dataclass
class Replica:
    """One process of the product, to be started again and again."""

    fork_server: ForkServer
    folder: Path
    log_file: Path
    env: dict[str, str]
    pid: int | None = None
    address: str = ""
    starts: int = 0

    @property
    def runs(self) -> bool:
        return self.pid is not None and not self.fork_server.has_exited(self.pid)

    async def start(self, *, wait: bool = True) -> None:
        """Start it; `wait` until it listens."""
        self.starts += 1
        out = self.log_file.with_suffix(f".{self.starts}.out")
        self.pid = await self.fork_server.start_product(self.folder, self.log_file, out, self.env)
        if wait:
            await self.listens(out)

    async def listens(self, out: Path | None = None) -> None:
        """Wait until it listens. AssertionError when it ends instead."""
        out = out or self.log_file.with_suffix(f".{self.starts}.out")
        pid = self.pid
        assert pid is not None
        until = time.monotonic() + PATIENCE
        ports: list[int] = []
        while not (ports and out.exists() and out.read_text().endswith("\n")):
            if self.fork_server.has_exited(pid):
                raise AssertionError(f"it did not start: {self.log[-2_000:]}")
            assert time.monotonic() < until, f"it does not start: {self.log[-2_000:]}"
            await asyncio.sleep(0.01)
            ports = _ports_of(pid)
        self.address = f"http://127.0.0.1:{ports[0]}"

    async def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        if self.runs and self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            await self.fork_server.wait_for_exit(self.pid)
        self.address = ""

    async def stop(self) -> tuple[int, float]:
        """SIGTERM, as an administrator would; exit code and seconds."""
        assert self.pid is not None
        began = time.monotonic()
        os.kill(self.pid, signal.SIGTERM)
        code = await self.fork_server.wait_for_exit(self.pid)
        self.address = ""
        return code, time.monotonic() - began

    async def gone(self) -> int:
        """Wait until it has ended by itself; its exit code."""
        assert self.pid is not None
        return await self.fork_server.wait_for_exit(self.pid)

    def freeze(self, frozen: bool = True) -> None:
        """SIGSTOP: it is there and does nothing, as on a machine that swaps."""
        assert self.pid is not None
        os.kill(self.pid, signal.SIGSTOP if frozen else signal.SIGCONT)

    @property
    def log(self) -> str:
        return self.log_file.read_text("utf-8") if self.log_file.exists() else ""


def _ports_of(pid: int) -> list[int]:
    """The ports on which the process listens; none when it is dying."""
    try:
        found = psutil.Process(pid).net_connections("tcp")
    except psutil.Error:
        return []
    return [one.laddr.port for one in found if one.status == psutil.CONN_LISTEN]


@dataclass
class Cluster:
    """`async with Cluster(…) as cluster:` has every process running."""

    setting: Setting
    fork_server: ForkServer
    telegram: FakeTelegram
    folder: Path
    url: str
    explained: Sequence[str] = ()  # patterns of the errors that what is done to it explains
    extra: dict[str, str] = field(default_factory=dict)
    disk: Disk | None = None  # the data's own, when it is to have one
    stop_seconds: float = STOP_SECONDS
    replicas: list[Replica] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)

    @classmethod
    def over(
        cls,
        setting: Setting,
        fork_server: ForkServer,
        telegram: FakeTelegram,
        folder: Path,
        postgres: Postgres | None,
        disk_bytes: int = 0,
        standbys: Sequence[Path] = (),
        **rest: object,
    ) -> Cluster:
        """An installation with a database of its own; with `disk_bytes` its data has a disk of its
        own, of this size. `standbys` are the sockets of servers that will follow."""
        folder.mkdir(parents=True, exist_ok=True)
        if disk_bytes:
            rest["disk"] = Disk.mounted(folder / "data", disk_bytes)
        if setting.database == "postgresql":
            assert postgres is not None
            url = ",".join([postgres.prepared_database(), *map(str, standbys)])
        else:
            url = prepared(folder / "data" / "phuluc.db")
        return cls(setting, fork_server, telegram, folder, url, **rest)  # type: ignore[arg-type]

    started: bool = True

    async def __aenter__(self) -> Cluster:
        set_offset(self.folder / "clock", timedelta(0))
        if self.started:
            await self.start()
        return self

    async def start(self) -> None:
        """Start every process."""
        for number in range(self.setting.replicas):
            log = self.folder / f"log-{number}.txt"
            self.replicas.append(Replica(self.fork_server, self.folder, log, self._environment()))
        await asyncio.gather(*(one.start() for one in self.replicas))
        self.route()

    async def __aexit__(self, *_: object) -> None:
        for replica in self.replicas:
            await replica.kill()
        self.route()
        if self.disk is not None:
            self.disk.unmount()

    def _environment(self) -> dict[str, str]:
        clean = {name: text for name, text in os.environ.items() if not name.startswith("PHULUC_")}
        settings = {
            "DATA_DIR": str(self.folder / "data"),
            "DATABASE_URL": self.url,
            "HTTP_PORT": "0",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_BASE_URL": self.telegram.url,
            "TELEGRAM_MODE": self.setting.mode,
            "TELEGRAM_PER_SECOND": "0",
            "PER_PERSON": "0",
            "LOG_FORMAT": "json",
        }
        if self.setting.mode == "webhook":
            settings |= {"PUBLIC_URL": HOOK, "TELEGRAM_WEBHOOK_SECRET": SECRET}
        named = {f"PHULUC_{name}": text for name, text in (settings | self.extra).items()}
        if self.setting.database == "sqlite":  # the wheel's PostgreSQL hides its socket
            clean[OBEY] = "yes"
        return clean | named | {FILE: str(self.folder / "clock")}

    def route(self) -> None:
        """Tell the load balancer who is there; one that has died without a word stays in it."""
        self.telegram.replicas.addresses = [one.address for one in self.replicas if one.address]

    async def close(self) -> int:
        """End every process as an administrator would; how many did not end well."""
        ended = await asyncio.gather(*(one.stop() for one in self.replicas if one.runs))
        return sum(code != 0 or seconds > self.stop_seconds for code, seconds in ended)

    async def restart(self, replica: Replica) -> None:
        await replica.start()
        self.route()

    async def kill(self, replica: Replica) -> None:
        """Kill it; for the load balancer it is there as long as nothing takes its place."""
        address = replica.address
        await replica.kill()
        replica.address = address

    def move_clock(self, offset: timedelta) -> None:
        """Every process's clock is so much ahead of the real one from now on."""
        set_offset(self.folder / "clock", offset)

    @property
    def log(self) -> str:
        return "".join(one.log for one in self.replicas)

    def any(self, dice: random.Random) -> Replica:
        return dice.choice(self.replicas)
