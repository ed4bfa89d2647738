"""What makes the bot pleasant to use and is not needed to serve anybody: its command menu.

Updates never wait for it: it is tried beside them, with growing waits, until it is done.
"""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import InvalidToken

from bot.channels import retry
from bot.channels.retry import Pause
from bot.channels.telegram.menu import set_menu
from bot.channels.telegram.retry import TelegramBackoff
from bot.runtime.redaction import redact_secrets

log = logging.getLogger(__name__)


class SetupBackoff(TelegramBackoff):
    """Nobody waits for it, so it need not be tried often."""

    longest = 600.0


class BotSetup:
    """Sets the menu, as often as it takes."""

    def __init__(self, bot: Bot, *, pause: Pause = asyncio.sleep) -> None:
        self._bot = bot
        self._backoff = SetupBackoff(pause)

    async def run(self) -> None:
        """Until it is done, or the token is refused: who fetches the updates says so."""
        await retry.retry_until_done(self._step, self._backoff, self._gives_up)

    async def _step(self) -> bool:
        await set_menu(self._bot)
        me = await self._bot.get_me()
        log.info("Telegram: the menu of @%s is set", me.username)
        return True

    def _gives_up(self, error: Exception, worked: bool) -> bool:
        if isinstance(error, InvalidToken):
            return True
        said = redact_secrets(f"{type(error).__name__}: {error}", self._bot.token)
        log.warning("Telegram: the menu is not set yet, officers are served without it: %s", said)
        return False
