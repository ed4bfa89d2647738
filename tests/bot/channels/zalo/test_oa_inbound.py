"""What an Official Account's webhook tells: signed over raw bytes, stored, then acknowledged."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channels.zalo.http import EVENT_LIMIT
from bot.channels.zalo.official_account.channel import ZaloOaChannel
from bot.channels.zalo.official_account.updates import to_incoming
from bot.ports.channel import Incoming, IncomingKind
from tests.fakes.zalo import FakeZaloOa, fixture, fixtures
from tests.fakes.zalo.oa_server import APP_ID, APP_SECRET, OA_ID, OA_SECRET
from tests.support.fake_inbox import FakeInbox
from tests.support.http_server import listening
from tests.support.patience import PATIENCE, until
from tests.support.zalo.oa import ACCOUNT, LAN

PATH = "/hook"


def read(name: str) -> Incoming | None:
    return to_incoming(fixture(name).body)


def test_a_text() -> None:
    event = read("oa.event.text")
    assert event is not None
    assert (event.kind, event.text, event.conversation) == (IncomingKind.SAID, "message", LAN)
    assert event.event_id == event.message_ref == "96d3cdf3af150460909"


def test_a_reply_names_its_message() -> None:
    event = read("oa.event.text.reply")
    assert event is not None
    assert (event.kind, event.replies_to) == (IncomingKind.SAID, "63ecf43f0df7dba892e6")
    strange = fixture("oa.event.text").body
    for wrong in (None, 7, "", "x" * 200, {"id": "1"}):
        said = to_incoming({**strange, "message": {**strange["message"], "quote_msg_id": wrong}})
        assert said is not None
        assert said.replies_to == ""


def test_a_tap_is_a_text_with_our_mark() -> None:
    event = fixture("oa.event.text").body
    tapped = to_incoming({**event, "message": {**event["message"], "text": "#pl:12.3"}})
    assert tapped is not None
    assert (tapped.kind, tapped.button) == (IncomingKind.TAPPED, "12.3")
    typed = to_incoming({**event, "message": {**event["message"], "text": "#pl:12.3 nhé"}})
    assert typed is not None
    assert typed.kind is IncomingKind.SAID


def test_a_file() -> None:
    event = read("oa.event.file")
    assert event is not None
    assert (event.kind, event.file_name, event.file_size) == (IncomingKind.SENT, "PL.docx", 19_456)
    assert event.file_ref == "https://file.example/1"


def test_a_contact_and_somebody_new() -> None:
    told, new = read("oa.event.contact"), read("oa.event.follow")
    assert told is not None
    assert (told.kind, told.sender_name, told.text) == (IncomingKind.CONTACT, "Lan", "84912345678")
    assert new is not None
    assert (new.kind, new.text, new.conversation) == (IncomingKind.OPENED, "", LAN)


@pytest.mark.parametrize("kind", ["image", "sticker", "business_card"])
def test_what_is_neither_text_nor_file(kind: str) -> None:
    event = read(f"oa.event.{kind}")
    assert event is not None
    assert event.kind is IncomingKind.UNSUPPORTED


@pytest.mark.parametrize("kind", ["echo", "received", "seen", "unfollow", "call", "probe"])
def test_what_asks_nothing_of_us(kind: str) -> None:
    assert read(f"oa.event.{kind}") is None


@pytest.mark.parametrize(
    "event",
    [
        {"event_name": 7},
        {"event_name": "user_send_text"},
        {"event_name": "user_send_text", "message": [], "sender": "x"},
        {"event_name": "user_send_text", "sender": {"id": "1"}, "message": {"text": "x"}},
        {"event_name": "user_send_text", "message": {"text": "x", "msg_id": "1"}},
        {"event_name": "follow", "follower": {"id": 7}},
    ],
)
def test_what_is_no_event(event: dict[str, Any]) -> None:
    assert to_incoming(event) is None


@pytest.mark.parametrize("attachments", [None, [], "x", [7], [{}], [{"payload": {"url": 7}}]])
def test_a_file_without_an_address_is_unsupported(attachments: Any) -> None:
    event = fixture("oa.event.file").body
    made = to_incoming({**event, "message": {"msg_id": "1", "attachments": attachments}})
    assert made is not None
    assert made.kind is IncomingKind.UNSUPPORTED


def test_every_event_of_the_fixtures_is_read_without_an_error() -> None:
    heard = {one.name for one in fixtures("oa.event") if to_incoming(one.body) is not None}
    assert len(heard) == len(fixtures("oa.event")) - 6


@pytest.fixture
async def server() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as running:
        yield running


@pytest.fixture
async def client(inbox: FakeInbox) -> AsyncIterator[httpx.AsyncClient]:
    channel = ZaloOaChannel(ACCOUNT)
    transport = httpx.ASGITransport(channel.webhook(inbox))
    async with httpx.AsyncClient(transport=transport, base_url="http://product") as posting:
        yield posting
    await channel.close()


BODY = json.dumps(fixture("oa.event.text").body, separators=(", ", ":")).encode()
STAMP = fixture("oa.event.text").body["timestamp"].encode()


def mac(
    body: bytes = BODY, stamp: bytes = STAMP, secret: str = OA_SECRET, who: str = APP_ID
) -> str:
    return hashlib.sha256(who.encode() + body + stamp + secret.encode()).hexdigest()


@pytest.mark.parametrize(
    "headers",
    [
        {"X-ZEvent-Signature": f"mac={mac()}"},
        {"X-ZEvent-Signature": mac()},
        {"X-ZEvent-Signature": mac().upper()},
        {"X-ZEvent-Signature": mac(stamp=b"17"), "X-ZEvent-Timestamp": "17"},
    ],
    ids=["mac=", "bare", "upper", "header"],
)
async def test_a_genuine_event_is_stored_then_acknowledged(
    client: httpx.AsyncClient,
    inbox: FakeInbox,
    headers: dict[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "bot.channels.zalo"):
        for _ in range(2):  # told twice, it counts once
            assert (await client.post(PATH, content=BODY, headers=headers)).status_code == 200
    assert inbox.texts == ["message"]
    assert caplog.text.count("events are signed as") == 1  # which of the ways, once


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BODY, {}),
        (BODY, {"X-ZEvent-Signature": "mac="}),
        (BODY, {"X-ZEvent-Signature": "mac=" + "0" * 64}),
        (BODY, {"X-ZEvent-Signature": f"mac={mac(secret=APP_SECRET)}"}),
        (BODY, {"X-ZEvent-Signature": f"mac={mac(who=OA_ID)}"}),
        (BODY, {"X-ZEvent-Signature": f"mac={mac(stamp=b'17')}"}),
        (BODY.replace(b", ", b","), {"X-ZEvent-Signature": f"mac={mac()}"}),  # other bytes
        (BODY + b" ", {"X-ZEvent-Signature": f"mac={mac()}"}),
        (b"[1]", {"X-ZEvent-Signature": f"mac={mac(b'[1]', b'')}"}),
        (b"[" * 100_000, {"X-ZEvent-Signature": "x"}),
        (b"\xff", {"X-ZEvent-Signature": "x"}),
        (b"{}", {"X-ZEvent-Signature": "x"}),
    ],
    ids=range(12),
)
async def test_who_is_not_zalo(
    client: httpx.AsyncClient, inbox: FakeInbox, body: bytes, headers: dict[str, str]
) -> None:
    assert (await client.post(PATH, content=body, headers=headers)).status_code == 403
    assert inbox.deliveries == 0


async def test_bounds(client: httpx.AsyncClient, inbox: FakeInbox) -> None:
    assert (await client.post(PATH, content=b"x" * (EVENT_LIMIT + 1))).status_code == 413
    assert (await client.get(PATH)).status_code == 405


@pytest.mark.parametrize("body", [b"{}", b" {} ", b""])
async def test_a_new_address_is_asked_with_nothing(
    client: httpx.AsyncClient, inbox: FakeInbox, body: bytes
) -> None:
    assert (await client.post(PATH, content=body)).status_code == 200
    assert inbox.deliveries == 0


async def test_what_cannot_be_stored_is_not_acknowledged(
    server: FakeZaloOa, inbox: FakeInbox
) -> None:
    """Zalo sends it again; and it is heard once, in order."""
    failures = [OSError("disk full"), OSError("database is locked")]

    def fail() -> None:
        if failures:
            raise failures.pop()

    inbox.before = fail
    channel = ZaloOaChannel(ACCOUNT, server.url)
    async with listening(channel.webhook(inbox)) as url:
        server.webhook = url + PATH
        for text in "ab":
            await server.person(LAN).say(text)
        await inbox.wait_for(2)
    assert inbox.texts == ["a", "b"]
    assert server.delivered[:2] == [503, 503]
    await channel.close()


@pytest.mark.parametrize("quirk", ["", "no prefix", "header_timestamp", "twice"])
async def test_over_the_webhook_whatever_the_quirk(
    server: FakeZaloOa, inbox: FakeInbox, quirk: str
) -> None:
    if quirk == "no prefix":
        server.quirks.mac_prefix = False
    elif quirk:
        setattr(server.quirks, quirk, True)
    channel = ZaloOaChannel(ACCOUNT, server.url)
    async with listening(channel.webhook(inbox)) as url:
        server.webhook = url + PATH
        assert await server.probe() == 200
        lan = server.person(LAN)
        await lan.follow()
        await lan.say("a")
        await lan.send("image")
        await lan.send_file("PL.docx", b"PK")
        await lan.share("Lan", "84912345678")
        await lan.send("received")
        await inbox.wait_for(5)
        count = 12 if quirk == "twice" else 6
        assert await server.changes.until(lambda: len(server.delivered) == count)
    kinds = [
        IncomingKind.OPENED,
        IncomingKind.SAID,
        IncomingKind.UNSUPPORTED,
        IncomingKind.SENT,
        IncomingKind.CONTACT,
    ]
    assert [event.kind for event in inbox.events] == kinds
    assert set(server.delivered) == {200}
    await channel.close()


@pytest.mark.parametrize(("quirk", "other"), [("signed_with", APP_SECRET), ("signed_for", OA_ID)])
async def test_what_is_signed_in_another_way_is_not_heard(
    server: FakeZaloOa, inbox: FakeInbox, quirk: str, other: str
) -> None:
    """Some sources name another secret, or another id; who finds that they are right has to enter
    those in the settings."""
    setattr(server.quirks, quirk, other)
    server.quirks.repeats = False
    channel = ZaloOaChannel(ACCOUNT, server.url)
    async with listening(channel.webhook(inbox)) as url:
        server.webhook = url + PATH
        await server.person(LAN).say("a")
        assert await server.changes.until(lambda: server.delivered == [403])
    assert inbox.events == []
    await channel.close()


async def test_a_slow_store_is_asked_again_and_hears_once(
    server: FakeZaloOa, inbox: FakeInbox
) -> None:
    """Zalo does not wait for long: what is stored later comes again, and is known."""
    slow = [True]
    server.quirks.patience = 0.5

    class Slow(FakeInbox):
        async def receive(self, events: Any) -> None:
            if slow:
                slow.pop()
                await until(lambda: server.delivered)
                server.quirks.patience = PATIENCE
            await super().receive(events)

    late = Slow()
    channel = ZaloOaChannel(ACCOUNT, server.url)
    async with listening(channel.webhook(late)) as url:
        server.webhook = url + PATH
        await server.person(LAN).say("a")
        assert await server.changes.until(lambda: 200 in server.delivered)
        await late.wait_for(1)
    assert server.delivered[0] == 0
    assert late.texts == ["a"]
    await channel.close()
