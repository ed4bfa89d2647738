"""The webhook takes updates from Telegram only, and says 200 when they are stored."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.webhook import BODY_LIMIT
from bot.ports.channel import IncomingKind
from tests.fakes.telegram import TOKEN, FakeTelegram, Fault
from tests.support.fake_inbox import FakeDoor
from tests.support.http_server import listening
from tests.support.patience import PATIENCE

OFFICER = 4_200_000_001
SECRET = "bi-mat_2023"
PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as running:
        yield running


@pytest.fixture
async def channel(server: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    telegram = TelegramChannel(TOKEN, server.url)
    yield telegram
    await telegram.close()


@pytest.fixture
async def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
async def client(channel: TelegramChannel, door: FakeDoor) -> AsyncIterator[httpx.AsyncClient]:
    app = channel.webhook(door, SECRET)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://product") as posting:
        yield posting


def update(number: int, text: str = "21") -> dict[str, Any]:
    person = {"id": OFFICER, "is_bot": False, "first_name": "Lan"}
    chat = {"id": OFFICER, "type": "private", "first_name": "Lan"}
    message = {"message_id": 1, "date": 1_700_000_000, "from": person, "chat": chat, "text": text}
    return {"update_id": number, "message": message}


async def test_an_update_is_stored_then_acknowledged(
    client: httpx.AsyncClient, door: FakeDoor
) -> None:
    answer = await client.post(PATH, json=update(1), headers={HEADER: SECRET})
    assert answer.status_code == 200
    (event,) = door.events
    assert (event.kind, event.event_id, event.text) == (IncomingKind.SAID, "1", "21")


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(HEADER.encode(), b"")],
        [(HEADER.encode(), b"wrong")],
        [(HEADER.encode(), SECRET.upper().encode())],
        [(HEADER.encode(), SECRET.encode() + b"x")],
        [(HEADER.encode(), SECRET[:-1].encode())],
        [(HEADER.encode(), "bí-mật".encode())],
        [(HEADER.encode(), b"\xff\xfe")],
        [(HEADER.encode(), SECRET.encode()), (HEADER.encode(), b"x")],
        [(b"Authorization", SECRET.encode())],
    ],
)
async def test_who_does_not_know_the_secret(
    client: httpx.AsyncClient, door: FakeDoor, headers: list[tuple[bytes, bytes]]
) -> None:
    answer = await client.post(PATH, content=json.dumps(update(1)), headers=headers)
    assert answer.status_code == 403
    assert door.deliveries == 0
    unread = await client.post(PATH, content=b"x" * (BODY_LIMIT + 1), headers=headers)
    assert unread.status_code == 403


@pytest.mark.parametrize("secret", ["", " ", "có dấu", "a b", "x" * 257, "a\n"])
async def test_a_secret_that_guards_nothing_is_refused(
    channel: TelegramChannel, door: FakeDoor, secret: str
) -> None:
    with pytest.raises(ValueError, match="webhook secret"):
        channel.webhook(door, secret)
    with pytest.raises(ValueError, match="webhook secret"):
        await channel.register_webhook("https://example.org", secret)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[1]", 400),
        (b"\xff", 400),
        (b"{}", 400),
        (b'{"update_id": "x"}', 400),
        (b"[" * 100_000, 400),
        (b"x" * (BODY_LIMIT + 1), 413),
        (b'{"update_id": 1}', 200),
        (b'{"update_id": 1, "message": {"message_id": 1, "date": "soon"}}', 200),
    ],
    ids=range(10),
)
async def test_bodies_that_are_no_event(
    client: httpx.AsyncClient, door: FakeDoor, body: bytes, status: int
) -> None:
    answer = await client.post(PATH, content=body, headers={HEADER: SECRET})
    assert answer.status_code == status
    assert door.events == []


async def test_other_ways_to_call_it(client: httpx.AsyncClient) -> None:
    assert (await client.get(PATH, headers={HEADER: SECRET})).status_code == 405


async def test_what_could_not_be_stored_is_not_acknowledged(
    client: httpx.AsyncClient, door: FakeDoor, server: FakeTelegram
) -> None:
    def fail() -> None:
        raise OSError("database is locked")

    door.before = fail
    answer = await client.post(PATH, json=update(1), headers={HEADER: SECRET})
    assert answer.status_code == 503
    assert "locked" not in answer.text


async def test_telegram_delivers_and_repeats_until_it_is_stored(
    channel: TelegramChannel, door: FakeDoor, server: FakeTelegram
) -> None:
    failures = 3

    def fail() -> None:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise OSError("database is locked")

    door.before = fail
    server.faults.active = [Fault("error", ("setWebhook",)), Fault("reset", ("getMe",))]
    async with listening(channel.webhook(door, SECRET)) as url:
        await channel.register_webhook(url + PATH, SECRET)
        officer = server.chat(OFFICER)
        for text in "abc":
            await officer.say(text)
        query = officer.tap_data("v1:7", 1)
        await door.wait_for(4)
        assert await server.world.wait_until(lambda: bool(server.world.answered), PATIENCE)
    assert [event.text for event in door.events if event.text] == ["a", "b", "c"]
    assert [event.button for event in door.events if event.button] == ["v1:7"]
    assert server.world.answered == [query]
    assert "503" in server.world.webhook.last_error
    assert server.world.commands


async def test_a_webhook_with_another_secret_gets_nothing_in(
    channel: TelegramChannel, door: FakeDoor, server: FakeTelegram
) -> None:
    async with listening(channel.webhook(door, SECRET)) as url:
        await channel.register_webhook(url + PATH, "another-secret")
        await server.chat(OFFICER).say("a")
        hook = server.world.webhook
        assert await server.world.wait_until(lambda: bool(hook.last_error), PATIENCE)
        assert "403" in hook.last_error
    assert door.events == []
