"""An Official Account's channel against the fake one, with a store for its tokens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.channels.zalo.official_account.channel import OaAccount, ZaloOaChannel
from bot.channels.zalo.official_account.tokens import NAME, OaApplication, OaTokenVault
from storage.messaging.oauth_tokens import ChannelToken
from storage.store import Store
from tests.fakes.zalo import FakeZaloOa
from tests.fakes.zalo.oa_server import APP_ID, APP_SECRET, OA_SECRET

LAN = "246845883529197922"
NOW = datetime(2026, 3, 14, 5, tzinfo=UTC)
ACCOUNT = OaAccount(OaApplication(APP_ID, APP_SECRET), OA_SECRET, template="7895417a7d3f9461cd2e")


@dataclass
class Process:
    """One process of several that share a database and an account."""

    channel: ZaloOaChannel
    store: Store
    server: FakeZaloOa
    now: datetime = NOW
    waits: int = 0

    def wait_in_earnest(self) -> None:
        """Let real time pass between two looks at what another process does: without it all looks
        are over before a busy machine has answered the other."""
        self.channel._tokens._pause = lambda _: asyncio.sleep(0.1)

    async def token(self) -> ChannelToken:
        async with self.store.transaction() as tx:
            known = await tx.oauth_tokens.find(NAME)
        assert known is not None
        return known


@asynccontextmanager
async def process(
    store: Store, server: FakeZaloOa, name: str = "one", account: OaAccount = ACCOUNT
) -> AsyncIterator[Process]:
    made = Process(ZaloOaChannel(account, server.url), store, server)

    async def pause(_: float) -> None:
        made.waits += 1
        if made.waits % 10 == 0:
            made.now += timedelta(seconds=1)

    made.channel._tokens._pause = pause
    made.channel.open(OaTokenVault(store, lambda: made.now, name))
    yield made
    await made.channel.close()


async def bring(store: Store, access: str = "access-0", refresh: str = "refresh-0") -> None:
    """A pair as it stands when the account has been connected a moment ago."""
    async with store.transaction() as tx:
        await tx.oauth_tokens.enter(NAME, access, refresh, NOW + timedelta(hours=25), NOW)
