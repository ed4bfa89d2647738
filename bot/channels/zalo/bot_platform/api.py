"""What the channel kit asks of the Bot Platform: its events, its webhook, and what its failures
mean."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.retry import Failure
from bot.channels.webhook import JsonObject, Posted
from bot.channels.zalo.bot_platform.client import BAD_TOKEN, NOTHING_YET, BotClient
from bot.channels.zalo.bot_platform.updates import event_in, to_incoming
from bot.channels.zalo.http import EVENT_LIMIT, NoAnswerError, ZaloApiError
from bot.ports.channel import Incoming

LONG_POLL = 30  # seconds the platform holds a request that has nothing to tell
_SLACK = 10.0  # seconds more before we give up


class ZaloBotApi:
    """One bot. Polling is for development: an event is handed out once and for all."""

    name = "Zalo Bot"
    token_setting = "PHULUC_ZALO_BOT_TOKEN (and PHULUC_ZALO_BOT_BASE_URL, if set)"  # noqa: S105
    secret_header = b"x-bot-api-secret-token"
    secret_pattern = re.compile(r"[!-~]{8,256}")
    body_limit = EVENT_LIMIT

    def __init__(self, client: BotClient, long_poll: int = LONG_POLL) -> None:
        self.token = client.token
        self._client = client
        self._long_poll = long_poll

    def explain(self, error: Exception) -> Failure:
        if isinstance(error, NoAnswerError):
            return Failure("no answer", logging.WARNING)
        if isinstance(error, ZaloApiError):  # a webhook has no code of its own
            refused = error.code == BAD_TOKEN
            return Failure("it refuses for now", token_refused=refused, webhook_set=True)
        return Failure("an event could not be stored, it is held")

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._client.call("setWebhook", {"url": url, "secret_token": secret})

    async def remove_webhook(self) -> None:
        await self._client.call("deleteWebhook")

    async def fetch(self, _: Sequence[JsonObject]) -> Sequence[JsonObject]:
        params: dict[str, Any] = {"timeout": self._long_poll}
        try:
            seconds = self._long_poll + _SLACK
            result = await self._client.call("getUpdates", params, seconds=seconds)
        except ZaloApiError as error:
            if error.code == NOTHING_YET:
                return []
            raise
        return [result] if isinstance(result, Mapping) else []

    def read(self, update: JsonObject) -> Incoming | None:
        event = event_in(update)
        return to_incoming(event) if event is not None else None

    def read_posted(self, body: JsonObject) -> Posted:
        event = self.read(body)
        return Posted([event] if event is not None else [])
