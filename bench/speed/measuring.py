"""One measurement: a fresh system, officers, load, SIGKILL, and a look into its database."""

from __future__ import annotations

import asyncio
import gc
import random
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.speed.botapi import BotApi
from bench.speed.driver import Driver, Officer, Window
from bench.speed.processes import Processes, at_work, free_port
from bench.speed.systems import Held, Look, System, Texts

DRAIN_SECONDS = 3.0
SETTLE_SECONDS = 3.0  # before memory is read


@dataclass(frozen=True)
class Load:
    """`rate` 0: closed, each officer answers as soon as they are asked. `latency` is the Bot
    API's, in seconds. `spread` says how updates find their replica: hash or random."""

    officers: int
    rate: float = 0.0
    latency: float = 0.0
    warm: float = 1.0
    seconds: float = 4.0
    spread: str = "hash"


@dataclass(frozen=True)
class Result:
    """Of one measurement. Latencies in milliseconds, from the text to its reply; `open_p50`,
    `open_p99`: at least that, some were still waiting."""

    system: str
    rate: float
    p50: float
    p99: float
    open_p50: bool
    open_p99: bool
    cpu: float  # microseconds an answer
    calls: float  # of the Bot API, an answer
    stored: int  # rows in the database at the end, all as they should be
    others: float  # share of a core that went to processes not of this benchmark


class LostError(Exception):
    """The database does not hold what was confirmed."""


