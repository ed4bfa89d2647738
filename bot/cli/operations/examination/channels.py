"""The channels: on or off and why, what Telegram calls the bot, and whether the port is free."""

from __future__ import annotations

import asyncio

import httpx

from bot.channels.email.connection import try_server
from bot.channels.platforms import mail_server
from bot.channels.web.auth import address_of
from bot.channels.web.server import ListenError, open_listener
from bot.cli.operations.bot_name import ask_bot
from bot.cli.operations.examination.findings import Finding, bad, good, note
from bot.runtime.language import tell
from bot.runtime.settings import Settings

MOST_APART = 60.0  # seconds between this machine's clock and Telegram's
REFUSED = (401, 404)  # what Telegram answers to a token that is none


def examine_channels(settings: Settings, *, runs: bool, offline: bool) -> list[Finding]:
    """What is found of each channel; `runs`: a product serves here already, and has the port."""
    return [
        _web(settings, runs=runs),
        *_telegram(settings, offline=offline),
        _zalo_bot(settings),
        _zalo_account(settings),
        _mail(settings, offline=offline),
    ]


def _web(settings: Settings, *, runs: bool) -> Finding:
    where = address_of(settings.http_host, settings.http_port, settings.public_url)
    if not runs:
        try:
            open_listener(settings.http_host, settings.http_port).close()
        except ListenError as error:
            return bad(tell("Web chat: {problem}", problem=str(error)))
    return good(tell("Web chat: on, {address}; phuluc web-key prints the link", address=where))


def _telegram(settings: Settings, *, offline: bool) -> list[Finding]:
    if settings.telegram_token is None:
        return [_off("Telegram", "PHULUC_TELEGRAM_TOKEN")]
    mode = settings.telegram_mode
    if offline:
        return [good(tell("{channel}: on ({mode}), not asked", channel="Telegram", mode=mode))]
    try:
        name, apart = asyncio.run(ask_bot(settings))
    except httpx.HTTPStatusError as error:
        if error.response.status_code in REFUSED:
            return [bad(tell("Telegram: the token is refused; get a new one from @BotFather"))]
        return [_unreached(f"HTTP {error.response.status_code}")]
    except (httpx.HTTPError, ValueError, KeyError) as error:
        return [_unreached(type(error).__name__)]
    found = [good(tell("Telegram: on ({mode}), the bot is @{name}", mode=mode, name=name))]
    if abs(apart) > MOST_APART:
        text = "the clock of this machine is {seconds} seconds from Telegram's"
        found.append(bad(tell(text, seconds=round(apart))))
    return found


def _unreached(why: str) -> Finding:
    return note(tell("Telegram: on, but cannot be reached now ({why})", why=why))


def _zalo_bot(settings: Settings) -> Finding:
    if settings.zalo_bot_token is None:
        return _off("Zalo Bot", "PHULUC_ZALO_BOT_TOKEN")
    if settings.public_url is None:
        return note(tell("Zalo Bot: on; without PHULUC_PUBLIC_URL no file can be sent or fetched"))
    return good(tell("{channel}: on ({mode})", channel="Zalo Bot", mode=settings.zalo_bot_mode))


def _zalo_account(settings: Settings) -> Finding:
    name = "Zalo Official Account"
    if settings.zalo_oa_app_id is None:
        return _off(name, "PHULUC_ZALO_OA_APP_ID")
    return good(tell("{channel}: on ({mode})", channel=name, mode="webhook"))


def _mail(settings: Settings, *, offline: bool) -> Finding:
    """Whether the mail server takes us in, as far as signing in; no letter is sent."""
    server = mail_server(settings)
    if server is None:
        return _off("E-mail", "PHULUC_SMTP_HOST")
    at = {"server": f"{server.host}:{server.usual_port}", "security": server.security}
    if offline:
        return good(tell("E-mail: on ({security}, {server}), not asked", **at))
    problem = asyncio.run(try_server(server))
    if problem:
        return bad(tell("E-mail: {server} does not take us in: {problem}", problem=problem, **at))
    return good(tell("E-mail: on ({security}, {server})", **at))


def _off(channel: str, setting: str) -> Finding:
    return good(tell("{channel}: off, {setting} is not set", channel=channel, setting=setting))
