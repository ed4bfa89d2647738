"""What is compared, how each is started, and how its database is read."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import psycopg

from bench.speed import walks
from bench.speed.driver import SECRET
from bench.speed.processes import ROOT, Processes
from bench.speed.walks import Rows, Script

TOKEN = "7:BENCH-bench-BENCH-bench-BENCH-bench"  # of the stand-in, which asks for none
Held = dict[int, Rows]  # what a database holds, by chat
Look = Callable[[], Held]


@dataclass(frozen=True)
class Texts:
    """What is typed and asked, as `recording` wrote it down."""

    path: Path  # of the questions alone
    product: Script
    peers: Script

    @classmethod
    def read(cls, recorded: dict[str, Any], folder: Path) -> Texts:
        path = folder / "questions.json"
        path.write_text(json.dumps(recorded["questions"]), encoding="utf-8")
        numbers = walks.for_peers(len(recorded["questions"]))
        return cls(path, walks.for_product(recorded), numbers)


class System(Protocol):
    """One row of the tables."""

    @property
    def name(self) -> str: ...
    @property
    def replicas(self) -> int: ...
    def script(self, texts: Texts) -> Script: ...
    def start(self, processes: Processes, ports: list[int], api: str, texts: Texts) -> Look:
        """Start it on an empty database; how to look into that afterwards."""


@dataclass(frozen=True)
class Peer:
    """A program of bench/speed/peers, in the benchmark's own environment."""

    name: str
    module: str
    options: tuple[str, ...] = ()
    replicas: int = 1

    def script(self, texts: Texts) -> Script:
        return texts.peers

    def start(self, processes: Processes, ports: list[int], api: str, texts: Texts) -> Look:
        path = processes.folder / "peer.db"
        environment = {
            "BENCH_TOKEN": TOKEN,
            "BENCH_API": api,
            "BENCH_PORT": str(ports[0]),
            "BENCH_SECRET": SECRET,
            "BENCH_DATABASE": str(path),
            "BENCH_QUESTIONS": str(texts.path),
        }
        module = f"bench.speed.peers.{self.module}"
        processes.start([sys.executable, "-m", module, *self.options], environment)
        return lambda: _numbers(path)


def _numbers(path: Path) -> Held:
    found: Held = {}
    with closing(sqlite3.connect(path)) as database:
        for chat, question, value in database.execute("SELECT chat, question, value FROM answer"):
            found.setdefault(chat, {})[str(question)] = value
    return found


_OURS = """SELECT binding.sender, answer.key, answer.state, answer.value
    FROM answer JOIN member ON member.report = answer.report
    JOIN binding ON binding.member = member.id WHERE binding.channel = 'telegram'"""


@dataclass(frozen=True)
class Product:
    """Our product by its own command line, in its own environment. `new_database` gives the URL
    of an empty PostgreSQL database; an SQLite file when left out. `root` is the checkout."""

    python: str
    name: str = "Phuluc"
    root: Path = ROOT
    replicas: int = 1
    new_database: Callable[[], str] | None = None
    extra: Mapping[str, str] = field(default_factory=dict)  # settings, with their prefix

    def script(self, texts: Texts) -> Script:
        return texts.product

    def start(self, processes: Processes, ports: list[int], api: str, texts: Texts) -> Look:
        data = processes.folder / "data"
        environment = {
            "PYTHONPATH": str(self.root),
            "PHULUC_DATA_DIR": str(data),
            "PHULUC_TELEGRAM_TOKEN": TOKEN,
            "PHULUC_TELEGRAM_BASE_URL": api,
            "PHULUC_TELEGRAM_MODE": "webhook",
            "PHULUC_TELEGRAM_WEBHOOK_SECRET": SECRET,
            "PHULUC_TELEGRAM_PER_SECOND": "0",  # limits would be all one sees
            "PHULUC_PER_PERSON": "0",
            **self.extra,
        }
        url = self.new_database() if self.new_database is not None else ""
        if url:
            environment["PHULUC_DATABASE_URL"] = url
        for port in ports:
            environment |= {
                "PHULUC_HTTP_PORT": str(port),
                "PHULUC_PUBLIC_URL": f"http://127.0.0.1:{port}",
            }
            processes.start([self.python, "-m", "bot", "run"], environment)
        return lambda: _on_postgresql(url) if url else _on_sqlite(data / "phuluc.db")


def _on_postgresql(url: str) -> Held:
    with psycopg.connect(url) as server:
        return _by_chat(server.execute(_OURS))


def _on_sqlite(path: Path) -> Held:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(_OURS)
        return _by_chat((*row[:3], json.loads(row[3] or "null")) for row in rows)


def _by_chat(rows: Iterable[tuple[Any, ...]]) -> Held:
    found: Held = {}
    for sender, key, state, value in rows:
        found.setdefault(int(sender), {})[key] = [state, value]
    return found
