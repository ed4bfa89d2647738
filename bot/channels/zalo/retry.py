"""Which failures of Zalo's are waited out, and when no waiting helps."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from bot.channels.retry import Backoff, retry_until_done
from bot.channels.zalo.http import NoAnswerError
from bot.runtime.redaction import redact_secrets

log = logging.getLogger(__name__)


class RefusedTokenError(Exception):
    """The platform does not know our token: no waiting helps."""


async def retry_zalo(
    step: Callable[[], Awaitable[bool]], backoff: Backoff, what: str, *secrets: str
) -> None:
    """Repeat `step` until it says True (done); a failure is logged and waited out. Returns early,
    with one clear error, only when the token is refused from the start: the rest of the product
    goes on without the channel. A token that has worked is tried again."""

    def gives_up(error: Exception, worked: bool) -> bool:
        if isinstance(error, RefusedTokenError) and not worked:
            log.error("%s: %s", what, redact_secrets(str(error), *secrets))
            return True
        said = redact_secrets(f"{type(error).__name__}: {error}", *secrets)
        level = logging.WARNING if isinstance(error, NoAnswerError) else logging.ERROR
        log.log(level, "%s: %s", what, said)
        return False

    await retry_until_done(step, backoff, gives_up)
