"""An end to work on the event loop's thread that takes too much of the processor.

A timer ticks with the processor time of the process, and each tick is counted to the section that
runs on the main thread at that moment. One that is over its limit is ended by an exception in the
middle of what it does. That needs the interpreter to get a turn: a call into C that keeps it for
itself is not ended here, but by the watchdog, with the process.
"""

from __future__ import annotations

import signal
import threading
import time
from dataclasses import dataclass
from types import FrameType

TICK_SECONDS = 0.1  # of processor time
AGAIN_SECONDS = 0.3  # later it is ended once more, when something has swallowed the exception


class CpuLimitError(Exception):
    """A section took more of the processor than it may."""


@dataclass(slots=True)
class CpuSection:
    """Work that may take so many seconds of processor time, in one piece or in several."""

    limit: float
    used: float = 0.0


class CpuLimit:
    """Counts ticks to the `section` at work. Without `start` nothing is ever ended."""

    def __init__(self) -> None:
        self.section: CpuSection | None = None
        self._seen = 0.0
        self._before: object = None
        self._started = False

    def start(self) -> None:
        """Begin to tick. Signals reach the main thread alone: on any other nothing is begun."""
        if threading.current_thread() is not threading.main_thread():
            return
        self._seen = time.thread_time()
        self._before = signal.signal(signal.SIGPROF, self._tick)
        signal.setitimer(signal.ITIMER_PROF, TICK_SECONDS, TICK_SECONDS)
        self._started = True

    def stop(self) -> None:
        """Tick no more."""
        if self._started:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, signal.SIG_IGN)  # one may be under way still
            self._started = False

    def _tick(self, _: int, __: FrameType | None) -> None:
        now = time.thread_time()
        spent, self._seen = now - self._seen, now
        section = self.section
        if section is None:
            return
        section.used += spent
        if section.used > section.limit:
            section.limit = section.used + AGAIN_SECONDS
            raise CpuLimitError
