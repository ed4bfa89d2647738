"""How much of the processor a piece of asynchronous work takes, apart from what runs between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from time import thread_time
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class ProcessorTime(Generic[T]):
    """Awaits `work`, and tells `spent` the seconds of this thread's processor time that it took,
    also when it fails. Time in which other tasks run, or nothing does, is not counted; nor is
    what the work has done by other threads and tasks."""

    def __init__(self, work: Awaitable[T], spent: Callable[[float], None]) -> None:
        self._work = work
        self._spent = spent

    def __await__(self) -> Generator[Any, Any, T]:
        steps = self._work.__await__()
        seconds = 0.0
        sent: Any = None
        error: BaseException | None = None
        try:
            while True:
                start = thread_time()
                try:
                    waits = steps.send(sent) if error is None else steps.throw(error)
                except StopIteration as done:
                    return done.value  # type: ignore[no-any-return]
                finally:
                    seconds += thread_time() - start
                try:
                    sent, error = (yield waits), None
                except BaseException as thrown:  # passed on: also a cancellation
                    sent, error = None, thrown
        finally:
            self._spent(seconds)
