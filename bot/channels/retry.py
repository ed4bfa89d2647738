"""Doing a thing until it is done, through whatever fails but cancellation, with growing waits."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.runtime.redaction import redact_secrets

log = logging.getLogger(__name__)

Pause = Callable[[float], Awaitable[None]]
LONGEST = 30.0  # seconds between two tries
_FIRST = 0.5


@dataclass(frozen=True, slots=True)
class Failure:
    """What a failed call means to whoever tries again: what the log says of it, the seconds that
    the platform asks for, whether the token was refused, and whether a webhook may be the cause."""

    words: str
    level: int = logging.ERROR
    pause: float = 0.0
    token_refused: bool = False
    webhook_set: bool = False


class Backoff:
    """Doubling waits from 0.5 seconds to the `longest`, each shortened at random by up to a half
    so that many processes do not come back at once; longer where the failure asks for it."""

    def __init__(self, pause: Pause = asyncio.sleep, longest: float = LONGEST) -> None:
        self._pause = pause
        self._longest = longest
        self._failures = 0

    def reset(self) -> None:
        self._failures = 0

    async def wait(self, asked: float = 0.0) -> None:
        wide = min(self._longest, _FIRST * 2 ** min(self._failures, 12))
        self._failures += 1
        wait = wide * random.uniform(0.5, 1.0)  # noqa: S311 -- spreads load, guards nothing
        await self._pause(wait + asked)


@dataclass(frozen=True)
class Retry:
    """Repeats a step of a platform's channel. `name` is the platform's in the log, from which the
    `secrets` are kept; `token_setting` is where the operator finds the token."""

    name: str
    explain: Callable[[Exception], Failure]
    token_setting: str
    secrets: tuple[str, ...]
    pause: Pause = asyncio.sleep
    longest: float = LONGEST

    async def until_done(self, step: Callable[[], Awaitable[bool]]) -> None:
        """Repeat `step` until it says True (done); a failure is logged and waited out.

        Returns early, with one clear error, only when the token is refused from the start: then
        no waiting helps, and the rest of the product goes on without the channel. A token that has
        worked is tried again: a proxy's passing 404 looks the same as a refused token.
        """
        backoff, worked = Backoff(self.pause, self.longest), False
        while True:
            try:
                if await step():
                    return
                worked = True
                backoff.reset()
            except Exception as error:
                failure = self.explain(error)
                if failure.token_refused and not worked:
                    message = "%s refuses the token: the channel is off until the next start. "
                    log.error(message + "Check %s.", self.name, self.token_setting)
                    return
                said = redact_secrets(f"{type(error).__name__}: {error}", *self.secrets)
                log.log(failure.level, "%s: %s: %s", self.name, failure.words, said)
                await backoff.wait(failure.pause)
