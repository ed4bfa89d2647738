"""What the bot is called on Telegram, as Telegram tells it: the links of invitations need it."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import httpx

from bot.ports import clock
from bot.runtime.language import tell
from bot.runtime.settings import Settings
from storage.transaction import Transaction

SECONDS = 5.0  # Telegram may take for an answer


async def find_bot_name(tx: Transaction, settings: Settings) -> tuple[str | None, str]:
    """The bot's user name, or why there is none. The running product has left it in the database;
    before its first start Telegram is asked."""
    if settings.telegram_token is None:
        return None, ""
    token = settings.telegram_token.get_secret_value()
    number, _, name = (await tx.bot_names.find()).partition(":")
    if name and number == token.partition(":")[0]:
        return name, ""
    try:
        return await ask_bot_name(settings), ""
    except (httpx.HTTPError, ValueError, KeyError) as error:
        said = "Telegram cannot be asked for the bot's name ({why}): there are codes and no links"
        return None, tell(said, why=type(error).__name__)


async def ask_bot_name(settings: Settings) -> str:
    """The bot's user name, from Telegram; httpx.HTTPError, ValueError or KeyError without it."""
    name, _ = await ask_bot(settings)
    return name


async def ask_bot(settings: Settings) -> tuple[str, float]:
    """The bot's user name, and by how many seconds this machine's clock is ahead of Telegram's."""
    from bot.channels.platforms import telegram_api

    assert settings.telegram_token is not None  # noqa: S101 - who asks has looked
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    async with httpx.AsyncClient(proxy=proxy, timeout=SECONDS) as client:
        url = f"{telegram_api(settings)}{settings.telegram_token.get_secret_value()}/getMe"
        answer = await client.get(url)
    answer.raise_for_status()
    told = answer.headers.get("date")
    ahead = (clock.now() - parsedate_to_datetime(told)).total_seconds() if told else 0.0
    return str(answer.json()["result"]["username"]), ahead
