"""Two forms in one installation, over both of Zalo's channels: whoever has a report on each always
reads which one a message is about, and is asked where two may be meant."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.channels.zalo.official_account.channel import ZaloOaChannel
from bot.channels.zalo.official_account.tokens import NAME, OaTokenVault
from bot.service import Service
from bot.workflow.catalogs import Catalogs
from conversations.workflow.permissions import Role
from tests.fakes.zalo import BOT_TOKEN, FakeZaloBot, FakeZaloOa
from tests.support.beside import BEFORE, catalogs_of, installed
from tests.support.http_server import listening
from tests.support.product import FakeChannel, Office, office
from tests.support.province import Province, department, local
from tests.support.zalo.oa import ACCOUNT, LAN

SECRET, PATH = "bi-mat-2026", "/zalo-bot/webhook"
BTXH, CCHC = "Quý IV/2026 (Bảo trợ xã hội)", "Quý IV/2026 (Cải cách hành chính)"
BARE = re.compile(r"Quý IV/2026(?! \((?:Bảo trợ xã hội|Cải cách hành chính)\))")


@dataclass
class Phone:
    """Lan's Zalo, and the office behind it."""

    office: Office
    server: Any

    @property
    def lan(self) -> Any:
        return self.server.person(LAN)

    async def say(self, text: str) -> str:
        told, heard = len(self.lan.messages), len(self.server.delivered)
        await self.lan.say(text)
        assert await self.server.changes.until(lambda: len(self.server.delivered) > heard)
        await self.drain()
        return "\n".join(one.text for one in self.lan.messages[told:])

    async def drain(self) -> None:
        await self.office.desk.idle()
        await self.office.announce()
        for channel in self.office.channels.values():
            await self.office.sender.drain(channel)


@asynccontextmanager
async def _account(made: Office) -> AsyncIterator[tuple[Any, Any, Any]]:
    async with FakeZaloOa() as server:
        channel = ZaloOaChannel(ACCOUNT, server.url)
        channel.open(OaTokenVault(made.store, made.clock, "office"))
        async with made.store.transaction() as tx:
            await tx.oauth_tokens.enter(NAME, "", "refresh-0", made.clock(), made.clock())

        async def hear(url: str) -> None:
            server.webhook = f"{url}/hook"

        yield server, channel, (channel.webhook, hear)
        await channel.close()


@asynccontextmanager
async def _bot(made: Office) -> AsyncIterator[tuple[Any, Any, Any]]:
    async with FakeZaloBot() as server:
        channel = ZaloBotChannel(BOT_TOKEN, server.url)

        async def hear(url: str) -> None:
            await channel.feed.register_webhook(f"{url}{PATH}", SECRET)

        yield server, channel, (lambda inbox: channel.feed.webhook(inbox, SECRET), hear)
        await channel.close()


@asynccontextmanager
async def _phone(made: Office, catalogs: Catalogs, kind: Any) -> AsyncIterator[Phone]:
    async with kind(made) as (server, channel, (webhook, hear)):
        channels = [FakeChannel("telegram"), channel]
        able = {one.name: one.capabilities for one in channels}
        books = replace(catalogs, channels=able)
        service = Service.over(made.store, books, channels, made.clock, "zalo")
        made.desk, made.sender, made.reminders = service.dispatcher, service.outbox, service.digests
        made.announcing = service.broadcasts
        made.channels = {one.name: one for one in channels}  # type: ignore[misc]
        try:
            async with listening(webhook(service.dispatcher)) as url:
                await hear(url)
                yield Phone(made, server)
        finally:
            await service.close()


@pytest.mark.parametrize("kind", [_account, _bot], ids=["account", "bot"])
async def test_two_forms_are_never_mistaken(tmp_path: Path, kind: Any) -> None:
    with installed(tmp_path, BEFORE) as catalog:
        books = catalogs_of(catalog)
        async with (
            office(tmp_path, local(2026, 11, 23), catalogs=books) as made,
            _phone(made, books, kind) as phone,
        ):
            await _walk(phone)


async def _walk(phone: Phone) -> None:
    at = phone.office
    there = Province(at)
    await there.found([department("NV", "Nội vụ")])
    await there.comes("mai", "TINH", Role.COORDINATOR, "Mai")
    await phone.say(await there.token("NV", Role.OFFICER, "Lan"))
    assert "Sở NV" in await phone.say("đồng ý")
    for words in ("cchc quý IV/2026 hạn 24/12", "bảo trợ quý IV/2026 hạn 31/12"):
        await at.say(f"mở đợt {words}", who="mai")
        await at.say("đồng ý", who="mai")
    await phone.drain()
    first = len(phone.lan.messages)
    home = await phone.say("việc của tôi")
    assert BTXH in home
    assert CCHC in home
    assert BTXH in await phone.say("làm báo cáo bảo trợ")
    said = await phone.say("25")
    assert BTXH in said
    if "chưa ghi gì" in said:  # where every message counts it is shown first
        assert BTXH in await phone.say("đồng ý")
    assert "24/12/2026" in await phone.say("làm báo cáo cải cách hành chính")
    assert CCHC in await phone.say("1=21")
    await phone.say("làm báo cáo btxh")
    said = await phone.say("nộp")
    for _ in range(5):
        said = said if "Đã nộp" in said else await phone.say("nộp")
    assert f"Đã nộp báo cáo kỳ {BTXH}" in said
    await at.say("xem báo cáo SNV bảo trợ", who="mai")
    await at.say("duyệt", who="mai")
    await at.say("duyệt", who="mai")
    await phone.drain()
    assert BTXH in phone.lan.messages[-1].text
    at.clock.moment = local(2026, 12, 23)
    phone.server.ahead = 30 * 86_400
    await phone.say("alo")
    await at.reminders.tell_due()
    await phone.drain()
    assert not [one.text for one in phone.lan.messages[first:] if BARE.search(one.text)]
