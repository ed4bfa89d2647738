"""python-telegram-bot's Bot as a client, and where the Bot API is."""

from __future__ import annotations

import logging
import warnings

from telegram import Bot
from telegram.warnings import PTBDeprecationWarning

_OFFICIAL = "https://api.telegram.org"


class TelegramClient(Bot):
    """A Bot whose printed form does not give the token away."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Bot[telegram]"


def file_prefix(base_url: str | None) -> str:
    """What stands before the token in a file's URL."""
    return f"{api_prefix(base_url).removesuffix('/bot')}/file/bot"


def api_prefix(base_url: str | None) -> str:
    """What stands before the token in a method's URL: `http://host/bot`, given with or without
    its `/bot`."""
    url = (base_url or _OFFICIAL).rstrip("/")
    return url if url.endswith("/bot") else f"{url}/bot"


def quiet_libraries() -> None:
    """Silence the loggers that print request URLs: httpx at INFO, the others at DEBUG. Also a
    warning about the type of retry_after, which is read either way."""
    warnings.filterwarnings("ignore", message=".*retry_after", category=PTBDeprecationWarning)
    for name, level in (
        ("httpx", logging.WARNING),
        ("httpcore", logging.WARNING),
        ("telegram", logging.INFO),
    ):
        logger = logging.getLogger(name)
        if logger.getEffectiveLevel() < level or logger.level == logging.NOTSET:
            logger.setLevel(level)
