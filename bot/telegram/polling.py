"""Durable long polling: the next offset is asked for only when the last batch is stored.

Telegram forgets an update when a later offset is requested. So an offset is a promise, and it is
given after the door's commit, never before. A crash in between repeats the batch, and the door
drops what it already has.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channel import Door
from bot.telegram.backoff import Backoff, Pause, survive
from bot.telegram.menu import set_menu
from bot.telegram.taps import Taps
from bot.telegram.updates import ALLOWED_UPDATES, to_incoming

log = logging.getLogger(__name__)

LONG_POLL = 25  # seconds Telegram holds a request that has nothing to tell


class Poller:
    """Takes this bot's updates, in order, to the door."""

    def __init__(
        self,
        bot: Bot,
        door: Door,
        taps: Taps,
        *,
        long_poll: int = LONG_POLL,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._door = door
        self._taps = taps
        self._long_poll = long_poll
        self._backoff = Backoff(pause)
        self._ready = False
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled, or until Telegram refuses the token."""
        await survive(self._step, self._backoff, self._bot.token)

    async def _step(self) -> bool:
        if not self._ready:
            await self._prepare()
        updates, last = await self._fetch()
        events = [event for update in updates if (event := to_incoming(update)) is not None]
        if events:
            await self._door.receive(events)
        if last is not None:
            self._offset = last + 1
        self._taps.answer(updates)
        return False

    async def _prepare(self) -> None:
        await self._bot.initialize()
        await self._bot.delete_webhook(drop_pending_updates=False)
        await set_menu(self._bot)
        self._ready = True
        log.info("Telegram: polling as @%s", self._bot.username)

    async def _fetch(self) -> tuple[list[Update], int | None]:
        """The waiting updates by number, and the greatest number among them."""
        try:
            updates: Sequence[Update] = await self._bot.get_updates(
                offset=self._offset, timeout=self._long_poll, allowed_updates=ALLOWED_UPDATES
            )
        except TelegramError:
            raise
        except Exception:
            return await self._fetch_raw()
        ordered = sorted(updates, key=lambda update: update.update_id)
        return ordered, ordered[-1].update_id if ordered else None

    async def _fetch_raw(self) -> tuple[list[Update], int | None]:
        """The same, for a batch with an update that this version of the library cannot read:
        left alone it would come back for ever and hold up everybody behind it."""
        query = "" if self._offset is None else f"?offset={self._offset}"
        raw: Any = await self._bot.request.post(f"{self._bot.base_url}/getUpdates{query}")
        batch = sorted(raw, key=lambda item: int(item["update_id"]))
        read = (read_update(item) for item in batch)
        updates = [update for update in read if update is not None]
        return updates, int(batch[-1]["update_id"]) if batch else None


def read_update(raw: dict[str, Any]) -> Update | None:
    """The update, or None (and an error in the log, without its content) when it is unreadable."""
    try:
        return Update.de_json(raw)
    except Exception as error:
        log.error("update %s is unreadable: %s", raw.get("update_id"), type(error).__name__)
        return None
