"""The chat platforms that the settings switch on, and what brings their events in."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import SecretStr
from starlette.types import ASGIApp

from bot.channels.email.channel import EmailChannel
from bot.channels.email.server import MailServer
from bot.channels.event_feed import EventFeed
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import api_prefix
from bot.channels.telegram.menu import Told
from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.channels.zalo.official_account.channel import OaAccount, ZaloOaChannel
from bot.channels.zalo.official_account.tokens import OaApplication, OaTokenVault
from bot.ports.channel import Channel, Inbox
from bot.ports.clock import Clock
from bot.runtime.settings import Settings
from storage.store import Store
from templates.loading.wording import load_wording

log = logging.getLogger(__name__)
TELEGRAM_PATH, BOT_PATH, OA_PATH = "/telegram/webhook", "/zalo-bot/webhook", "/zalo-oa/webhook"
Job = Coroutine[Any, Any, None]
_NAMES = {
    "PHULUC_TELEGRAM_TOKEN": "Telegram",
    "PHULUC_ZALO_BOT_TOKEN": "Zalo Bot",
    "PHULUC_ZALO_OA_APP_ID": "Zalo Official Account",
    "PHULUC_SMTP_HOST": "E-mail",
}
Polling = Callable[[str, Callable[[], Awaitable[None]]], Job]


@dataclass(frozen=True)
class BotEntrance:
    """How the events of a bot come in: posted to `path` with a secret, or polled without one."""

    channel: str
    feed: EventFeed
    path: str
    secret: str | None


@dataclass(frozen=True)
class ChatPlatforms:
    """What there is of Telegram, of Zalo's two, and of e-mail."""

    settings: Settings
    telegram: TelegramChannel | None
    bot: ZaloBotChannel | None
    account: ZaloOaChannel | None
    mail: EmailChannel | None = None

    @classmethod
    def of(cls, settings: Settings) -> ChatPlatforms:
        if settings.zalo_bot_token is not None and settings.public_url is None:
            log.warning("Zalo Bot: without PHULUC_PUBLIC_URL no file can be sent or fetched")
        bots = (_telegram(settings), _bot(settings), _account(settings))
        return cls(settings, *bots, _mail(settings))

    @property
    def channels(self) -> list[Channel]:
        every = (self.telegram, self.bot, self.account, self.mail)
        return [channel for channel in every if channel is not None]

    def tell_states(self) -> None:
        """A line in the log for each channel: whether it is on, how its events come in, or what is
        missing."""
        for channel, setting, mode in (
            (self.telegram, "PHULUC_TELEGRAM_TOKEN", self.settings.telegram_mode),
            (self.bot, "PHULUC_ZALO_BOT_TOKEN", self.settings.zalo_bot_mode),
            (self.account, "PHULUC_ZALO_OA_APP_ID", "webhook"),
            (self.mail, "PHULUC_SMTP_HOST", self.settings.smtp_security),
        ):
            if channel is not None:
                log.info("%s: on (%s)", _NAMES[setting], mode)
            else:
                log.info("%s: off (%s is not set)", _NAMES[setting], setting)

    def open(self, store: Store, clock: Clock, holder: str) -> None:
        """From now on tokens can be had and kept in this store, by this process."""
        if self.account is not None:
            self.account.open(OaTokenVault(store, clock, holder))
        if self.mail is not None:
            self.mail.open(store, clock)

    def hooks(self, inbox: Inbox) -> dict[str, ASGIApp]:
        """What the platforms post to, by path."""
        hooks: dict[str, ASGIApp] = {
            one.path: one.feed.webhook(inbox, one.secret)
            for one in self._entrances()
            if one.secret is not None
        }
        if self.account is not None:
            hooks[OA_PATH] = self.account.webhook(inbox)
        return hooks

    def jobs(self, inbox: Inbox, polling: Polling, named: Told | None = None) -> list[Job]:
        """What brings events in, and keeps the platforms in order; `polling` has one process poll
        for a channel, `named` is told what the bot on Telegram is called."""
        jobs: list[Job] = []
        for one in self._entrances():
            if one.secret is None:
                jobs.append(polling(one.channel, partial(one.feed.poll, inbox)))
            else:
                url = str(self.settings.public_url).rstrip("/") + one.path
                jobs.append(one.feed.register_webhook(url, one.secret))
        if self.telegram is not None:
            jobs.append(self.telegram.set_menu(named))
        if self.account is not None:
            jobs.append(self.account.keep_fresh())
        return jobs

    async def close(self) -> None:
        for channel in (self.telegram, self.bot, self.account, self.mail):
            if channel is not None:
                await channel.close()

    def _entrances(self) -> list[BotEntrance]:
        given, found = self.settings, []
        if self.telegram is not None:
            secret = _secret(given.telegram_mode, given.telegram_webhook_secret)
            found.append(BotEntrance(self.telegram.name, self.telegram.feed, TELEGRAM_PATH, secret))
        if self.bot is not None:
            secret = _secret(given.zalo_bot_mode, given.zalo_bot_webhook_secret)
            found.append(BotEntrance(self.bot.name, self.bot.feed, BOT_PATH, secret))
        return found


def telegram_api(settings: Settings) -> str:
    """What stands before the token in the address of a method of Telegram's."""
    return api_prefix(str(settings.telegram_base_url) if settings.telegram_base_url else None)


def _secret(mode: str, secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret is not None and mode == "webhook" else None


def _telegram(settings: Settings) -> TelegramChannel | None:
    if settings.telegram_token is None:
        return None
    proxy = settings.telegram_proxy
    return TelegramChannel(
        settings.telegram_token.get_secret_value(),
        str(settings.telegram_base_url) if settings.telegram_base_url else None,
        proxy=proxy.get_secret_value() if proxy else None,
        per_second=settings.telegram_per_second,
    )


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


def mail_server(settings: Settings) -> MailServer | None:
    """The mail server that the settings name; None where e-mail is off."""
    if settings.smtp_host is None or settings.smtp_from is None:
        return None
    return MailServer(
        settings.smtp_host,
        settings.smtp_from,
        settings.smtp_port,
        settings.smtp_user or "",
        settings.smtp_password.get_secret_value() if settings.smtp_password else "",
        settings.smtp_security,
    )


def _mail(settings: Settings) -> EmailChannel | None:
    server = mail_server(settings)
    if server is None or settings.public_url is None:
        return None
    url, words = str(settings.public_url), load_wording()
    return EmailChannel(server, url, words, per_second=settings.smtp_per_second)
