"""One officer's phone on each of Zalo's channels: the real channel code on a real store, over the
webhooks, against the fakes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.channels.zalo.official_account.channel import ZaloOaChannel
from bot.channels.zalo.official_account.tokens import NAME, OaTokenVault
from tests.fakes.zalo import BOT_TOKEN, BotPerson, FakeZaloBot, FakeZaloOa, OaPerson
from tests.support.dialog import NOW
from tests.support.http_server import listening
from tests.support.patience import PATIENCE
from tests.support.phones import Product, product
from tests.support.scenario import Answering
from tests.support.zalo.oa import ACCOUNT

LAN = "246845883529197922"
SECRET = "bi-mat-2026"


@dataclass
class ZaloPhone:
    """Types; there are no buttons on the one, and taps are texts on the other."""

    product: Product
    person: BotPerson | OaPerson

    async def say(self, text: str) -> None:
        await self._do(self.person.say(text))

    async def answer(self, message: str, text: str) -> None:
        """Answer the message of this id; a bot is not told which one it was."""
        assert isinstance(self.person, OaPerson)
        await self._do(self.person.reply(message, text))

    async def send_photo(self) -> None:
        await self._do(self.person.send("image"))

    async def _do(self, deed: Awaitable[str]) -> None:
        heard = self.product.heard
        await deed
        async with asyncio.timeout(PATIENCE):
            await self.product.wait_for(heard + 1)
        await self.product.settle()

    async def tap(self, label: str, back: int) -> None:
        raise NotImplementedError

    async def edit(self, row: str | None, text: str) -> None:
        raise NotImplementedError

    async def reply(self, deed: Answering) -> None:
        raise NotImplementedError

    async def send(self, name: str, content: bytes) -> None:
        raise NotImplementedError

    def texts(self) -> list[str]:
        return [message.text for message in self.person.messages]


@asynccontextmanager
async def zalo_bot_phone(folder: Path) -> AsyncIterator[ZaloPhone]:
    async with FakeZaloBot() as server:
        channel = ZaloBotChannel(BOT_TOKEN, server.url)
        async with (
            product(folder, channel) as made,
            listening(channel.feed.webhook(made, SECRET)) as url,
        ):
            server.webhook = (f"{url}/hook", SECRET)
            yield ZaloPhone(made, server.person(LAN))
        await channel.close()


@asynccontextmanager
async def zalo_oa_phone(folder: Path) -> AsyncIterator[ZaloPhone]:
    async with FakeZaloOa() as server:
        channel = ZaloOaChannel(ACCOUNT, server.url)
        async with product(folder, channel) as made:
            channel.open(OaTokenVault(made.store, lambda: NOW, "phone"))
            async with made.store.transaction() as tx:
                await tx.oauth_tokens.enter(NAME, "", "refresh-0", NOW, NOW - timedelta(hours=1))
            async with listening(channel.webhook(made)) as url:
                server.webhook = f"{url}/hook"
                yield ZaloPhone(made, server.person(LAN))
        await channel.close()
