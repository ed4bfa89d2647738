"""The bots that are polled or posted to, each against its strict fake, as one kind of thing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.zalo.bot_platform.api import ZaloBotApi
from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.zalo import BOT_TOKEN, FakeZaloBot, fixture

OFFICER = 4_200_000_001
LAN = "6ede9afa66b88fe6d6a9"
SECRET = "bi-mat_2026"
Say = Callable[[str], Awaitable[Any]]


@dataclass(frozen=True)
class BotCase:
    """One platform: its fake and channel, what it posts and shows, and its own wrong secrets."""

    open: Callable[[], AbstractAsyncContextManager[tuple[Any, Say]]]
    channel: Callable[..., TelegramChannel | ZaloBotChannel]
    api: type[TelegramApi | ZaloBotApi]
    calls: Callable[[Any], list[Any]]
    body: dict[str, Any]
    said: str
    wrong_secrets: tuple[str, ...]
    no_event: tuple[tuple[bytes, int], ...]

    @property
    def header(self) -> str:
        return self.api.secret_header.decode()


@asynccontextmanager
async def _telegram() -> AsyncIterator[tuple[Any, Say]]:
    async with FakeTelegram() as server:
        yield server, server.chat(OFFICER).say


@asynccontextmanager
async def _zalo_bot() -> AsyncIterator[tuple[Any, Say]]:
    async with FakeZaloBot() as server:
        yield server, server.person(LAN).say


def _update(text: str) -> dict[str, Any]:
    person = {"id": OFFICER, "is_bot": False, "first_name": "Lan"}
    chat = {"id": OFFICER, "type": "private", "first_name": "Lan"}
    message = {"message_id": 1, "date": 1_700_000_000, "from": person, "chat": chat, "text": text}
    return {"update_id": 1, "message": message}


BOTS = {
    "telegram": BotCase(
        _telegram,
        lambda url, token=TOKEN: TelegramChannel(token, url),
        TelegramApi,
        lambda server: server.world.calls,
        _update("21"),
        "21",
        ("", " ", "có dấu", "a b", "x" * 257, "a\n"),
        (
            (b"{}", 400),
            (b'{"update_id": "x"}', 400),
            (b'{"update_id": 1}', 200),
            (b'{"update_id": 1, "message": {"message_id": 1, "date": "soon"}}', 200),
        ),
    ),
    "zalo-bot": BotCase(
        _zalo_bot,
        lambda url, token=BOT_TOKEN: ZaloBotChannel(token, url),
        ZaloBotApi,
        lambda server: server.calls,
        fixture("bot.event.text").body,
        "Xin chào",
        ("", "short", "có dấu dài", "a b c d e f", "x" * 257),
        (
            (b"{}", 200),  # no event we know: never asked for again
            (b'{"event_name": "message.text.received"}', 200),
        ),
    ),
}