@dataclass(frozen=True)
class Bench:
    """Where and with what is measured: the systems' core, the driver's, and what is typed."""

    cores: tuple[int, int]
    texts: Texts
    beside: int | None = None  # the process of a database server

    async def measure(self, system: System, load: Load) -> Result:
        with tempfile.TemporaryDirectory() as folder:
            run = await Run.begin(self, system, load, Path(folder))
            try:
                return await run.result()
            finally:
                run.end()

    async def idle_bytes(self, system: System, count: int, further: int) -> float:
        """Memory that one more conversation keeps while nobody writes, after so many answers;
        beyond what the first ones had the process load."""
        load = Load(officers=0)
        with tempfile.TemporaryDirectory() as folder:
            run = await Run.begin(self, system, load, Path(folder))
            try:
                await run.driver.bring_in(count // 4, further)
                await asyncio.sleep(SETTLE_SECONDS)
                before = run.processes.resident()
                await run.driver.bring_in(count, further)
                await asyncio.sleep(SETTLE_SECONDS)
                after = run.processes.resident()
                await run.confirmed()
                return (after - before) / count
            finally:
                run.end()


@dataclass(frozen=True)
class _Costs:
    """Processor seconds of the system and of the driver, and what their cores worked for
    anybody; calls of the Bot API."""

    system: float
    driver: float
    cores: tuple[float, float]
    calls: int

    def __sub__(self, before: _Costs) -> _Costs:
        cores = (self.cores[0] - before.cores[0], self.cores[1] - before.cores[1])
        calls = self.calls - before.calls
        return _Costs(self.system - before.system, self.driver - before.driver, cores, calls)

    def others(self, seconds: float) -> float:
        """The greater share of a core that other processes used."""
        taken = max(self.cores[0] - self.system, self.cores[1] - self.driver)
        return max(0.0, taken / seconds)


class Run:
    """One system at work."""

    def __init__(self, bench: Bench, system: System, load: Load, processes: Processes) -> None:
        self.cores = bench.cores
        self.system = system
        self.load = load
        self.processes = processes
        self.driver: Driver
        self.held: Look
        self.api = BotApi(self._heard)

    @classmethod
    async def begin(cls, bench: Bench, system: System, load: Load, folder: Path) -> Run:
        processes = Processes(folder, bench.cores[0], bench.beside)
        run = cls(bench, system, load, processes)
        api = f"http://127.0.0.1:{await run.api.listen()}"
        ports = [free_port() for _ in range(system.replicas)]
        run.driver = Driver(system.script(bench.texts), ports, _spread(load.spread, len(ports)))
        try:
            run.held = system.start(processes, ports, api, bench.texts)
            for port in ports:
                await processes.listening(port)
            await asyncio.wait_for(run.api.registered.wait(), 60)
        except BaseException:
            print(processes.log())
            run.end()
            raise
        return run

    def _heard(self, chat: int) -> None:
        self.driver.heard(chat)

    async def result(self) -> Result:
        load, driver = self.load, self.driver
        officers = await driver.bring_in(load.officers)
        self.api.latency = load.latency
        gc.collect()
        gc.freeze()
        costs = asyncio.create_task(self._costs_in_window())
        window = await self._loaded(officers)
        cost = await costs
        stored = await self.confirmed()
        return _result(self.system.name, window, cost, stored)

    async def _loaded(self, officers: list[Officer]) -> Window:
        load = self.load
        if load.rate:
            return await self.driver.offered(officers, load.rate, load.warm, load.seconds)
        return await self.driver.closed(officers, load.warm, load.seconds)

    async def _costs_in_window(self) -> _Costs:
        await asyncio.sleep(self.load.warm)
        before = self._costs()
        await asyncio.sleep(self.load.seconds)
        return self._costs() - before

    def _costs(self) -> _Costs:
        return _Costs(
            self.processes.cpu_seconds(),
            time.process_time(),
            (at_work(self.cores[0]), at_work(self.cores[1])),
            self.api.calls.total(),
        )

    async def confirmed(self) -> int:
        """Stop, kill, and compare the database with what was confirmed; how many rows."""
        await self.driver.drain(DRAIN_SECONDS)
        self.end()
        return check(self.driver.officers, self.held())

    def end(self) -> None:
        self.driver.end()
        self.processes.kill()


def check(officers: Mapping[int, Officer], held: Held) -> int:
    """Every row that a replied text stored is there with its value, and no other; of a text
    that was under way when the process was killed, all rows or none. LostError otherwise."""
    rows = 0
    for chat, officer in officers.items():
        there = held.get(chat, {})
        rows += len(there)
        allowed = [officer.walk.rows(officer.place)]
        if officer.waits:
            allowed.append(officer.walk.rows(officer.place + 1))
        if there not in allowed:
            message = (
                f"chat {chat}, {officer.place} texts replied to: "
                f"{len(there)} rows stored, {len(allowed[0])} confirmed"
            )
            raise LostError(message)
    strangers = held.keys() - officers.keys()
    if strangers:
        message = f"answers of nobody: {sorted(strangers)[:5]}"
        raise LostError(message)
    return rows


def _spread(how: str, ports: int) -> Callable[[int], int]:
    if ports == 1:
        return lambda _: 0
    chance = random.Random(5)
    return (lambda chat: chat % ports) if how == "hash" else (lambda _: chance.randrange(ports))


def _result(name: str, window: Window, cost: _Costs, stored: int) -> Result:
    seconds = window.ended - window.started
    latencies = [latency for _, latency in window.replies]
    # Who has waited longer than half the window counts with the wait so far.
    waiting = [wait for wait in window.waiting if wait > seconds / 2]
    p50, open50 = _percentile(latencies, waiting, 0.50)
    p99, open99 = _percentile(latencies, waiting, 0.99)
    answers = len(latencies)
    return Result(
        name,
        answers / seconds,
        p50 * 1_000,
        p99 * 1_000,
        open50,
        open99,
        cost.system / answers * 1e6 if answers else 0.0,
        cost.calls / answers if answers else 0.0,
        stored,
        cost.others(seconds),
    )


def _percentile(done: list[float], waiting: list[float], share: float) -> tuple[float, bool]:
    """The latency that this share stays within, and whether it is one still under way."""
    ordered = sorted([(latency, False) for latency in done] + [(wait, True) for wait in waiting])
    if not ordered:
        return 0.0, True
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
