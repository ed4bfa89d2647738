"""One commit for what many conversations want written at the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from storage.core.errors import RevisionConflict
from storage.fast_path.delivery_notes import DeliveryReceipt, note_sent
from storage.fast_path.step_rows import LeaseHolder, Outcome, Stale, StepWrite
from storage.fast_path.step_writer import write_steps
from storage.store import Store

MOST = 256  # steps, and notes, in one commit

Then = Callable[[Outcome], None]
Waiting = tuple[StepWrite, Then, "asyncio.Future[Outcome]"]
Noting = tuple[DeliveryReceipt, "asyncio.Future[None]"]


class GroupCommit:
    """Gathers while a commit is under way, and writes all that has gathered in the next one:
    alone an officer waits for nobody, and many share what a commit costs. `process` is whom the
    messages are claimed for, for `lease_seconds`."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], process: str, lease_seconds: float
    ) -> None:
        self._store = store
        self._clock = clock
        self._process = process
        self._lease = timedelta(seconds=lease_seconds)
        self._steps: list[Waiting] = []
        self._sent: list[Noting] = []
        self._writing: asyncio.Task[None] | None = None
        self._calm = asyncio.Event()  # no commit is under way
        self._calm.set()

    async def calm(self) -> None:
        """Wait until no commit is under way. What is worked out before that is written no sooner,
        and worked out in one go with others it takes less time."""
        await self._calm.wait()

    async def write_step(self, step: StepWrite, then: Then) -> Outcome:
        """Write one event of a conversation in memory, durably; what became of it. `then` is
        told as soon as it is known, also when nobody waits for it any more."""
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._steps.append((step, then, done))
        self._start()
        return await done

    async def note_sent(self, receipt: DeliveryReceipt) -> None:
        """Note that the channel took a message."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sent.append((receipt, done))
        self._start()
        await done

    async def close(self) -> None:
        """Wait until everything is written."""
        if self._writing is not None:
            await self._writing

    def _start(self) -> None:
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        try:
            while self._steps or self._sent:
                await asyncio.sleep(0)  # whoever is ready at this moment comes along
                steps, self._steps = self._steps[:MOST], self._steps[MOST:]
                sent, self._sent = self._sent[:MOST], self._sent[MOST:]
                await self._write(steps, sent)
        finally:
            self._writing = None

    async def _write(self, steps: Sequence[Waiting], sent: Sequence[Noting]) -> None:
        try:
            outcomes = await self._commit([one[0] for one in steps], [one[0] for one in sent])
        except RevisionConflict:
            await self._write_apart(steps, sent)
        except Exception as error:
            for *_, done in steps:
                _fail(done, error)
            for _, noted in sent:
                _fail(noted, error)
        else:
            for (_, then, done), outcome in zip(steps, outcomes, strict=True):
                then(outcome)
                _settle(done, outcome)
            for _, noted in sent:
                _settle(noted, None)

    async def _write_apart(self, steps: Sequence[Waiting], sent: Sequence[Noting]) -> None:
        """One of the steps was overtaken by another process: find out which."""
        if len(steps) == 1 and not sent:
            _, then, done = steps[0]
            then(Stale())
            _settle(done, Stale())
            return
        for one in steps:
            await self._write([one], [])
        if sent:
            await self._write([], sent)

    async def _commit(
        self, steps: Sequence[StepWrite], sent: Sequence[DeliveryReceipt]
    ) -> list[Outcome]:
        holder = LeaseHolder(self._process, self._clock() + self._lease)

        def work(connection: Connection) -> list[Outcome]:
            if sent:
                note_sent(connection, sent)
            return write_steps(connection, steps, holder) if steps else []

        self._calm.clear()
        try:
            return await self._store.at_once(work)
        finally:
            self._calm.set()


def _settle(done: asyncio.Future[Any], result: object) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: asyncio.Future[Any], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)
