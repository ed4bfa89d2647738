"""A message that its channel does not take holds nothing up: something plainer takes its place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.access.signed_links import SignedLinks
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.channels.zalo.official_account.channel import ZaloOaChannel
from bot.channels.zalo.official_account.tokens import NAME, OaTokenVault
from bot.delivery import fallback
from bot.delivery.message_sender import RETRY_SECONDS
from bot.ports.channel import Channel, Outgoing
from bot.service import Service
from storage.store import Store
from storage.tables.core import message
from tests.fakes.telegram import TOKEN, FakeTelegram, Fault
from tests.fakes.zalo import BOT_TOKEN, FakeZaloBot, FakeZaloOa
from tests.support.dialog import NOW
from tests.support.product import FakeChannel, open_catalogs
from tests.support.zalo.oa import ACCOUNT

LAN, MAI = 4_200_000_001, 4_200_000_002
ZALO_LAN = "246845883529197922"
HERE = "https://phuluc.example"
PLENTY = 30  # rounds of sending: far more than any message is tried


@dataclass
class Post:
    """A store whose outbox goes out over one channel, on a clock that the test moves."""

    store: Store
    service: Service
    channel: Channel
    now: list[datetime] = field(default_factory=lambda: [NOW])

    async def member(self, conversation: str) -> int:
        async with self.store.transaction() as tx:
            number = await tx.members.add("Lan", NOW)
            await tx.members.bind(self.channel.name, conversation, number, conversation, NOW)
            await tx.members.mark_heard(number, self.channel.name, conversation)
        return number

    async def say(self, conversation: str, text: str, **body: Any) -> int:
        """Queue a text with one button."""
        button = {"label": "Có", "action": {"do": "run", "command": "start"}}
        made = {"spans": [{"text": text, "bold": True}], "buttons": [[button]], "turn": 1}
        async with self.store.transaction() as tx:
            channel = self.channel.name
            return await tx.outbox.add(channel, conversation, made | body, None, self.now[0])

    async def hand_out(self, conversation: str, member: int, text: str = "Bảng đây") -> int:
        """Queue a file with a few words."""
        body = {"spans": [{"text": text}], "buttons": [], "turn": 1}
        async with self.store.transaction() as tx:
            paper = await tx.documents.add_personal(member, "bảng.docx", b"PK-bang", self.now[0])
            at = (self.channel.name, conversation, body, None, self.now[0], paper)
            return await tx.outbox.add(*at)

    async def go_on(self, rounds: int = PLENTY) -> None:
        """Send what may go, again and again, with time between."""
        for _ in range(rounds):
            await self.service.outbox.drain(self.channel)
            self.now[0] += timedelta(seconds=RETRY_SECONDS + 1)

    async def row(self, number: int) -> Any:
        async with self.store.transaction() as tx:
            found = await tx.work.connection.execute(select(message).where(message.c.id == number))
        return found.one()


@asynccontextmanager
async def post(url: str, channel: Channel, *, links: bool = False) -> AsyncIterator[Post]:
    now = [NOW]
    catalogs = replace(open_catalogs(), links=SignedLinks(HERE) if links else None)
    store = await Store.open(url)
    service = Service.over(store, catalogs, [channel], lambda: now[0], "post")
    try:
        yield Post(store, service, channel, now)
    finally:
        await service.close()
        await store.close()


@asynccontextmanager
async def telegram(
    url: str, *faults: Fault, links: bool = False
) -> AsyncIterator[tuple[Post, FakeTelegram]]:
    async with FakeTelegram() as server:
        server.chat(LAN, started=True)
        server.chat(MAI, started=True)
        server.faults.active = [*faults]
        channel = TelegramChannel(TOKEN, server.url, per_second=0)
        async with post(url, channel, links=links) as at:
            yield at, server
        await channel.close()


def shown(server: FakeTelegram, who: int = LAN) -> list[str]:
    return [one.text for one in server.chat(who).messages]


async def test_a_file_refused_for_good_becomes_a_word(database: str) -> None:
    """500 for good: what comes behind it waits no longer, in its order, and nobody else did."""
    async with telegram(database, Fault("error", ("sendDocument",), times=None)) as (at, server):
        member = await at.member(str(LAN))
        await at.say(str(LAN), "một")
        number = await at.hand_out(str(LAN), member)
        await at.say(str(LAN), "hai")
        await at.say(str(MAI), "khác")
        await at.service.outbox.drain(at.channel)
        assert (shown(server), shown(server, MAI)) == (["một"], ["khác"])
        await at.go_on()
        one, word, two = shown(server)
        assert (one, two) == ("một", "hai")
        assert word.startswith("Bảng đây\n\n⚠ Chưa gửi được tệp bảng.docx")
        assert "tải về" in word
        row = await at.row(number)
        assert (row.state, row.document, row.paper) == ("sent", None, None)
        assert row.reference == str(server.chat(LAN).messages[1].id)
        assert server.faults.active[0].hits == fallback.TRIES


async def test_the_word_is_a_link_where_there_is_an_address(database: str) -> None:
    fault = Fault("error", ("sendDocument",), times=None)
    async with telegram(database, fault, links=True) as (at, server):
        await at.hand_out(str(LAN), await at.member(str(LAN)))
        await at.go_on()
        (word,) = shown(server)
        assert f"Tải tệp tại: {HERE}/tep/1." in word
        async with at.store.transaction() as tx:
            link = await tx.signed_links.find(1)
        assert link is not None
        assert link.paper == 1


async def test_asked_for_again_the_file_goes_out(database: str) -> None:
    fault = Fault("error", ("sendDocument",), times=fallback.TRIES)
    async with telegram(database, fault) as (at, server):
        member = await at.member(str(LAN))
        await at.hand_out(str(LAN), member)
        await at.go_on()
        await at.hand_out(str(LAN), member)
        await at.go_on()
        assert server.chat(LAN).last.document == ("bảng.docx", b"PK-bang")


async def test_trouble_that_passes_costs_no_file(database: str) -> None:
    fault = Fault("error", ("sendDocument",), times=fallback.TRIES - 1)
    async with telegram(database, fault) as (at, server):
        await at.hand_out(str(LAN), await at.member(str(LAN)))
        await at.go_on()
        assert server.chat(LAN).last.document == ("bảng.docx", b"PK-bang")


@pytest.mark.parametrize("trouble", ["error", "reset", "flood"])
async def test_a_channel_that_is_down_costs_no_message(database: str, trouble: Any) -> None:
    """Nothing goes out: then no message is at fault, and each goes out whole in the end."""
    async with telegram(database, Fault(trouble, (), times=None)) as (at, server):
        member = await at.member(str(LAN))
        await at.say(str(LAN), "một")
        await at.hand_out(str(LAN), member)
        await at.say(str(MAI), "khác")
        await at.go_on()
        server.faults.active = []
        await at.go_on(3)
        first, file = server.chat(LAN).messages
        assert (first.text, first.labels) == ("một", ["Có"])
        assert file.document == ("bảng.docx", b"PK-bang")
        assert shown(server, MAI) == ["khác"]


async def test_a_text_that_never_goes_gives_way_to_a_word(database: str) -> None:
    fault = Fault("error", ("sendMessage",), times=None, text="mot")
    async with telegram(database, fault) as (at, server):
        await at.say(str(LAN), "mot")
        await at.say(str(LAN), "hai")
        await at.say(str(MAI), "ba")
        await at.service.outbox.drain(at.channel)
        assert shown(server, MAI) == ["ba"]
        await at.go_on()
        word, two = shown(server)
        assert word.startswith("⚠ Có một tin nhắn chưa gửi được")
        assert two == "hai"


async def test_an_answer_that_never_comes_is_not_repeated_for_ever(database: str) -> None:
    """Each of them may have arrived, so a few copies are the most."""
    fault = Fault("lost", ("sendMessage",), times=None, text="mot")
    async with telegram(database, fault) as (at, server):
        await at.say(str(LAN), "mot")
        await at.say(str(LAN), "hai")
        await at.go_on()
        texts = shown(server)
        assert texts[-1] == "hai"
        copies = [text for text in texts if text.startswith("mot")]
        assert 1 <= len(copies) <= fallback.UNSURE_TRIES + 2
        assert any("chưa gửi được" in text for text in texts)


async def test_a_file_that_may_have_arrived_is_not_sent_again(database: str) -> None:
    fault = Fault("lost", ("sendDocument",), times=None)
    async with telegram(database, fault) as (at, server):
        await at.hand_out(str(LAN), await at.member(str(LAN)))
        await at.say(str(LAN), "hai")
        await at.go_on()
        assert fault.hits == 1
        assert shown(server)[-1] == "hai"


@pytest.mark.parametrize(
    ("marker", "said"),
    [
        ("<b>", ["mot\n\n(Chưa gửi được các lựa chọn của tin này; gõ tiếp để hiện lại.)"]),
        ("reply_markup", ["mot\n\n(Chưa gửi được các lựa chọn của tin này; gõ tiếp để hiện lại.)"]),
        ("mot", None),
    ],
)
async def test_what_the_platform_refuses_is_said_more_plainly(
    database: str, marker: str, said: list[str] | None
) -> None:
    """Its markup, its buttons, what stands in it: refused once, it is not tried again as it was."""
    fault = Fault("error", ("sendMessage",), times=None, text=marker, code=400)
    async with telegram(database, fault) as (at, server):
        number = await at.say(str(LAN), "mot")
        await at.go_on(1)
        if said is None:
            (word,) = shown(server)
            assert word.startswith("⚠ Có một tin nhắn chưa gửi được")
        else:
            assert shown(server) == said
        assert (await at.row(number)).body["buttons"] == []


async def test_an_edit_that_never_works_comes_as_a_new_message(database: str) -> None:
    async with telegram(database) as (at, server):
        first = await at.say(str(LAN), "mot")
        await at.go_on(1)
        server.faults.active = [Fault("error", ("editMessageText",), times=None)]
        await at.say(str(LAN), "hai", replaces=first)
        await at.go_on()
        assert [(one.text, one.labels) for one in server.chat(LAN).messages] == [
            ("mot", ["Có"]),
            ("hai", ["Có"]),
        ]


async def test_nobody_who_blocked_us_is_sent_anything_else(database: str) -> None:
    fault = Fault("error", (), times=None, code=403)
    async with telegram(database, fault) as (at, _):
        number = await at.say(str(LAN), "mot")
        await at.go_on(3)
        assert (await at.row(number)).state == "failed"
        assert fault.hits == 1


async def test_a_channel_that_breaks_inside_holds_nobody_up(database: str) -> None:
    """Not only refusals: a message that our own code stumbles over goes the same way."""
    channel = FakeChannel("telegram")
    send = channel.send

    async def stumbling(outgoing: Outgoing) -> str:
        if any("mot" in span.text for span in outgoing.spans):
            raise UnicodeError("mot")
        return await send(outgoing)

    channel.send = stumbling  # type: ignore[method-assign]
    async with post(database, channel) as at:
        await at.say("1", "mot")
        await at.say("1", "hai")
        await at.go_on()
        assert ["chưa gửi được" in text for text in channel.texts] == [True, False]
        assert channel.texts[1] == "hai"


async def test_a_message_that_cannot_be_read_holds_nobody_up(database: str) -> None:
    channel = FakeChannel("telegram")
    async with post(database, channel) as at:
        async with at.store.transaction() as tx:
            await tx.outbox.add("telegram", "1", {"spans": "?", "buttons": []}, None, NOW)
        await at.say("1", "hai")
        await at.say("2", "ba")
        await at.go_on(2)
        assert sorted(channel.texts)[:2] == ["ba", "hai"]
        assert "chưa gửi được" in sorted(channel.texts)[2]


async def zalo_faults(at: Post, server: FakeZaloOa, *faults: Fault) -> None:
    """The account's tokens are there, its person has written, and from now on there is trouble."""
    async with at.store.transaction() as tx:
        await tx.oauth_tokens.enter(NAME, "", "refresh-0", NOW, NOW - timedelta(hours=1))
    server.person(ZALO_LAN).last = server.now()
    server.faults.active = [*faults]


