"""What a refusal of Telegram means for a message waiting to be sent."""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.ports.channel import ChannelError
from bot.runtime.redaction import redact_secrets

_TOKEN_PAUSE = 60.0  # seconds; nothing helps before the operator mends the token


def to_channel_error(error: TelegramError, *secrets: str) -> ChannelError:
    """Permanent: this chat will never take this message (blocked, unknown, refused content).
    Everything else passes: flood control, network trouble, a server error, a wrong token."""
    message = redact_secrets(f"{type(error).__name__}: {error.message}", *secrets)
    permanent = isinstance(error, Forbidden | BadRequest | ChatMigrated)
    gone = isinstance(error, Forbidden) or "chat not found" in error.message.lower()
    return ChannelError(
        message,
        permanent=permanent,
        retry_after=pause_asked(error),
        gone=permanent and gone,
        unknown=_may_have_arrived(error),
    )


class UnsureError(NetworkError):
    """The call left, and its answer never came."""


_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


def _may_have_arrived(error: TelegramError) -> bool:
    """Whether the request was out when it failed, so that nobody knows what came of it."""
    if isinstance(error, UnsureError):
        return True
    cause = error.__cause__
    return isinstance(cause, httpx.HTTPError) and not isinstance(cause, _BEFORE)


def pause_asked(error: TelegramError) -> float:
    """Seconds Telegram wants us to wait; 0 when it names none."""
    if isinstance(error, InvalidToken):
        return _TOKEN_PAUSE
    if not isinstance(error, RetryAfter):
        return 0.0
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
