"""Strict stand-ins for Zalo's two servers. They emit only shapes that are written down in
`fixtures/`, each with its source, date and status: documented, third-party or assumed. An assumed
one is emitted only when a test asks for it by name. Never held against Zalo's own servers."""

from tests.fakes.zalo.bot_server import BOT_TOKEN, BotPerson, FakeZaloBot
from tests.fakes.zalo.oa_server import FakeZaloOa, OaPerson
from tests.fakes.zalo.shapes import Shapes, fixture, fixtures

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
