"""The Bot Platform's webhook: it shows a secret, and has its 200 when the event is stored."""

from __future__ import annotations

import asyncio
import hmac
import logging

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channel import Door
from bot.zalo.bot_client import BotClient
from bot.zalo.bot_events import event_in, to_incoming
from bot.zalo.bot_polling import prepare
from bot.zalo.hooks import body_of, object_in, store
from bot.zalo.surviving import Backoff, Pause, survive

log = logging.getLogger(__name__)
_HEADER = b"x-bot-api-secret-token"


def check_secret(secret: str) -> str:
    """The secret, if the platform takes it: 8 to 256 visible characters; else ValueError."""
    if not (8 <= len(secret) <= 256 and all("!" <= sign <= "~" for sign in secret)):
        raise ValueError("the webhook secret must be 8 to 256 visible ASCII characters")
    return secret


def webhook_route(door: Door, secret: str, path: str) -> Route:
    """The route of this bot's webhook. Who does not show the secret is not even read."""
    expected = check_secret(secret).encode()

    async def receive(request: Request) -> Response:
        if not _shows(request, expected):
            return PlainTextResponse("forbidden", status_code=403)
        body = await body_of(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        raw = object_in(body)
        if raw is None:
            return PlainTextResponse("not an event", status_code=400)
        event = event_in(raw)
        incoming = to_incoming(event) if event is not None else None
        return await store(door, [incoming] if incoming else [], "Zalo Bot")

    return Route(path, receive, methods=["POST"])


def _shows(request: Request, expected: bytes) -> bool:
    """Bytes, because a header may hold any; in constant time, because it is a secret."""
    shown = [value for name, value in request.scope["headers"] if name.lower() == _HEADER]
    return len(shown) == 1 and hmac.compare_digest(shown[0], expected)


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
        await survive(self._step, self._backoff, "Zalo Bot", self._client.token, self._secret)

    async def _step(self) -> bool:
        await prepare(self._client)
        params = {"url": self._url, "secret_token": self._secret}
        await self._client.call("setWebhook", params)
        log.info("Zalo Bot: webhook set")
        return True
