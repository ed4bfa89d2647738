"""What the Zalo Bot Platform tells: by long polling without an acknowledgement, and by webhook."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channels.event_feed import EventFeed
from bot.channels.zalo.bot_platform.api import ZaloBotApi
from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.channels.zalo.bot_platform.updates import event_in, to_incoming
from bot.ports.channel import Incoming, IncomingKind
from tests.fakes.world import Fault
from tests.fakes.zalo import BOT_TOKEN, FakeZaloBot, fixture, fixtures
from tests.support.fake_inbox import FakeInbox
from tests.support.http_server import listening
from tests.support.patience import until
from tests.support.polling import PollingLoop

LAN = "6ede9afa66b88fe6d6a9"
SECRET, PATH, HEADER = "bi-mat-2026", "/zalo-bot/webhook", "X-Bot-Api-Secret-Token"


def read(name: str) -> Incoming | None:
    event = event_in(fixture(name).body)
    return to_incoming(event) if event is not None else None


@pytest.mark.parametrize(
    "name", ["bot.event.text", "bot.event.text.flat", "bot.event.text.nameless"]
)
def test_a_text_in_every_shape(name: str) -> None:
    event = read(name)
    assert event is not None
    assert (event.kind, event.text) == (IncomingKind.SAID, "Xin chào")
    assert (event.conversation, event.sender) == (LAN, LAN)
    assert event.event_id == event.message_ref == "2d758cb5e222177a4e35"
    assert event.sender_name == ("" if "nameless" in name else "Ted")


@pytest.mark.parametrize("kind", ["image", "image.photo_url", "sticker", "voice", "unsupported"])
def test_what_is_not_text_is_told_as_such(kind: str) -> None:
    event = read(f"bot.event.{kind}")
    assert event is not None
    assert event.kind is IncomingKind.UNSUPPORTED


def test_groups_bots_and_what_nobody_knows_are_not_heard() -> None:
    assert read("bot.event.text.group") is None
    assert read("bot.event.reaction") is None
    event = event_in(fixture("bot.event.text").body)
    assert event is not None
    bot = {**event["message"], "from": {**event["message"]["from"], "is_bot": True}}
    assert to_incoming({**event, "message": bot}) is None


@pytest.mark.parametrize(
    ("chat", "heard"),
    [
        ({"id": LAN, "chat_type": "PRIVATE"}, True),
        ({"id": LAN}, True),
        ({"id": LAN, "chat_type": None}, True),
        ({"id": "another", "chat_type": "PRIVATE"}, True),
        ({"id": "another"}, False),
        ({"id": "another", "chat_type": None}, False),
        ({"id": LAN, "chat_type": "GROUP"}, False),
        ({"id": LAN, "chat_type": ""}, False),
        ({"id": LAN, "chat_type": "private"}, False),
        ({"id": LAN, "chat_type": ["PRIVATE"]}, False),
        ({"chat_type": "PRIVATE"}, False),
    ],
)
def test_a_chat_that_may_be_a_group_is_not_heard(chat: dict[str, Any], heard: bool) -> None:
    event = event_in(fixture("bot.event.text").body)
    assert event is not None
    message = {**event["message"], "chat": chat}
    assert (to_incoming({**event, "message": message}) is not None) is heard


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"ok": False, "description": "x"},
        {"result": []},
        {"result": {"event_name": 7, "message": {}}},
        {"event_name": "message.text.received"},
        {"event_name": "message.text.received", "message": {"text": "x"}},
        {"event_name": "message.text.received", "message": {"from": [], "chat": "x"}},
    ],
)
def test_what_is_no_event(raw: dict[str, Any]) -> None:
    event = event_in(raw)
    assert event is None or to_incoming(event) is None


def test_every_event_of_the_fixtures_is_read_without_an_error() -> None:
    read_names = [one.name for one in fixtures("bot.event") if read(one.name) is not None]
    assert len(read_names) == len(fixtures("bot.event")) - 2  # a group's, and a kind to come


def polling(server: FakeZaloBot, inbox: FakeInbox) -> PollingLoop:
    channel = ZaloBotChannel(BOT_TOKEN, server.url)
    channel.feed = EventFeed(ZaloBotApi(channel._client, long_poll=1))
    return PollingLoop(channel, inbox)


@pytest.fixture
async def server() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot() as running:
        yield running


async def test_a_conversation_by_polling(
    server: FakeZaloBot, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    lan = server.person(LAN)
    await lan.say("xin chào")
    loops.append(polling(server, inbox))
    await inbox.wait_for(1)
    await lan.send("image")
    await lan.say("21")
    await inbox.wait_for(3)
    assert [(event.kind, event.text) for event in inbox.events] == [
        (IncomingKind.SAID, "xin chào"),
        (IncomingKind.UNSUPPORTED, "photo"),
        (IncomingKind.SAID, "21"),
    ]


async def test_an_empty_poll_is_no_trouble(
    server: FakeZaloBot, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    server.faults.active = [Fault("error", ("getUpdates",), code=408, times=3)]
    loops.append(polling(server, inbox))
    await server.person(LAN).say("21")
    await inbox.wait_for(1)
    assert loops[0].waits == []


async def test_an_event_lost_on_its_way_is_lost_and_the_next_one_comes(
    server: FakeZaloBot, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    """Nothing acknowledges a poll: what was handed out and did not arrive is gone."""
    lan = server.person(LAN)
    await lan.say("a")
    server.faults.active = [Fault("lost", ("getUpdates",))]
    loops.append(polling(server, inbox))
    assert await server.changes.until(lambda: not server.waiting)
    await lan.say("b")
    await inbox.wait_for(1)
    assert inbox.texts == ["b"]


def polls(server: FakeZaloBot) -> int:
    return [method for method, _ in server.calls].count("getUpdates")


async def test_polling_beside_a_webhook_is_waited_out() -> None:
    async with FakeZaloBot(assumed=frozenset({"bot.poll.webhook_active"})) as server:
        inbox = FakeInbox()
        loop = polling(server, inbox)
        assert await server.changes.until(lambda: bool(server.calls))
        server.webhook = ("https://elsewhere.example", "x" * 8)  # somebody set one meanwhile
        before = polls(server)
        await until(lambda: polls(server) >= before + 2)
        server.webhook = None
        await server.person(LAN).say("a")
        await inbox.wait_for(1)
        await loop.stop()


async def test_an_event_that_comes_flat(inbox: FakeInbox) -> None:
    channel = ZaloBotChannel(BOT_TOKEN)
    transport = httpx.ASGITransport(channel.feed.webhook(inbox, SECRET))
    async with httpx.AsyncClient(transport=transport, base_url="http://product") as client:
        body = fixture("bot.event.text.flat").body
        assert (await client.post(PATH, json=body, headers={HEADER: SECRET})).status_code == 200
    assert inbox.texts == ["Xin chào"]
    await channel.close()


@pytest.mark.parametrize("quirk", ["", "flat", "twice", "nameless", "photo_url", "late"])
async def test_over_the_webhook_whatever_the_quirk(
    server: FakeZaloBot, inbox: FakeInbox, quirk: str
) -> None:
    channel = ZaloBotChannel(BOT_TOKEN, server.url)
    if quirk:
        setattr(server.quirks, quirk, 0.2 if quirk == "late" else True)
    async with listening(channel.feed.webhook(inbox, SECRET)) as url:
        await channel.feed.register_webhook(f"{url}{PATH}", SECRET)
        lan = server.person(LAN)
        await lan.say("a")
        await lan.send("image")
        await lan.say("b")
        await inbox.wait_for(3)
        assert await server.changes.until(
            lambda: len(server.delivered) == (6 if quirk == "twice" else 3)
        )
    assert [event.text for event in inbox.events] == ["a", "photo", "b"]
    assert set(server.delivered) == {200}
    await channel.close()


async def test_a_new_version_of_the_answer_to_setting_a_webhook_is_taken(
    server: FakeZaloBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def verified(_: dict[str, Any]) -> dict[str, Any]:
        server.webhook = ("set", "x")
        return server.shapes.make("bot.setWebhook.verified")

    server._methods["setWebhook"] = verified
    channel = ZaloBotChannel(BOT_TOKEN, server.url)
    await channel.feed.register_webhook("https://example.org", SECRET)
    assert server.webhook is not None
    await channel.close()
