"""Strict stand-ins for Zalo's two servers. They emit only shapes that are written down in
`fixtures/`, each with its source, date and status: documented, third-party or assumed. An assumed
one is emitted only when a test asks for it by name. Never held against Zalo's own servers."""

from tests.fake_zalo.bot_server import BOT_TOKEN, BotPerson, FakeZaloBot
from tests.fake_zalo.oa_server import FakeZaloOa, OaPerson
from tests.fake_zalo.shapes import Shapes, fixture, fixtures

__all__ = [
    "BOT_TOKEN",
    "BotPerson",
    "FakeZaloBot",
    "FakeZaloOa",
    "OaPerson",
    "Shapes",
    "fixture",
    "fixtures",
]
