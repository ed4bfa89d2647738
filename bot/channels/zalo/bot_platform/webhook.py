"""The Bot Platform's webhook: it shows a secret, and has its 200 when the event is stored."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from starlette.types import Scope

from bot.channels.retry import Backoff, Pause
from bot.channels.zalo.bot_platform.client import BotClient
from bot.channels.zalo.bot_platform.polling import call_with_token
from bot.channels.zalo.bot_platform.updates import event_in, to_incoming
from bot.channels.zalo.retry import retry_zalo
from bot.channels.zalo.webhook import BODY_LIMIT, ZaloWebhook, has_secret, object_in
from bot.ports.channel import Inbox, Incoming

log = logging.getLogger(__name__)
_HEADER = b"x-bot-api-secret-token"


def check_secret(secret: str) -> str:
    """The secret, if the platform takes it: 8 to 256 visible characters; else ValueError."""
    if not (8 <= len(secret) <= 256 and all("!" <= sign <= "~" for sign in secret)):
        raise ValueError("the webhook secret must be 8 to 256 visible ASCII characters")
    return secret


def bot_hook(door: Inbox, secret: str) -> ZaloWebhook:
    """What this bot's events are posted to. Who does not show the secret is not even read."""
    expected = check_secret(secret).encode()

    def admits(scope: Scope) -> int:
        return BODY_LIMIT if has_secret(scope, _HEADER, expected) else 0

    return ZaloWebhook(door, "Zalo Bot", admits, _read)


def _read(_: Scope, body: bytes) -> Sequence[Incoming]:
    event = event_in(object_in(body))
    incoming = to_incoming(event) if event is not None else None
    return [incoming] if incoming is not None else []


class BotRegistrar:
    """Tells the platform the webhook's address, as often as it takes."""

    def __init__(
        self, client: BotClient, url: str, secret: str, *, pause: Pause = asyncio.sleep
    ) -> None:
        self._client = client
        self._url = url
        self._secret = check_secret(secret)
        self._backoff = Backoff(pause)

    async def run(self) -> None:
        await retry_zalo(self._step, self._backoff, "Zalo Bot", self._client.token, self._secret)

    async def _step(self) -> bool:
        params = {"url": self._url, "secret_token": self._secret}
        await call_with_token(self._client, "setWebhook", params)
        log.info("Zalo Bot: webhook set")
        return True
