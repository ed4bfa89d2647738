"""Long polling of the Bot Platform, for development: it hands an event out once and for all, so
the event is held until it is stored, and nothing more is asked for before."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from bot.channels.retry import Backoff, Pause
from bot.channels.zalo.bot_platform.client import BAD_TOKEN, NOTHING_YET, BotApiError, BotClient
from bot.channels.zalo.bot_platform.updates import event_in, to_incoming
from bot.channels.zalo.http import PATIENCE, NoAnswerError
from bot.channels.zalo.retry import RefusedTokenError, retry_zalo
from bot.ports.channel import Inbox

log = logging.getLogger(__name__)
LONG_POLL = 30  # seconds the platform holds a request that has nothing to tell
_SLACK = 10.0  # seconds more before we give up


class BotPoller:
    """Takes this bot's events, one by one, to the door."""

    def __init__(
        self,
        client: BotClient,
        door: Inbox,
        *,
        long_poll: int = LONG_POLL,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._client = client
        self._door = door
        self._long_poll = long_poll
        self._backoff = Backoff(pause)
        self._ready = False
        self._held: Mapping[str, Any] | None = None  # told to us alone, and not stored yet

    async def run(self) -> None:
        """Poll until cancelled, or until the token is refused."""
        await retry_zalo(self._step, self._backoff, "Zalo Bot", self._client.token)

    async def _step(self) -> bool:
        if not self._ready:
            await self._take_webhook_down()
        if self._held is None:
            self._held = await self._fetch()
        if self._held is not None:
            event = to_incoming(self._held)
            if event is not None:
                await self._door.receive([event])
            self._held = None
        return False

    async def _take_webhook_down(self) -> None:
        """A webhook excludes polling; there seldom is one, so events are asked for also when this
        fails."""
        try:
            await call_with_token(self._client, "deleteWebhook")
        except (BotApiError, NoAnswerError) as error:
            log.warning("Zalo Bot: a webhook, if there is one, could not be taken down: %s", error)
        else:
            log.info("Zalo Bot: polling")
        self._ready = True

    async def _fetch(self) -> Mapping[str, Any] | None:
        try:
            seconds = self._long_poll + _SLACK
            params = {"timeout": self._long_poll}
            result = await call_with_token(self._client, "getUpdates", params, seconds=seconds)
        except BotApiError as error:
            if error.code == NOTHING_YET:
                return None
            self._ready = False  # perhaps for a webhook
            raise
        return event_in(result) if isinstance(result, Mapping) else None


async def call_with_token(
    client: BotClient,
    method: str,
    params: Mapping[str, Any] | None = None,
    *,
    seconds: float = PATIENCE,
) -> Any:
    """As `BotClient.call`; RefusedTokenError when the platform does not know the token."""
    try:
        return await client.call(method, params, seconds=seconds)
    except BotApiError as error:
        if error.code == BAD_TOKEN:
            message = (
                "the token is refused: this channel is switched off until the next start. "
                "Check PHULUC_ZALO_BOT_TOKEN (and PHULUC_ZALO_BOT_BASE_URL, if set)."
            )
            raise RefusedTokenError(message) from None
        raise
