"""What is computed for an event, under guard: named in the crash journal and limited in time."""

from __future__ import annotations

from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, TypeVar

from bot.runtime.cpu_limit import CpuLimit, CpuSection
from bot.runtime.crash_journal import CrashJournal
from bot.runtime.sliced_work import SlicedWork
from storage.messaging.attempts import EventName

T = TypeVar("T")
STEP_SECONDS = 5.0  # of processor time that one step of a conversation may take
TRANSACTION_SECONDS = 1.0  # of processor time while a transaction is open


class EventGuard:
    """Guards work on the event loop's thread with sections, and work beside it with `beside`.
    `journal` is None where there is no folder for one: then only time is limited."""

    def __init__(self, journal: CrashJournal | None = None, limit: CpuLimit | None = None) -> None:
        self.journal = journal
        self.limit = limit or CpuLimit()

    def section(self, name: EventName, seconds: float, *, stored: bool = True) -> GuardedSection:
        """Work for this event that may take so much of the processor; CpuLimitError when it takes
        more. It may be entered several times, and must hold no `await`. `stored`: the event is in
        the database."""
        return GuardedSection(self, name, CpuSection(seconds), stored=stored)

    def sliced(
        self, name: EventName, seconds: float, work: Coroutine[Any, Any, T]
    ) -> SlicedWork[T]:
        """The same for a coroutine: what it does between its waits is guarded, all together."""
        return SlicedWork(self.section(name, seconds), work)

    @contextmanager
    def beside(self, name: EventName) -> Generator[None]:
        """Name an event that is worked on in a thread or in a process of its own."""
        if self.journal is None:
            yield
            return
        slot = self.journal.take_slot(name)
        try:
            yield
        finally:
            self.journal.give_slot_back(slot)


class GuardedSection:
    """One event's share of the event loop."""

    __slots__ = ("_cpu", "_journal", "_limit", "_name", "_stored")

    def __init__(
        self, guard: EventGuard, name: EventName, cpu: CpuSection, *, stored: bool
    ) -> None:
        self._stored = stored
        self._journal = guard.journal
        self._limit = guard.limit
        self._name = name
        self._cpu = cpu

    def __enter__(self) -> None:
        if self._journal is not None:
            self._journal.mark(self._name, stored=self._stored)
        self._limit.section = self._cpu

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._limit.section = None
        if self._journal is not None:
            self._journal.clear()
