"""The webhook takes events from the platform only, and says 200 when they are stored."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.bots import BOTS, SECRET, BotCase
from tests.support.fake_inbox import FakeInbox

PATH = "/hook"


@pytest.fixture(params=BOTS)
def case(request: pytest.FixtureRequest) -> BotCase:
    return BOTS[request.param]


@pytest.fixture
async def client(case: BotCase, inbox: FakeInbox) -> AsyncIterator[httpx.AsyncClient]:
    channel = case.channel(None)
    transport = httpx.ASGITransport(channel.feed.webhook(inbox, SECRET))
    async with httpx.AsyncClient(transport=transport, base_url="http://product") as posting:
        yield posting
    await channel.close()


async def test_an_event_is_stored_then_acknowledged(
    client: httpx.AsyncClient, case: BotCase, inbox: FakeInbox
) -> None:
    for _ in range(2):  # told twice, it counts once
        answer = await client.post(PATH, json=case.body, headers={case.header: SECRET})
        assert answer.status_code == 200
    assert inbox.texts == [case.said]


@pytest.mark.parametrize(
    "shown",
    [
        *([], [b""], [b"wrong"], [SECRET.upper().encode()], [SECRET.encode() + b"x"]),
        *([SECRET[:-1].encode()], ["bí-mật".encode()], [b"\xff\xfe"], [SECRET.encode(), b"x"]),
    ],
)
async def test_who_does_not_know_the_secret(
    client: httpx.AsyncClient, case: BotCase, inbox: FakeInbox, shown: list[bytes]
) -> None:
    headers = [(case.header.encode(), one) for one in shown] or [(b"X-Other", SECRET.encode())]
    body = json.dumps(case.body)
    assert (await client.post(PATH, content=body, headers=headers)).status_code == 403
    assert inbox.deliveries == 0
    long = b"x" * (case.api.body_limit + 1)
    assert (await client.post(PATH, content=long, headers=headers)).status_code == 403


async def test_bodies_that_are_no_event(
    client: httpx.AsyncClient, case: BotCase, inbox: FakeInbox
) -> None:
    none = [(body, 400) for body in (b"", b"{", b"[1]", b"\xff", b"[" * 100_000)]
    none.append((b"x" * (case.api.body_limit + 1), 413))
    for body, status in (*none, *case.no_event):
        answer = await client.post(PATH, content=body, headers={case.header: SECRET})
        assert (answer.status_code, body[:99]) == (status, body[:99])
    assert inbox.events == []


async def test_other_ways_to_call_it(client: httpx.AsyncClient, case: BotCase) -> None:
    assert (await client.get(PATH, headers={case.header: SECRET})).status_code == 405


async def test_what_could_not_be_stored_is_not_acknowledged(
    client: httpx.AsyncClient, case: BotCase, inbox: FakeInbox
) -> None:
    def fail() -> None:
        raise OSError("database is locked")

    inbox.before = fail
    answer = await client.post(PATH, json=case.body, headers={case.header: SECRET})
    assert answer.status_code == 503
    assert "locked" not in answer.text
    inbox.before = lambda: None
    again = await client.post(PATH, json=case.body, headers={case.header: SECRET})
    assert again.status_code == 200
    assert inbox.texts == [case.said]
