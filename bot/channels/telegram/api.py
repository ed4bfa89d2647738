"""What the channel kit asks of Telegram: its updates, its webhook, and what its failures mean."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.request_body import RequestBodyError
from bot.channels.retry import Failure
from bot.channels.telegram.callback_answers import CallbackAnswerer
from bot.channels.telegram.errors import pause_asked
from bot.channels.telegram.requests import TelegramRequests
from bot.channels.telegram.updates import ALLOWED_UPDATES, Json, read_update, tap_of
from bot.channels.webhook import Posted
from bot.ports.channel import Incoming

BODY_LIMIT = 1_000_000  # bytes of one update; Telegram's own are far smaller
LONG_POLL = 25  # seconds Telegram holds a request that has nothing to tell
ON_THE_WAY = 10.0  # seconds an answer may take beyond that
_CONFLICT = 10.0  # seconds


class TelegramApi:
    """One bot. Telegram forgets an update when a later offset is asked for."""

    name = "Telegram"
    token_setting = "PHULUC_TELEGRAM_TOKEN (and PHULUC_TELEGRAM_BASE_URL, if set)"  # noqa: S105
    secret_header = b"x-telegram-bot-api-secret-token"
    secret_pattern = re.compile(r"[A-Za-z0-9_-]{1,256}")
    body_limit = BODY_LIMIT

    def __init__(self, bot: Bot, calls: TelegramRequests, taps: CallbackAnswerer) -> None:
        self.token = bot.token
        self._bot = bot
        self._calls = calls
        self._taps = taps

    def explain(self, error: Exception) -> Failure:
        return explain_failure(error)

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._bot.set_webhook(url, allowed_updates=ALLOWED_UPDATES, secret_token=secret)

    async def remove_webhook(self) -> None:
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def fetch(self, stored: Sequence[Json]) -> Sequence[Json]:
        """The waiting updates by number. The sign that waits on a tapped button goes when the tap
        is stored."""
        self._taps.answer([tap for update in stored if (tap := tap_of(update)) is not None])
        asked: dict[str, Any] = {"timeout": LONG_POLL, "allowed_updates": ALLOWED_UPDATES}
        if stored:
            asked["offset"] = int(stored[-1]["update_id"]) + 1
        url = f"{self._bot.base_url}/getUpdates"
        batch = await self._calls.call(url, asked, LONG_POLL + ON_THE_WAY)
        return sorted(batch, key=lambda update: int(update["update_id"]))

    def read(self, update: Json) -> Incoming | None:
        return read_update(update)

    def read_posted(self, body: Json) -> Posted:
        """The answer to a tap rides on the response: it is a courtesy, and costs no call of its
        own."""
        if not isinstance(body.get("update_id"), int):
            raise RequestBodyError(400, "not an update")
        event, tap = read_update(body), tap_of(body)
        call = {"method": "answerCallbackQuery", "callback_query_id": tap}
        return Posted([event] if event is not None else [], call if tap is not None else None)


def explain_failure(error: Exception) -> Failure:
    """What a failure of Telegram's API means to whoever tries again."""
    if isinstance(error, Conflict):
        words = "another process takes this bot's updates; only one may poll"
        return Failure(words, pause=_CONFLICT, webhook_set=True)
    if isinstance(error, TelegramError):
        return Failure(
            "it cannot be reached or refuses for now",
            logging.WARNING,
            pause_asked(error) if isinstance(error, RetryAfter) else 0.0,
            token_refused=isinstance(error, InvalidToken),
        )
    return Failure("updates could not be stored, they stay with Telegram")
