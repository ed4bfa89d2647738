"""The Zalo channels that the settings switch on, and what brings their events in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp

from bot.channel import Channel, Door
from bot.settings import Settings
from bot.zalo.bot_channel import ZaloBotChannel

BOT_PATH = "/zalo-bot/webhook"
Polling = Callable[[str, Callable[[], Awaitable[None]]], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Zalo:
    """What there is of Zalo."""

    settings: Settings
    bot: ZaloBotChannel | None

    @classmethod
    def of(cls, settings: Settings) -> Zalo:
        return cls(settings, _bot(settings))

    @property
    def channels(self) -> list[Channel]:
        return [self.bot] if self.bot is not None else []

    def hooks(self, door: Door) -> dict[str, ASGIApp]:
        """What Zalo posts to, by path."""
        hooks: dict[str, ASGIApp] = {}
        secret = self.settings.zalo_bot_webhook_secret
        if self.bot is not None and self.settings.zalo_bot_mode == "webhook" and secret is not None:
            hooks[BOT_PATH] = self.bot.webhook(door, secret.get_secret_value())
        return hooks

    def feeds(self, door: Door, polling: Polling) -> list[Coroutine[Any, Any, None]]:
        """What brings events in; `polling` has one process poll for a channel."""
        feeds: list[Coroutine[Any, Any, None]] = []
        bot, secret = self.bot, self.settings.zalo_bot_webhook_secret
        if bot is not None and self.settings.zalo_bot_mode == "polling":
            feeds.append(polling(bot.name, lambda: bot.poll(door)))
        elif bot is not None and secret is not None:
            url = str(self.settings.public_url).rstrip("/") + BOT_PATH
            feeds.append(bot.register_webhook(url, secret.get_secret_value()))
        return feeds

    async def close(self) -> None:
        if self.bot is not None:
            await self.bot.close()


def _bot(settings: Settings) -> ZaloBotChannel | None:
    if settings.zalo_bot_token is None:
        return None
    return ZaloBotChannel(
        settings.zalo_bot_token.get_secret_value(),
        str(settings.zalo_bot_base_url) if settings.zalo_bot_base_url else None,
        budget=settings.zalo_bot_budget,
        people=settings.zalo_bot_people,
    )
