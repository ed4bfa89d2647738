"""Durable long polling: the next offset is asked for only when the last batch is stored.

Telegram forgets an update when a later offset is requested. So an offset is a promise, and it is
given after the door's commit, never before. A crash in between repeats the batch, and the door
drops what it already has.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.retry import Pause
from bot.channels.telegram.bot_setup import BotSetup
from bot.channels.telegram.callback_answers import CallbackAnswerer
from bot.channels.telegram.requests import TelegramRequests
from bot.channels.telegram.retry import TelegramBackoff, retry_telegram
from bot.channels.telegram.updates import ALLOWED_UPDATES, read_update, tap_of
from bot.ports.channel import Inbox
from bot.runtime.redaction import redact_secrets

log = logging.getLogger(__name__)

LONG_POLL = 25  # seconds Telegram holds a request that has nothing to tell
ON_THE_WAY = 10.0  # seconds an answer may take beyond that


class TelegramPoller:
    """Takes this bot's updates, in order, to the door."""

    def __init__(
        self,
        bot: Bot,
        calls: TelegramRequests,
        door: Inbox,
        taps: CallbackAnswerer,
        *,
        long_poll: int = LONG_POLL,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._calls = calls
        self._door = door
        self._taps = taps
        self._long_poll = long_poll
        self._pause = pause
        self._backoff = TelegramBackoff(pause)
        self._ready = False  # a webhook, which excludes polling, is gone as far as we know
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled, or until Telegram refuses the token."""
        setup = asyncio.create_task(BotSetup(self._bot, pause=self._pause).run())
        try:
            await retry_telegram(self._step, self._backoff, self._bot.token)
        finally:
            setup.cancel()
            await asyncio.gather(setup, return_exceptions=True)

    async def _step(self) -> bool:
        if not self._ready:
            await self._take_webhook_down()
        try:
            updates = await self._fetch()
        except Conflict:
            self._ready = False
            raise
        events = [event for update in updates if (event := read_update(update)) is not None]
        if events:
            await self._door.receive(events)
        if updates:
            self._offset = int(updates[-1]["update_id"]) + 1
        self._taps.answer([tap for update in updates if (tap := tap_of(update)) is not None])
        return False

    async def _take_webhook_down(self) -> None:
        """There seldom is one, so updates are asked for also when this fails."""
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except InvalidToken:
            raise
        except TelegramError as error:
            said = redact_secrets(f"{type(error).__name__}: {error}", self._bot.token)
            log.warning("Telegram: a webhook, if there is one, could not be taken down: %s", said)
        else:
            log.info("Telegram: polling")
        self._ready = True

    async def _fetch(self) -> list[Mapping[str, Any]]:
        """The waiting updates by number."""
        asked: dict[str, Any] = {
            "timeout": self._long_poll,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        url = f"{self._bot.base_url}/getUpdates"
        batch = await self._calls.call(url, asked, self._long_poll + ON_THE_WAY)
        return sorted(batch, key=lambda update: int(update["update_id"]))
