"""What nobody finishes is given up: half headers, half bodies, answers that nobody reads."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from bot.channels.request_body import RequestBodyError, read_body
from bot.channels.web import http_connection
from bot.channels.web.connection_ledger import (
    DESCRIPTORS_KEPT,
    ConnectionLedger,
    ConnectionLimits,
    client_of,
    is_inside,
)
from bot.channels.web.server import WebServer

HALF = b"GET / HTTP/1.1\r\nHost: x\r\n"
PATIENCE = 60.0  # seconds until a wait fails


class FakeConnection:
    dropped = False

    def drop(self) -> None:
        self.dropped = True

    def check(self, now: float) -> None: ...


def small(**limits: int) -> ConnectionLedger:
    return ConnectionLedger(
        ConnectionLimits(**{"in_all": 4, "each": 2, "bytes_in_all": 100, "bytes_each": 60} | limits)
    )


def test_a_client_over_its_share_loses_the_request_that_waited_longest() -> None:
    ledger = small()
    one, two, three, other = (FakeConnection() for _ in range(4))
    for connection in (one, two, three):
        assert ledger.open(connection, "a")
    assert ledger.open(other, "b")
    assert [each.dropped for each in (one, two, three, other)] == [True, False, False, False]


def test_a_request_that_is_complete_is_not_given_up() -> None:
    ledger = small()
    one, two, three = (FakeConnection() for _ in range(3))
    for connection in (one, two):
        assert ledger.open(connection, "a")
        ledger.work(connection)
    assert not ledger.open(three, "a")
    assert not one.dropped
    assert not two.dropped
    ledger.wait(two)  # it has its answer
    assert ledger.open(three, "a")
    assert two.dropped


def test_when_all_is_full_the_client_with_most_makes_room() -> None:
    ledger = small(in_all=3, each=9)
    many = [FakeConnection() for _ in range(3)]
    for connection in many:
        assert ledger.open(connection, "a")
    assert ledger.open(FakeConnection(), "b")
    assert [one.dropped for one in many] == [True, False, False]
    assert len(ledger) == 3


def test_a_proxy_is_counted_by_whom_it_asks_for() -> None:
    ledger = small(in_all=9)
    asked = [FakeConnection() for _ in range(5)]
    for number, connection in enumerate(asked):
        assert ledger.open(connection, "")
        assert ledger.move(connection, "a" if number < 3 else "b")
    assert [one.dropped for one in asked] == [True, False, False, False, False]


def test_bytes_of_unread_bodies_have_an_end_for_each_and_in_all() -> None:
    ledger = small(in_all=9)
    one, two, other = FakeConnection(), FakeConnection(), FakeConnection()
    for connection, client in ((one, "a"), (two, "a"), (other, "b")):
        ledger.open(connection, client)
    assert ledger.hold(one, 40)
    assert ledger.hold(two, 40)
    assert (one.dropped, ledger.bytes_held) == (True, 40)
    assert not ledger.hold(two, 40)  # nobody else of the client is there to be given up
    ledger.close(two)
    assert ledger.bytes_held == 0
    assert ledger.hold(other, 60)
    ledger.release(other)
    assert ledger.hold(other, 60)


def test_what_is_read_whole_is_not_given_up_for_another_body() -> None:
    ledger = small()
    one, two = FakeConnection(), FakeConnection()
    for connection in (one, two):
        ledger.open(connection, "a")
    ledger.hold(one, 50)
    ledger.work(one)
    assert not ledger.hold(two, 50)
    assert not one.dropped


def test_a_socket_counts_in_all_alone() -> None:
    ledger = small(in_all=3)
    sockets = [FakeConnection() for _ in range(3)]
    for connection in sockets:
        assert ledger.open(connection, "a")
        ledger.close(connection)
        assert ledger.open_socket(connection)
    assert not ledger.open(FakeConnection(), "b")
    assert not ledger.open_socket(FakeConnection())
    ledger.close(sockets[0])
    assert ledger.open(FakeConnection(), "b")


def test_the_ledger_is_empty_when_all_connections_have_ended() -> None:
    ledger = small(in_all=99, each=99, bytes_in_all=10**6, bytes_each=10**6)
    some = [FakeConnection() for _ in range(50)]
    for number, connection in enumerate(some):
        ledger.open(connection, str(number % 7))
        ledger.hold(connection, number)
        ledger.move(connection, str(number % 5))
    for connection in some:
        ledger.close(connection)
    assert (len(ledger), ledger.bytes_held, ledger._clients) == (0, 0, {})


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("10.0.0.7", "10.0.0.7"),
        (" 10.0.0.7 ", "10.0.0.7"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_whom_an_address_is_counted_under(address: str, client: str) -> None:
    assert client_of(address) == client


def test_only_an_address_of_our_own_is_a_proxy_of_ours() -> None:
    assert all(is_inside(one) for one in ("127.0.0.1", "172.18.0.4", "10.1.1.1", "::1"))
    assert not any(is_inside(one) for one in ("8.8.8.8", "2a00:1450::1", "", "proxy"))


def test_there_are_no_more_connections_than_descriptors() -> None:
    assert ConnectionLimits.for_descriptors(1_024).in_all == 1_024 - DESCRIPTORS_KEPT
    assert ConnectionLimits.for_descriptors(65_536).in_all == 2_000
    assert ConnectionLimits.for_descriptors(100).in_all > 0


# --- over a real network ---------------------------------------------------------------------


@dataclass
class Served:
    server: WebServer
    port: int
    got: list[int]

    async def dial(self, said: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(said)
        await writer.drain()
        return reader, writer

    async def is_well(self) -> bool:
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
            return (await client.get(f"http://127.0.0.1:{self.port}/")).status_code == 200


@asynccontextmanager
async def served(*, proxied: bool = False, **limits: int) -> AsyncIterator[Served]:
    got: list[int] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        try:
            if scope["path"] != "/unread":
                body = await read_body(scope, receive, 10**7)
        except RequestBodyError:
            pass
        got.append(len(body))
        answer = b"x" * (20_000_000 if scope["path"] == "/large" else 2)
        length = str(len(answer)).encode()
        start = {"status": 200, "headers": [(b"content-length", length)]}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": answer})

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = WebServer(app, proxied=proxied)
        for name, limit in limits.items():
            setattr(server.ledger.limits, name, limit)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield Served(server, listener.getsockname()[1], got)
        server.should_exit = server.force_exit = True
        await running


async def has_ended(reader: asyncio.StreamReader) -> bool:
    """Whether the server ends the connection within the test's patience."""
    try:
        async with asyncio.timeout(PATIENCE):
            while await reader.read(65_536):
                pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not done():  # noqa: ASYNC110 - the server tells it no other way
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET",
        HALF,
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
        b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT",
    ],
)
async def test_what_stops_half_way_is_ended(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_connection, "HEADER_SECONDS", 0.3)
    monkeypatch.setattr(http_connection, "IDLE_SECONDS", 0.3)
    async with served() as at:
        reader, writer = await at.dial(said)
        assert await has_ended(reader)
        writer.close()
        await until(lambda: not len(at.server.ledger))


