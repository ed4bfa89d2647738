"""How long to wait after a failure, and the loop that survives everything but cancellation."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.redaction import redact
from bot.telegram.errors import pause_asked

log = logging.getLogger(__name__)

Pause = Callable[[float], Awaitable[None]]

_FIRST = 0.5  # seconds
_LONGEST = 30.0
_CONFLICT = 10.0


class Backoff:
    """Doubling waits from 0.5 to 30 seconds, each shortened at random by up to a half so that
    many processes do not come back at once; never less than what Telegram asked for."""

    def __init__(self, pause: Pause = asyncio.sleep) -> None:
        self._pause = pause
        self._failures = 0

    def reset(self) -> None:
        self._failures = 0

    async def wait(self, error: BaseException) -> None:
        wide = min(_LONGEST, _FIRST * 2 ** min(self._failures, 10))
        self._failures += 1
        wait = wide * random.uniform(0.5, 1.0)  # noqa: S311 -- spreads load, guards nothing
        if isinstance(error, RetryAfter):
            wait += pause_asked(error)
        elif isinstance(error, Conflict):
            wait += _CONFLICT
        await self._pause(wait)


async def survive(step: Callable[[], Awaitable[bool]], backoff: Backoff, *secrets: str) -> None:
    """Repeat `step` until it says True (done); a failure is logged and waited out.

    Returns early, with one clear error, only when Telegram refuses the token from the start:
    then no waiting helps, and the rest of the product goes on without Telegram. A token that
    has worked is tried again: a proxy's passing 404 looks the same as a refused token.
    """
    worked = False
    while True:
        try:
            if await step():
                return
            worked = True
            backoff.reset()
        except Exception as error:
            if isinstance(error, InvalidToken) and not worked:
                log.error(
                    "Telegram refuses the token: Telegram is switched off until the next start. "
                    "Check PHULUC_TELEGRAM_TOKEN (and PHULUC_TELEGRAM_BASE_URL, if set)."
                )
                return
            _report(error, *secrets)
            await backoff.wait(error)


def _report(error: Exception, *secrets: str) -> None:
    said = redact(f"{type(error).__name__}: {error}", *secrets)
    if isinstance(error, Conflict):
        log.error("another process takes this bot's updates; only one may poll: %s", said)
    elif isinstance(error, NetworkError | RetryAfter | TelegramError):
        log.warning("Telegram cannot be reached or refuses for now: %s", said)
    else:
        log.error("updates could not be stored, they stay with Telegram: %s", said)
