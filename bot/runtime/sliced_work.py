"""Asynchronous work with something around each piece that runs between its waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from contextlib import AbstractContextManager
from time import thread_time
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class SlicedWork(Generic[T]):
    """To be awaited once; `section` is entered for each piece. Time in which other tasks run, or
    nothing does, is outside of it; so is what the work has done by other threads and tasks."""

    def __init__(self, section: AbstractContextManager[Any], work: Awaitable[T]) -> None:
        self._section = section
        self._work = work

    def __await__(self) -> Generator[Any, Any, T]:
        section, steps = self._section, self._work.__await__()
        given: Any = None
        failure: BaseException | None = None
        while True:
            with section:
                try:
                    asked = steps.send(given) if failure is None else steps.throw(failure)
                except StopIteration as end:
                    return end.value  # type: ignore[no-any-return]
            given, failure = None, None
            try:
                given = yield asked
            except BaseException as error:  # passed on: also a cancellation
                failure = error


class ProcessorTime:
    """Counts the seconds of this thread's processor time between entering and leaving."""

    seconds = 0.0

    def __enter__(self) -> None:
        self._start = thread_time()

    def __exit__(self, *_: object) -> None:
        self.seconds += thread_time() - self._start


async def measure_work(work: Awaitable[T], spent: Callable[[float], None]) -> T:
    """Await the work, and tell `spent` the processor time that it took, also when it fails."""
    time = ProcessorTime()
    try:
        return await SlicedWork(time, work)
    finally:
        spent(time.seconds)
