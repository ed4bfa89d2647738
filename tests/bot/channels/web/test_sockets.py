"""Who has a socket open, for how long, and what ends it."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection, connect

from bot.access.browser_sessions import BrowserSessions, session_cookie
from bot.channels.web import channel, socket
from bot.channels.web.channel import WebChannel
from conversations.protocol.messages import Span
from storage.core.work import AuditContext
from storage.store import Store
from tests.support.store_rows import NOW
from tests.support.web.open_house import OpenHouse
from tests.support.web.scripted_dispatcher import FakeDesk
from tests.support.web.server import LOCAL, Served, serve

PATIENCE = 60.0  # seconds until a wait fails
HELLO = json.dumps({"type": "hello"})


def page_of(served: Served, who: str = "local", cookie: str = "") -> connect:
    address, origin = f"{served.socket}?as={who}", websockets.Origin(served.address)
    headers = {"Cookie": f"{session_cookie(secure=False)}={cookie}"} if cookie else {}
    return connect(address, origin=origin, additional_headers=headers)


async def the_rest(page: ClientConnection) -> tuple[list[str], int]:
    """All that the server says until it closes the socket, and its code."""
    heard: list[str] = []
    async with asyncio.timeout(PATIENCE):
        try:
            while True:
                heard.append(json.dumps(json.loads(await page.recv()), ensure_ascii=False))
        except websockets.ConnectionClosed as ended:
            return heard, ended.rcvd.code if ended.rcvd else 0


async def closed(page: ClientConnection) -> int:
    """Wait until the server closes the socket; its code."""
    return (await the_rest(page))[1]


async def hear(page: ClientConnection, kind: str) -> None:
    """Wait for a message of this type."""
    async with asyncio.timeout(PATIENCE):
        while json.loads(await page.recv())["type"] != kind:
            pass


async def greeted(page: ClientConnection) -> None:
    await page.send(HELLO)
    await hear(page, "transcript")


def said(text: str = "21") -> str:
    return json.dumps({"type": "said", "id": str(uuid.uuid4()), "text": text})


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    web = WebChannel()
    async with serve(FakeDesk(web), web) as running:
        yield running


async def test_mute_pages_count_and_one_too_many_is_refused(served: Served) -> None:
    pages = [await page_of(served) for _ in range(channel.PAGES_EACH)]
    assert await closed(await page_of(served)) == socket.TRY_LATER
    await pages[0].close()
    async with asyncio.timeout(PATIENCE):
        while not await _greets(served):  # noqa: ASYNC110 - until the server has noticed
            await asyncio.sleep(0.02)
    for page in pages:
        await page.close()


async def _greets(served: Served) -> bool:
    async with page_of(served) as page:
        try:
            await greeted(page)
        except websockets.ConnectionClosed:
            return False
    return True


async def test_a_page_that_never_says_hello_is_sent_away(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "HELLO_SECONDS", 0.2)
    async with page_of(served) as page:
        assert await closed(page) == socket.BAD_MESSAGE


async def test_a_page_that_has_said_hello_stays(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "HELLO_SECONDS", 0.5)
    async with page_of(served) as page:
        await greeted(page)
        await asyncio.sleep(1.0)
        await page.send(said())
        await hear(page, "stored")


async def test_hello_is_said_once(served: Served) -> None:
    async with page_of(served) as page:
        await greeted(page)
        await page.send(HELLO)
        assert await closed(page) == socket.BAD_MESSAGE


async def test_the_conversation_is_not_fetched_without_end(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page after page, each with a hello of its own: after a burst they are to come later."""
    monkeypatch.setattr(channel, "HELLOS_EACH", 5)
    monkeypatch.setattr(channel, "HELLO_EVERY", 1_000.0)
    for _ in range(5):
        assert await _greets(served)
    async with page_of(served) as page:
        await page.send(HELLO)
        assert await closed(page) == socket.TRY_LATER


async def test_the_right_is_asked_again_before_each_message_of_a_page() -> None:
    web, house = WebChannel(), OpenHouse()
    desk = FakeDesk(web)
    async with serve(desk, web, sessions=house) as served, page_of(served) as page:
        await greeted(page)
        heard = len(desk.events)
        house.closed = True
        await page.send(said())
        assert await closed(page) == socket.NOT_SIGNED_IN
        assert len(desk.events) == heard


async def test_and_before_something_is_told_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "TOLD_SECONDS", 0)
    web, house = WebChannel(), OpenHouse()
    desk = FakeDesk(web)
    async with serve(desk, web, sessions=house) as served, page_of(served) as page:
        await greeted(page)
        await hear(page, "line")
        house.closed = True
        await desk.say(desk.compose((Span(text="Bí mật"),)))
        heard, code = await the_rest(page)
        assert code == socket.NOT_SIGNED_IN
        assert not any("Bí mật" in one for one in heard)


async def test_and_of_a_quiet_page_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "RECHECK_SECONDS", 0.1)
    web, house = WebChannel(), OpenHouse()
    async with serve(FakeDesk(web), web, sessions=house) as served, page_of(served) as page:
        await greeted(page)
        house.closed = True
        assert await closed(page) == socket.NOT_SIGNED_IN


