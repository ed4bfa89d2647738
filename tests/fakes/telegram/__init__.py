"""A strict stand-in for Telegram's Bot API: it refuses what the real one refuses, in its words.

It knows private chats (and the bare existence of groups), text, documents, inline buttons, long
polling with acknowledgement by offset, and webhooks. What it was checked against is said in
docs/decisions/channels.md.
"""

from tests.fakes.telegram.officer import BotMessage, Officer
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.fakes.world import Fault

__all__ = ["TOKEN", "BotMessage", "FakeTelegram", "Fault", "Officer"]
