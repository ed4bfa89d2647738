"""HTTP/1.1 with as little as possible around it: for the driver, the stand-in and the floor."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import cast

import httptools

Done = Callable[[int], None]  # with the status
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def ok(body: bytes) -> bytes:
    """A whole response with this JSON in it."""
    return _OK % len(body) + body


class Serving(asyncio.Protocol):
    """One kept connection of a server. `answered` is called with each whole request; it must
    lead to exactly one `reply`, now or later."""

    def __init__(self) -> None:
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._body = bytearray()
        self._url = b""

    def answered(self, url: bytes, body: bytes) -> None:
        raise NotImplementedError

    def reply(self, response: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(response)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._url = url
        self._body.clear()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self.answered(self._url, bytes(self._body))


class Calling(asyncio.Protocol):
    """One kept connection of a client, with one request under way at most."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._request: tuple[bytes, Done] | None = None

    def ask(self, request: bytes, done: Done) -> None:
        assert self._transport is not None
        self._request = (request, done)
        self._transport.write(request)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        assert self._request is not None
        _, done = self._request
        status = self._parser.get_status_code()
        self._request = None
        self._pool.free(self)
        done(status)

    def connection_lost(self, error: Exception | None) -> None:
        self._pool.lost(self, self._request)


class Pool:
    """At most `limit` kept connections to one server; more requests wait in line. A request
    whose connection was closed under it is asked again, as Telegram does."""

    def __init__(self, host: str, port: int, limit: int) -> None:
        self._where = (host, port)
        self._limit = limit
        self._open = 0
        self._idle: list[Calling] = []
        self._line: deque[tuple[bytes, Done]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self.ended = False

    def ask(self, request: bytes, done: Done) -> None:
        if self._idle:
            self._idle.pop().ask(request, done)
            return
        self._line.append((request, done))
        if self._open < self._limit:
            self._open += 1
            task = asyncio.get_running_loop().create_task(self._connect())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, connection = await loop.create_connection(lambda: Calling(self), *self._where)
        except OSError:
            self._open -= 1
            if not self.ended:
                raise
            return
        self.free(connection)

    def free(self, connection: Calling) -> None:
        if self._line:
            connection.ask(*self._line.popleft())
        else:
            self._idle.append(connection)

    def lost(self, connection: Calling, request: tuple[bytes, Done] | None) -> None:
        self._open -= 1
        if connection in self._idle:
            self._idle.remove(connection)
        if request is not None and not self.ended:
            self.ask(*request)
