"""Doing a thing until it is done, through whatever fails but cancellation, with growing waits."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

Pause = Callable[[float], Awaitable[None]]

_FIRST = 0.5  # seconds


class Backoff:
    """Doubling waits from 0.5 seconds to the `longest`, each shortened at random by up to a half
    so that many processes do not come back at once; longer where the failure asks for it."""

    longest = 60.0

    def __init__(self, pause: Pause = asyncio.sleep) -> None:
        self._pause = pause
        self._failures = 0

    def reset(self) -> None:
        self._failures = 0

    async def wait(self, error: BaseException) -> None:
        wide = min(self.longest, _FIRST * 2 ** min(self._failures, 10))
        self._failures += 1
        wait = wide * random.uniform(0.5, 1.0)  # noqa: S311 -- spreads load, guards nothing
        await self._pause(wait + self.asked(error))

    def asked(self, error: BaseException) -> float:
        """The seconds that this failure asks for beyond that."""
        return 0.0


async def retry_until_done(
    step: Callable[[], Awaitable[bool]],
    backoff: Backoff,
    gives_up: Callable[[Exception, bool], bool],
) -> None:
    """Repeat `step` until it says True (done); a failure is waited out. `gives_up` is told each
    failure, and whether the step has ever worked; it logs it, and says when no waiting helps."""
    worked = False
    while True:
        try:
            if await step():
                return
            worked = True
            backoff.reset()
        except Exception as error:
            if gives_up(error, worked):
                return
            await backoff.wait(error)
