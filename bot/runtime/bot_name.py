"""What the bot is called on Telegram, once Telegram has told it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class BotName:
    """The user name, without @; None until it is known, or where there is no bot."""

    name: str | None = None