@pytest.mark.parametrize("code", [-500, -201])
async def test_the_account_gives_way_too(database: str, code: int) -> None:
    """The words are out before the file fails: only what is missing is told."""
    async with FakeZaloOa() as server:
        channel = ZaloOaChannel(ACCOUNT, server.url)
        async with post(database, channel, links=True) as at:
            channel.open(OaTokenVault(at.store, lambda: at.now[0], "post"))
            fault = Fault("error", ("/upload/file",), code=code, times=None)
            await zalo_faults(at, server, fault)
            member = await at.member(ZALO_LAN)
            async with at.store.transaction() as tx:
                await tx.inbox.add("zalo-oa", "e1", ZALO_LAN, "", {"kind": "said"}, NOW)
            await at.hand_out(ZALO_LAN, member)
            await at.say(ZALO_LAN, "hai")
            await at.go_on(10)
            texts = [one.text for one in server.person(ZALO_LAN).messages]
            assert texts[0] == "Bảng đây"
            assert texts[1].startswith("⚠ Chưa gửi được tệp bảng.docx")
            assert f"{HERE}/tep/" in texts[1]
            assert texts[2:] == ["hai"]
        await channel.close()


@pytest.mark.parametrize("code", [400, 403])
async def test_the_zalo_bot_gives_way_too(database: str, code: int) -> None:
    async with FakeZaloBot() as server:
        channel = ZaloBotChannel(BOT_TOKEN, server.url)
        async with post(database, channel) as at:
            person = server.person(ZALO_LAN)
            await person.say("x")
            server.faults.active = [
                Fault("error", ("sendMessage",), code=code, times=tries_before_a_word(code))
            ]
            await at.say(ZALO_LAN, "mot")
            await at.say(ZALO_LAN, "hai")
            await at.go_on(10)
            assert [text for text in (one.text for one in person.messages) if "hai" in text]
        await channel.close()


def tries_before_a_word(code: int) -> int:
    """Of a styled text: with its styles and without; refused for good, once more as plain."""
    return 3 if code == 400 else fallback.TRIES
