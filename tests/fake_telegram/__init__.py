"""A strict stand-in for Telegram's Bot API: it refuses what the real one refuses, in its words.

It knows private chats (and the bare existence of groups), text, documents, inline buttons, long
polling with acknowledgement by offset, and webhooks. What it was checked against is said in
docs/decisions/0008-telegram.md.
"""

from tests.fake_telegram.faults import Fault
from tests.fake_telegram.officer import BotMessage, Officer
from tests.fake_telegram.server import TOKEN, FakeTelegram

__all__ = ["TOKEN", "BotMessage", "FakeTelegram", "Fault", "Officer"]