async def test_signing_out_closes_the_other_pages_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "RECHECK_SECONDS", 1_000)
    web, house = WebChannel(), OpenHouse()
    async with serve(FakeDesk(web), web, sessions=house) as served, page_of(served) as page:
        await greeted(page)
        house.closed = True
        web.look_again("local")
        assert await closed(page) == socket.NOT_SIGNED_IN


# --- with real sessions ----------------------------------------------------------------------


@dataclass
class Clock:
    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class House:
    """A member with a page open; a second `store` is another process on the same database."""

    store: Store
    other: Store
    clock: Clock
    member: int
    session: int
    page: ClientConnection
    desk: FakeDesk


Ending = Callable[[House], Awaitable[Any]]


async def revoke(house: House) -> None:
    async with house.other.transaction() as tx:
        await tx.page_links.revoke(house.member, house.clock())


async def erase(house: House) -> None:
    async with house.other.transaction() as tx:
        await tx.erasure.erase(
            AuditContext(None, None, "command", None, house.clock()), house.member
        )


async def expire(house: House) -> None:
    house.clock.moment += timedelta(hours=12)


async def end_one(house: House) -> None:
    async with house.other.transaction() as tx:
        assert await tx.web_sessions.end(house.session, house.clock())


async def end_all(house: House) -> None:
    async with house.other.transaction() as tx:
        assert await tx.web_sessions.end_all(house.clock()) == 1


@pytest.mark.parametrize("end", [revoke, erase, expire, end_one, end_all])
@pytest.mark.parametrize("speaks", [True, False])
async def test_what_ends_a_session_closes_its_pages(
    end: Ending, speaks: bool, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when another process does it; what is said afterwards is not taken."""
    monkeypatch.setattr(socket, "RECHECK_SECONDS", 1_000 if speaks else 0.1)
    store, other = await Store.open(database), await Store.open(database)
    try:
        async with store.transaction() as tx:
            member = await tx.members.add("Lan", NOW)
        clock, web = Clock(), WebChannel()
        sessions = BrowserSessions(store, clock, LOCAL.key)
        async with store.transaction() as tx:
            cookie = await sessions.begin(tx, member, "Chrome, Windows")
        desk = FakeDesk(web)
        desk.speaks = False
        async with (
            serve(desk, web, sessions=sessions) as served,
            page_of(served, f"m{member}", cookie) as page,
        ):
            await greeted(page)
            heard = len(desk.events)
            number = int(cookie.partition(".")[0])
            await end(House(store, other, clock, member, number, page, desk))
            if speaks:
                await page.send(said())
            assert await closed(page) == socket.NOT_SIGNED_IN
            assert len(desk.events) == heard
            async with page_of(served, f"m{member}", cookie) as again:
                assert await closed(again) == socket.NOT_SIGNED_IN
    finally:
        await store.close()
        await other.close()


async def test_a_page_of_somebody_else_stays_open(database: str) -> None:
    store, web, clock = await Store.open(database), WebChannel(), Clock()
    sessions, desk = BrowserSessions(store, clock, LOCAL.key), FakeDesk(web)
    async with store.transaction() as tx:
        one, other = await tx.members.add("Lan", NOW), await tx.members.add("Minh", NOW)
        cookie = await sessions.begin(tx, other, "")
    async with (
        serve(desk, web, sessions=sessions) as served,
        page_of(served, f"m{other}", cookie) as page,
    ):
        await greeted(page)
        async with store.transaction() as tx:
            await tx.page_links.revoke(one, clock())
        await page.send(said())
        await hear(page, "stored")
    await store.close()


async def test_the_keys_session_ends_unused_and_in_any_case() -> None:
    store, clock = await Store.open("sqlite:///:memory:"), Clock()
    sessions = BrowserSessions(store, clock, "k" * 43)
    cookie = await sessions.begin_by_key("k" * 43, "")
    shown = {session_cookie(secure=False): str(cookie)}
    for _ in range(5):  # used every six days
        clock.moment += timedelta(days=6) - timedelta(hours=1)
        if clock.moment < NOW + timedelta(days=30):
            assert await sessions.find(shown) is not None
    clock.moment = NOW + timedelta(days=30)
    assert await sessions.find(shown) is None
    cookie = await sessions.begin_by_key("k" * 43, "")
    shown = {session_cookie(secure=False): str(cookie)}
    clock.moment += timedelta(days=7)
    assert await sessions.find(shown) is None
    assert await sessions.begin_by_key("x" * 43, "") is None
    await store.close()


async def test_one_session_too_many_ends_the_oldest(database: str) -> None:
    store, clock = await Store.open(database), Clock()
    sessions = BrowserSessions(store, clock, "k" * 43)
    cookies = []
    for _ in range(22):
        clock.moment += timedelta(seconds=1)
        cookies.append(str(await sessions.begin_by_key("k" * 43, "")))
    hold = [await sessions.find({"phuluc-session": one}) is not None for one in cookies]
    assert hold == [False] * 2 + [True] * 20
    async with store.transaction() as tx:
        assert len(await tx.web_sessions.list_all(clock())) == 20
    clock.moment += timedelta(days=70)
    await sessions.begin_by_key("k" * 43, "")
    async with store.transaction() as tx:
        assert await tx.web_sessions.find(2) is None  # forgotten
    await store.close()
