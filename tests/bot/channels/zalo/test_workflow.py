"""An office whose officer is on an Official Account and whose coordinator is on Telegram: coming
in, tapping, files, reminders after a long silence."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.zalo.official_account.channel import ZaloOaChannel
from bot.channels.zalo.official_account.tokens import NAME, OaTokenVault
from bot.service import Service
from conversations.workflow.permissions import Role
from tests.fakes.zalo import FakeZaloOa, OaPerson
from tests.support.http_server import listening
from tests.support.product import FakeChannel, Office, office, open_catalogs
from tests.support.province import Province, department, local, nudge
from tests.support.scenario import FILES
from tests.support.zalo.oa import ACCOUNT, LAN

MONDAY = local(2026, 11, 23)


@dataclass
class Connected:
    """The office, and Lan's phone."""

    office: Office
    province: Province
    server: FakeZaloOa
    lan: OaPerson

    async def does(self, deed: Awaitable[object]) -> str:
        """Lan does something; what they are told, all messages in one."""
        told, heard = len(self.lan.messages), len(self.server.delivered)
        await deed
        assert await self.server.changes.until(lambda: len(self.server.delivered) > heard)
        await self.office.desk.idle()
        for channel in self.office.channels.values():
            await self.office.sender.drain(channel)
        return "\n\n".join(one.text for one in self.lan.messages[told:])

    async def pass_days(self, days: int) -> None:
        self.office.clock.moment += timedelta(days=days)
        self.server.ahead += days * 86_400


@asynccontextmanager
async def connected(folder: Path, template: str) -> AsyncIterator[Connected]:
    async with office(folder, MONDAY) as made, FakeZaloOa() as server:
        zalo = ZaloOaChannel(replace(ACCOUNT, template=template), server.url)
        zalo.open(OaTokenVault(made.store, made.clock, "office"))
        async with made.store.transaction() as tx:
            now = made.clock()
            await tx.oauth_tokens.enter(NAME, "", "refresh-0", now, now)
        channels = [FakeChannel("telegram"), zalo]
        able = {channel.name: channel.capabilities for channel in channels}
        catalogs = replace(open_catalogs(), channels=able)
        service = Service.over(made.store, catalogs, channels, made.clock, "zalo")
        made.desk, made.sender, made.reminders = service.dispatcher, service.outbox, service.digests
        made.announcing = service.broadcasts
        made.channels = {channel.name: channel for channel in channels}
        async with listening(zalo.webhook(service.dispatcher)) as url:
            server.webhook = f"{url}/hook"
            there = Province(made)
            await there.found([department("NV", "Nội vụ")])
            yield Connected(made, there, server, server.person(LAN))
        await service.close()
        await zalo.close()


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Connected]:
    """Mai coordinates, Lan has joined by a code; a round is open."""
    async with connected(tmp_path, ACCOUNT.template) as made:
        await come(made)
        yield made


async def come(made: Connected) -> None:
    await made.province.comes("mai", "TINH", Role.COORDINATOR, "Mai")
    await made.does(made.lan.say(await made.province.token("NV", Role.OFFICER, "Lan")))
    await made.does(made.lan.tap("Tham gia"))
    await made.office.say("mở đợt quý IV/2026", who="mai")
    await made.office.tap("Mở đợt này", who="mai")


async def test_a_stranger_is_asked_for_a_name_and_the_coordinator_is_told(at: Connected) -> None:
    hoa = at.server.person("999")
    at.lan = hoa
    assert "chưa biết anh/chị là ai" in await at.does(hoa.follow())
    assert hoa.messages[-1].asks_contact
    assert "Đã chuyển" in await at.does(hoa.share("Hoa", "84912345678"))
    assert "84912345678" in at.office.told("mai")[-1]


async def test_buttons_taps_and_words(at: Connected) -> None:
    await at.does(at.lan.say("việc của tôi"))
    said = await at.does(at.lan.tap("Làm"))
    assert "Câu 1/152" in said
    assert len(at.lan.messages[-1].buttons) == 5
    assert "Câu 2/152" in await at.does(at.lan.tap("Không phát sinh"))
    assert "Có thể gõ" in at.lan.messages[-1].text  # what has no room among the buttons
    assert "Mục lục" in at.lan.messages[-1].text
    assert await at.does(at.lan.say("mục lục"))
    assert "Câu 2/152" in await at.does(at.lan.say("#pl:99999.0"))  # nobody's button


async def test_a_word_file_comes_in_and_goes_out(at: Connected) -> None:
    await at.does(at.lan.say("việc của tôi"))
    await at.does(at.lan.tap("Làm"))
    content = FILES["PL_Q4-2022.docx"]()
    assert "Quý IV/2022" in await at.does(at.lan.send_file("PL_Q4-2022.docx", content))
    await at.does(at.lan.say("hủy"))
    await at.does(at.lan.say("tải về"))
    (sent,) = [one.file for one in at.lan.messages if one.file is not None]
    assert sent[0].endswith("_nhap.docx")
    assert sent[1].startswith(b"PK")


async def test_after_two_days_of_silence_the_approved_text_goes_out(at: Connected) -> None:
    await at.pass_days(3)
    assert "Đã nhắc 1 cán bộ" in await nudge(at.office, "mai")
    template = at.lan.messages[-1].template
    assert template is not None
    assert (template["don_vi"], template["ky"]) == ("Sở NV", "Quý IV/2026")
    await at.does(at.lan.say("việc của tôi"))
    at.office.clock.moment += timedelta(hours=2)
    assert "Đã nhắc 1 cán bộ" in await nudge(at.office, "mai")
    assert at.lan.messages[-1].template is None  # Lan wrote again: in our own words


async def test_without_an_approved_text_the_coordinator_reads_whom_to_call(tmp_path: Path) -> None:
    async with connected(tmp_path, "") as at:
        await come(at)
        await at.pass_days(3)
        told = len(at.lan.messages)
        assert "cần gọi điện: Sở NV" in await nudge(at.office, "mai")
        assert len(at.lan.messages) == told


async def test_of_a_lock_the_approved_text_cannot_tell_so_the_coordinator_reads_whom_to_call(
    at: Connected,
) -> None:
    await at.pass_days(3)
    told = len(at.lan.messages)
    await at.office.say("khóa sổ quý IV/2026", who="mai")
    assert "cần gọi điện: Sở NV" in await at.office.tap("Đúng, khóa đợt", who="mai")
    assert len(at.lan.messages) == told


async def test_who_unfollows_is_not_written_to_until_they_return(at: Connected) -> None:
    await at.lan.unfollow()
    calls = len(at.server.calls)
    await nudge(at.office, "mai")
    assert len(at.server.calls) > calls  # Zalo says that Lan follows no more
    calls = len(at.server.calls)
    at.office.clock.moment += timedelta(hours=25)
    assert "cần gọi điện: Sở NV" in await nudge(at.office, "mai")
    assert len(at.server.calls) == calls
    await at.does(at.lan.follow())
    assert "Đã nhắc 1 cán bộ" in await nudge(at.office, "mai")


async def test_the_month_stands_in_the_coordinators_board(at: Connected) -> None:
    said = await at.office.say("tin nhắn", who="mai")
    assert "Zalo OA" in said
    assert f"{MONDAY:%m/%Y}" in said
