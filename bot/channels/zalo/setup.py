"""The Zalo channels that the settings switch on, and what brings their events in."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp

from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.channels.zalo.official_account.channel import OaAccount, ZaloOaChannel
from bot.channels.zalo.official_account.tokens import OaApplication, OaTokenVault
from bot.ports.channel import Channel, Inbox
from bot.runtime.settings import Settings

log = logging.getLogger(__name__)
BOT_PATH, OA_PATH = "/zalo-bot/webhook", "/zalo-oa/webhook"
Polling = Callable[[str, Callable[[], Awaitable[None]]], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class ZaloChannels:
    """What there is of Zalo."""

    settings: Settings
    bot: ZaloBotChannel | None
    account: ZaloOaChannel | None

    @classmethod
    def of(cls, settings: Settings) -> ZaloChannels:
        return cls(settings, _bot(settings), _account(settings))

    @property
    def channels(self) -> list[Channel]:
        return [channel for channel in (self.bot, self.account) if channel is not None]

    def open(self, vault: OaTokenVault) -> None:
        """From now on tokens can be had and kept."""
        if self.account is not None:
            self.account.open(vault)

    def hooks(self, door: Inbox) -> dict[str, ASGIApp]:
        """What Zalo posts to, by path."""
        hooks: dict[str, ASGIApp] = {}
        secret = self.settings.zalo_bot_webhook_secret
        if self.bot is not None and self.settings.zalo_bot_mode == "webhook" and secret is not None:
            hooks[BOT_PATH] = self.bot.webhook(door, secret.get_secret_value())
        if self.account is not None:
            hooks[OA_PATH] = self.account.webhook(door)
        return hooks

    def feeds(self, door: Inbox, polling: Polling) -> list[Coroutine[Any, Any, None]]:
        """What brings events in; `polling` has one process poll for a channel."""
        feeds: list[Coroutine[Any, Any, None]] = []
        if self.bot is not None and self.settings.public_url is None:
            log.warning("Zalo Bot: without PHULUC_PUBLIC_URL no file can be sent or fetched")
        bot, secret = self.bot, self.settings.zalo_bot_webhook_secret
        if bot is not None and self.settings.zalo_bot_mode == "polling":
            feeds.append(polling(bot.name, lambda: bot.poll(door)))
        elif bot is not None and secret is not None:
            url = str(self.settings.public_url).rstrip("/") + BOT_PATH
            feeds.append(bot.register_webhook(url, secret.get_secret_value()))
        if self.account is not None:
            feeds.append(self.account.keep_fresh())
        return feeds

    async def close(self) -> None:
        for channel in (self.bot, self.account):
            if channel is not None:
                await channel.close()


def _bot(settings: Settings) -> ZaloBotChannel | None:
    if settings.zalo_bot_token is None:
        return None
    return ZaloBotChannel(
        settings.zalo_bot_token.get_secret_value(),
        str(settings.zalo_bot_base_url) if settings.zalo_bot_base_url else None,
        budget=settings.zalo_bot_budget,
        people=settings.zalo_bot_people,
    )


def _account(settings: Settings) -> ZaloOaChannel | None:
    app, secret, key = (
        settings.zalo_oa_app_id,
        settings.zalo_oa_app_secret,
        settings.zalo_oa_secret_key,
    )
    if app is None or secret is None or key is None:
        return None
    account = OaAccount(
        OaApplication(app, secret.get_secret_value()),
        key.get_secret_value(),
        template=settings.zalo_oa_template or "",
        paid=settings.zalo_oa_paid,
    )
    base_url = str(settings.zalo_oa_base_url) if settings.zalo_oa_base_url else None
    return ZaloOaChannel(account, base_url)
