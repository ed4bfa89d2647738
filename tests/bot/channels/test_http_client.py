"""The small HTTP client: kept connections, and what surely never left told from what may have
arrived."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import uvloop

from bot.channels import http_client
from bot.channels.http_client import HttpClient, HttpResponse, NotSentError, ResponseLostError
from tests.support.patience import PATIENCE

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[str]:
    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/bot1/sendMessage?x=1"
    finally:
        server.close()


async def read_request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = int(
        next(line for line in head.split("\r\n") if line.lower().startswith("content-le")).split(
            ":"
        )[1]
    )
    return head, await reader.readexactly(length)


@asynccontextmanager
async def client() -> AsyncIterator[HttpClient]:
    made = HttpClient()
    yield made
    await made.close()


async def test_one_connection_carries_many_requests() -> None:
    seen: list[list[tuple[str, bytes]]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append([])
        while True:
            seen[-1].append(await read_request(reader))
            writer.write(OK)

    async with serving(serve) as url, client() as http:
        for number in range(5):
            answer = await http.post(url, "application/json", f"{{{number}}}".encode(), 5)
            assert answer == HttpResponse(200, b"hi")
    (((first, body), *_),) = seen
    assert len(seen[0]) == 5
    assert body == b"{0}"
    assert first.startswith("POST /bot1/sendMessage?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert "Content-Type: application/json\r\n" in first


async def test_requests_at_once_take_connections_of_their_own() -> None:
    started = asyncio.Event()
    inside = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal inside
        while True:
            await read_request(reader)
            inside += 1
            if inside == 10:
                started.set()
            await started.wait()
            writer.write(OK)

    async with serving(serve) as url, client() as http:
        answers = await asyncio.gather(*(http.post(url, "a/b", b"", 10) for _ in range(10)))
    assert {answer.status for answer in answers} == {200}


async def test_answers_in_pieces_and_in_chunks() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        for piece in (b"HTTP/1.1 429 Too", b" Many\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab"):
            writer.write(piece)
            await asyncio.sleep(0.01)
        writer.write(b"c\r\n2\r\nde\r\n0\r\n\r\n")
        await read_request(reader)
        writer.write(OK)

    async with serving(serve) as url, client() as http:
        assert await http.post(url, "a/b", b"", 5) == HttpResponse(429, b"abcde")
        assert await http.post(url, "a/b", b"", 5) == HttpResponse(200, b"hi")


async def test_nobody_there_is_surely_not_sent() -> None:
    async with client() as http:
        with pytest.raises(NotSentError):
            await http.post("http://127.0.0.1:9/x", "a/b", b"x", 5)


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"\x00\x01 nonsense\r\n\r\n"]
)
async def test_a_connection_that_breaks_after_the_request_is_no_news(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(answer)

    async with serving(serve) as url, client() as http:
        with pytest.raises(ResponseLostError):
            await http.post(url, "a/b", b"x", 5)


async def test_an_answer_that_does_not_come_in_time_is_no_news() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        await asyncio.sleep(30)

    async with serving(serve) as url, client() as http:
        with pytest.raises(ResponseLostError, match="in time"):
            await http.post(url, "a/b", b"x", 0.05)


async def test_a_connection_the_server_has_closed_is_not_used_again() -> None:
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await read_request(reader)
        writer.write(OK)

    async with serving(serve) as url, client() as http:
        for _ in range(3):
            assert (await http.post(url, "a/b", b"", 5)).status == 200
            await asyncio.sleep(0.02)  # the server closes after one answer
    assert connections == 3


async def test_a_server_that_says_it_will_close_is_believed() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi")

    async with serving(serve) as url, client() as http:
        for _ in range(3):
            assert (await http.post(url, "a/b", b"", 5)).status == 200


async def test_an_endless_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "ANSWER_LIMIT", 10_000)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        while True:
            writer.write(b"x" * 1_000)
            await writer.drain()

    async with serving(serve) as url, client() as http:
        with pytest.raises(ResponseLostError, match="too long"):
            await http.post(url, "a/b", b"", 5)


async def test_a_request_that_is_cancelled_closes_its_connection() -> None:
    closed = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        await reader.read()
        closed.set()

    async with serving(serve) as url, client() as http:
        asking = asyncio.create_task(http.post(url, "a/b", b"", 30))
        await asyncio.sleep(0.05)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        async with asyncio.timeout(PATIENCE):
            await closed.wait()


def test_it_serves_on_the_product_s_own_loop() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_request(reader)
            writer.write(OK)

    async def talk() -> list[HttpResponse]:
        async with serving(serve) as url, client() as http:
            return [await http.post(url, "a/b", b"x", 5) for _ in range(3)]

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(talk()) == [HttpResponse(200, b"hi")] * 3
