"""Take the waiting sign off the buttons that were tapped."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import TelegramError

log = logging.getLogger(__name__)


class CallbackAnswerer:
    """Answers callback queries in the background: it is a courtesy to the officer's screen, so
    nothing waits for it and nothing depends on its success."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._tasks: set[asyncio.Task[None]] = set()

    def answer(self, queries: list[str]) -> None:
        """Call only after the updates are stored: the sign goes when the tap is safe."""
        if not queries:
            return
        task = asyncio.get_running_loop().create_task(self._answer(queries))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer(self, queries: list[str]) -> None:
        await asyncio.gather(*(self._one(query) for query in queries))

    async def _one(self, query: str) -> None:
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            # "query is too old" is usual after a restart, and the tap itself is stored.
            log.debug("telegram did not take the answer to a tap: %s", type(error).__name__)
