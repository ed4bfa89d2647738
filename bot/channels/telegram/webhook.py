"""The webhook: Telegram posts an update, and has its 200 when the update is stored."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from starlette.types import Receive, Scope, Send
from telegram import Bot

from bot.channels.request_body import RequestBodyError, read_body
from bot.channels.retry import Pause
from bot.channels.telegram.bot_setup import BotSetup
from bot.channels.telegram.retry import TelegramBackoff, retry_telegram
from bot.channels.telegram.updates import ALLOWED_UPDATES, read_update, tap_of
from bot.ports.channel import Inbox

log = logging.getLogger(__name__)

BODY_LIMIT = 1_000_000  # bytes of one update; Telegram's own are far smaller
_HEADER = b"x-telegram-bot-api-secret-token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def check_secret(secret: str) -> str:
    """The secret, if Telegram can carry it: 1 to 256 of A-Z a-z 0-9 _ -; else ValueError."""
    if not _SECRET.fullmatch(secret):
        raise ValueError("the webhook secret must be 1 to 256 letters, digits, '_' or '-'")
    return secret


class TelegramWebhook:
    """The ASGI application that Telegram posts updates to; who does not show the secret is not
    even read. It is called for every message of every officer, so it makes none of a framework's
    objects."""

    def __init__(self, door: Inbox, secret: str) -> None:
        self._door = door
        self._expected = check_secret(secret).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await _answer(send, 405, b"post updates here")
            return
        if not _shows(scope, self._expected):
            await _answer(send, 403, b"forbidden")
            return
        try:
            body = await read_body(scope, receive, BODY_LIMIT)
        except RequestBodyError as refused:
            await _answer(send, refused.status, str(refused).encode())
            return
        update = _update_of(body)
        if update is None:
            await _answer(send, 400, b"not an update")
            return
        await self._store(update, send)

    async def _store(self, update: Mapping[str, Any], send: Send) -> None:
        event = read_update(update)
        if event is not None:
            try:
                await self._door.receive([event])
            except Exception as error:
                log.error("an update could not be stored, Telegram will repeat it: %r", error)
                await _answer(send, 503, b"try again")
                return
        tap = tap_of(update)
        if tap is None:
            await _answer(send, 200, b"ok")
            return
        # The answer to a tap rides on this response: it is a courtesy, and costs no call of its
        # own.
        call = {"method": "answerCallbackQuery", "callback_query_id": tap}
        await _answer(send, 200, json.dumps(call).encode(), b"application/json")


def _shows(scope: Scope, expected: bytes) -> bool:
    """Bytes, because a header may hold any; in constant time, because it is a secret."""
    shown = [value for name, value in scope["headers"] if name == _HEADER]
    return len(shown) == 1 and hmac.compare_digest(shown[0], expected)


async def _answer(send: Send, status: int, body: bytes, kind: bytes = b"text/plain") -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _update_of(body: bytes) -> dict[str, Any] | None:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
        return None
    return raw


class TelegramRegistrar:
    """Gives Telegram the webhook's address, as often as it takes."""

    def __init__(self, bot: Bot, url: str, secret: str, *, pause: Pause = asyncio.sleep) -> None:
        self._bot = bot
        self._url = url
        self._secret = check_secret(secret)
        self._backoff = TelegramBackoff(pause)
        self._setup = BotSetup(bot, pause=pause)

    async def run(self) -> None:
        await retry_telegram(self._step, self._backoff, self._bot.token, self._secret)
        await self._setup.run()

    async def _step(self) -> bool:
        await self._bot.set_webhook(
            self._url, allowed_updates=ALLOWED_UPDATES, secret_token=self._secret
        )
        log.info("Telegram: webhook set")
        return True
