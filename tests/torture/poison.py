"""Events that end or hang the process that handles them: two deaths, and everybody goes on.

Beside them officers fill in their reports, and everything they see is judged as ever. Whatever
dies is started anew, as a supervisor does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from storage.store import Store
from tests.fakes.telegram import Officer
from tests.torture import poison_hook
from tests.torture.bench import Bench, Work
from tests.torture.cluster import Replica, Setting
from tests.torture.poison_hook import ABORT, HANG, LOOP, VARIABLE
from tests.torture.tally import Tally

FIRST_CHAT = 4_700_000_001
PATIENCE = 120.0
WATCHDOG = "8"  # seconds; the tests' machine is busy
POISON = Path(poison_hook.__file__).name  # stands in the trace of whom it ends
DEATHS = {ABORT: 2, HANG: 2, LOOP: 0}
TROUBLE = "Hệ thống đang trục trặc"
# What hangs holds its locks, too.
EXPLAINED = (
    r"LockNotAvailable",
    r"CpuLimitError",
    r"SlowStepError",
    r"TookTooLongError",
    r"ConnectError",
    r"httpx",
)
SETTINGS = {VARIABLE.removeprefix("PHULUC_"): "yes", "WATCHDOG_SECONDS": WATCHDOG}


@dataclass
class Supervisor:
    """Starts again whatever has ended, and counts the deaths in which the poison stands in what the
    process wrote at its end. A machine that gives a process no time kills by the watchdog too."""

    work: Work
    deaths: int = 0
    ends: list[str] = field(default_factory=list)
    _read: dict[int, int] = field(default_factory=dict)  # how much of each process's log

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Supervisor]:
        task = asyncio.create_task(self._run())
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            fallen = [one for one in self.work.cluster.replicas if not one.runs]
            for one in fallen:
                code, said = await one.gone(), self._last_words(one)
                self.deaths += POISON in said
                self.ends.append(f"{time.monotonic():.1f}: {code} {said[-250:]}")
            await asyncio.gather(*(self._restart(one) for one in fallen))
            await asyncio.sleep(0.05)

    def _last_words(self, replica: Replica) -> str:
        known, log = self._read.get(id(replica), 0), replica.log
        self._read[id(replica)] = len(log)
        return log[known:]

    async def _restart(self, replica: Replica) -> None:
        """What waits for the process may end it before it listens: one more death."""
        with suppress(AssertionError):
            await self.work.cluster.restart(replica)

    async def all_run(self) -> None:
        """Wait until everything that has fallen is back."""
        async with asyncio.timeout(PATIENCE):
            while not all(one.runs and one.address for one in self.work.cluster.replicas):  # noqa: ASYNC110
                await asyncio.sleep(0.05)


@dataclass
class Poisoner:
    """One officer in a chat of their own, and how many deaths each of their texts has cost."""

    officer: Officer
    supervisor: Supervisor
    tally: Tally
    said: int = 10

    async def poison(self, text: str, *, at_once: bool) -> None:
        """Send the text: as one that a conversation in memory answers `at_once`, or as an edit,
        which goes the long way. Then an honest number, which is recorded."""
        message = await self._answers()
        before, last = self.supervisor.deaths, self.officer.last.id
        if at_once:
            await self.officer.say(text)
        else:
            await self.officer.edit(message, text)
        await self.officer.wait_for(
            lambda one: one.text.startswith(TROUBLE), after=last, seconds=PATIENCE
        )
        await self._answers()
        await self.supervisor.all_run()
        self._count(text, self.supervisor.deaths - before, last)
        self.tally.kills += 1

    async def _answers(self) -> int:
        self.said += 1
        last = self.officer.last.id if self.officer.messages else 0
        await self.officer.say("sửa I.01.01")
        asked = await self.officer.wait_for(lambda _: True, after=last, seconds=PATIENCE)
        number = await self.officer.say(str(self.said))
        await self.officer.wait_for(
            lambda one: "Đã" in one.text and str(self.said) in one.text,
            after=asked.id,
            seconds=PATIENCE,
        )
        return number

    def _count(self, text: str, deaths: int, last: int) -> None:
        if deaths != DEATHS[text]:
            self.tally.dirty += 1
            self.tally.note(f"{text!r} cost {deaths} deaths: {self.supervisor.ends[-deaths:]}")
        told = sum(one.text.startswith(TROUBLE) for one in self.officer.newer(last))
        if not told:  # it may come again: a process that stands still cannot note what it sent
            self.tally.unexpected += 1
            self.tally.note(f"{text!r}: told {told} times")


async def poison(bench: Bench, setting: Setting, times: int) -> Tally:
    """So many rounds, each of every kind of poison in both ways; in CI of some of them."""
    kinds = [(text, at_once) for text in (ABORT, HANG, LOOP) for at_once in (True, False)]
    if bench.texts is not None:
        kinds = [(ABORT, True), (ABORT, False), (HANG, True), (LOOP, False)]
    async with bench.officers_at_work(setting, EXPLAINED, extra=SETTINGS) as work:
        supervisor = Supervisor(work)
        async with supervisor.at_work():
            poisoner = Poisoner(work.telegram.chat(FIRST_CHAT), supervisor, work.tally)
            await _begin(poisoner.officer)
            for _ in range(times):
                for text, at_once in kinds:
                    await poisoner.poison(text, at_once=at_once)
            quiet = supervisor.deaths
            await asyncio.sleep(2)
            work.tally.dirty += supervisor.deaths - quiet
    async with work.opening:
        await _judge(work, times * len(kinds))
    return work.tally


async def _begin(officer: Officer) -> None:
    await officer.start()
    await officer.wait_for(lambda one: "Câu 1/" in one.text, seconds=PATIENCE)


async def _judge(work: Work, count: int) -> None:
    """Every poisoned event stands in the administrator's list, and nothing of it was recorded."""
    store = await Store.open(work.cluster.url)
    try:
        async with store.transaction() as tx:
            found = await tx.attempts.list_set_aside()
            member = await tx.members.find("telegram", str(FIRST_CHAT))
            assert member is not None
            number = await tx.members.report_of(member.id)
            assert number is not None
            report = await tx.reports.load(number)
    finally:
        await store.close()
    marked = [one for one in found if str(one.body.get("text", "")).startswith("đầu độc")]
    if (len(marked), len(found)) != (count, count):
        work.tally.wrong += 1
        work.tally.note(f"{len(found)} set aside, {len(marked)} of them poison")
    if [*report.answers] != ["I.01.01"]:
        work.tally.extra += 1
        work.tally.note(f"recorded: {[*report.answers]}")
