"""How long to wait after a failure of Telegram's, and when no waiting helps."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels import retry
from bot.channels.telegram.errors import pause_asked
from bot.runtime.redaction import redact_secrets

log = logging.getLogger(__name__)

_CONFLICT = 10.0  # seconds


class TelegramBackoff(retry.Backoff):
    """Waits of at most 30 seconds, and never less than what Telegram asked for."""

    longest = 30.0

    def asked(self, error: BaseException) -> float:
        if isinstance(error, RetryAfter):
            return pause_asked(error)
        return _CONFLICT if isinstance(error, Conflict) else 0.0


async def retry_telegram(
    step: Callable[[], Awaitable[bool]], backoff: TelegramBackoff, *secrets: str
) -> None:
    """Repeat `step` until it says True (done); a failure is logged and waited out.

    Returns early, with one clear error, only when Telegram refuses the token from the start:
    then no waiting helps, and the rest of the product goes on without Telegram. A token that
    has worked is tried again: a proxy's passing 404 looks the same as a refused token.
    """

    def gives_up(error: Exception, worked: bool) -> bool:
        if isinstance(error, InvalidToken) and not worked:
            log.error(
                "Telegram refuses the token: Telegram is switched off until the next start. "
                "Check PHULUC_TELEGRAM_TOKEN (and PHULUC_TELEGRAM_BASE_URL, if set)."
            )
            return True
        _report(error, *secrets)
        return False

    await retry.retry_until_done(step, backoff, gives_up)


def _report(error: Exception, *secrets: str) -> None:
    said = redact_secrets(f"{type(error).__name__}: {error}", *secrets)
    if isinstance(error, Conflict):
        log.error("another process takes this bot's updates; only one may poll: %s", said)
    elif isinstance(error, NetworkError | RetryAfter | TelegramError):
        log.warning("Telegram cannot be reached or refuses for now: %s", said)
    else:
        log.error("updates could not be stored, they stay with Telegram: %s", said)