@pytest.mark.parametrize(
    "begun",
    [HALF + b"X-A: ", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n"],
)
async def test_what_drips_is_ended(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then keeps no connection: headers have a time, a body its slowest rate."""
    monkeypatch.setattr(http_connection, "HEADER_SECONDS", 1)
    monkeypatch.setattr(http_connection, "IDLE_SECONDS", 1)
    async with served() as at:
        reader, writer = await at.dial(begun)

        async def drip() -> None:
            while True:
                writer.write(b"x")
                await asyncio.sleep(0.05)

        dripping = asyncio.create_task(drip())
        assert await has_ended(reader)
        dripping.cancel()
        writer.close()


async def test_a_slow_upload_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slower than all limits of time for a small body, and faster than the slowest rate."""
    monkeypatch.setattr(http_connection, "IDLE_SECONDS", 2)
    async with served() as at:
        reader, writer = await at.dial(
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n"
        )
        for _ in range(40):
            writer.write(b"x" * 10_000)
            await asyncio.sleep(0.1)
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        assert at.got == [400_000]
        writer.close()


async def test_an_answer_that_nobody_reads_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_connection, "SEND_SECONDS", 0.5)
    async with served() as at:
        _, writer = await at.dial(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        await until(lambda: bool(at.got))
        await until(lambda: not len(at.server.ledger))
        writer.close()


@pytest.mark.parametrize(
    "said",
    [
        b"GET /" + b"a" * 40_000,
        HALF + b"X-A: " + b"a" * 40_000,
        HALF + b"X-A: " + b"a" * 40_000 + b"\r\n\r\n",
        HALF + b"".join(b"X-%d: a\r\n" % number for number in range(200)) + b"\r\n",
    ],
)
async def test_headers_have_a_size(said: bytes) -> None:
    async with served() as at:
        reader, writer = await at.dial(said)
        assert (await reader.readline()).startswith(b"HTTP/1.1 431")
        assert await has_ended(reader)
        assert at.got == []
        writer.close()


async def test_requests_do_not_pile_up_in_one_connection() -> None:
    async with served() as at:
        reader, writer = await at.dial(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 5_000)
        assert await has_ended(reader)
        assert len(at.got) <= http_connection.PIPELINE_LIMIT + 1
        writer.close()


async def test_two_thousand_half_requests_leave_room_for_others() -> None:
    """All from the address of the one who asks, too: it is the old ones that go."""
    async with served() as at:
        held = [await at.dial(HALF) for _ in range(2_000)]
        assert await at.is_well()
        assert len(at.server.ledger) <= at.server.ledger.limits.each + 1
        for _, writer in held:
            writer.close()


async def test_behind_a_proxy_one_client_does_not_shut_out_the_others() -> None:
    async with served(proxied=True, each=3) as at:
        head = b"POST / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\nContent-Length: 9\r\n\r\n"
        held = [await at.dial(head % b"9.9.9.9, 10.0.0.1") for _ in range(20)]
        others = [await at.dial(head % b"10.0.0.%d" % number) for number in range(2, 22)]
        for reader, writer in others:
            writer.write(b"123456789")
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        for _, writer in [*held, *others]:
            writer.close()


async def test_half_bodies_hold_no_more_than_they_may() -> None:
    async with served(bytes_each=3_000_000, bytes_in_all=4_000_000) as at:
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 990000\r\n\r\n"
        held = []
        for _ in range(30):
            held.append(await at.dial(head))
            held[-1][1].write(b"x" * 980_000)
            await asyncio.sleep(0.02)
            assert at.server.ledger.bytes_held <= 3_000_000
        assert await at.is_well()
        for _, writer in held:
            writer.transport.abort()
