"""Doing a thing until it is done, through whatever fails, with growing waits."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from bot.redaction import redact
from bot.zalo.http import LostError

log = logging.getLogger(__name__)

Pause = Callable[[float], Awaitable[None]]

_FIRST = 0.5  # seconds
_LONGEST = 60.0


class RefusedTokenError(Exception):
    """The platform does not know our token: no waiting helps."""


class Backoff:
    """Doubling waits from 0.5 to 60 seconds, each shortened at random by up to a half so that
    many processes do not come back at once."""

    def __init__(self, pause: Pause = asyncio.sleep) -> None:
        self._pause = pause
        self._failures = 0

    def reset(self) -> None:
        self._failures = 0

    async def wait(self) -> None:
        wide = min(_LONGEST, _FIRST * 2 ** min(self._failures, 10))
        self._failures += 1
        await self._pause(wide * random.uniform(0.5, 1.0))  # noqa: S311 -- guards nothing


async def survive(
    step: Callable[[], Awaitable[bool]], backoff: Backoff, what: str, *secrets: str
) -> None:
    """Repeat `step` until it says True (done); a failure is logged and waited out. Returns early,
    with one clear error, only when the token is refused from the start: the rest of the product
    goes on without the channel. A token that has worked is tried again."""
    worked = False
    while True:
        try:
            if await step():
                return
            worked = True
            backoff.reset()
        except Exception as error:
            if isinstance(error, RefusedTokenError) and not worked:
                log.error("%s: %s", what, redact(str(error), *secrets))
                return
            said = redact(f"{type(error).__name__}: {error}", *secrets)
            level = logging.WARNING if isinstance(error, LostError) else logging.ERROR
            log.log(level, "%s: %s", what, said)
            await backoff.wait()
