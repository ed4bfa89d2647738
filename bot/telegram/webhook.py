"""The webhook: Telegram posts an update, and has its 200 when the update is stored."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot

from bot.channel import Door
from bot.telegram.backoff import Backoff, Pause, survive
from bot.telegram.menu import set_menu
from bot.telegram.polling import read_update
from bot.telegram.updates import ALLOWED_UPDATES, to_incoming

log = logging.getLogger(__name__)

BODY_LIMIT = 1_000_000  # bytes of one update; Telegram's own are far smaller
_HEADER = b"x-telegram-bot-api-secret-token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def check_secret(secret: str) -> str:
    """The secret, if Telegram can carry it: 1 to 256 of A-Z a-z 0-9 _ -; else ValueError."""
    if not _SECRET.fullmatch(secret):
        raise ValueError("the webhook secret must be 1 to 256 letters, digits, '_' or '-'")
    return secret


def webhook_route(door: Door, secret: str, path: str) -> Route:
    """The route of this bot's webhook. Who does not show the secret is not even read."""
    expected = check_secret(secret).encode()

    async def receive(request: Request) -> Response:
        if not _shows(request, expected):
            return PlainTextResponse("forbidden", status_code=403)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        raw = _update_of(body)
        if raw is None:
            return PlainTextResponse("not an update", status_code=400)
        return await _store(raw, door)

    return Route(path, receive, methods=["POST"])


def _shows(request: Request, expected: bytes) -> bool:
    """Bytes, because a header may hold any; in constant time, because it is a secret."""
    shown = [value for name, value in request.scope["headers"] if name.lower() == _HEADER]
    return len(shown) == 1 and hmac.compare_digest(shown[0], expected)


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_LIMIT:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)


def _update_of(body: bytes) -> dict[str, Any] | None:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
        return None
    return raw


async def _store(raw: dict[str, Any], door: Door) -> Response:
    update = read_update(raw)
    event = to_incoming(update) if update is not None else None
    if event is not None:
        try:
            await door.receive([event])
        except Exception as error:
            log.error("an update could not be stored, Telegram will repeat it: %r", error)
            return PlainTextResponse("try again", status_code=503)
    query = update.callback_query if update is not None else None
    if query is None:
        return PlainTextResponse("ok")
    # The answer to a tap rides on this response: it is a courtesy, and costs no call of its own.
    return JSONResponse({"method": "answerCallbackQuery", "callback_query_id": query.id})


class Registrar:
    """Gives Telegram the webhook's address, as often as it takes."""

    def __init__(self, bot: Bot, url: str, secret: str, *, pause: Pause = asyncio.sleep) -> None:
        self._bot = bot
        self._url = url
        self._secret = check_secret(secret)
        self._backoff = Backoff(pause)

    async def run(self) -> None:
        await survive(self._step, self._backoff, self._bot.token, self._secret)

    async def _step(self) -> bool:
        await self._bot.initialize()
        await self._bot.set_webhook(
            self._url, allowed_updates=ALLOWED_UPDATES, secret_token=self._secret
        )
        await set_menu(self._bot)
        log.info("Telegram: webhook set as @%s", self._bot.username)
        return True
