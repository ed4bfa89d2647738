"""A small HTTP/1.1 client over connections that are kept open, for one server called very often.

It tells apart what was surely not sent from what may have arrived, which decides whether a
message may be repeated. `httptools` reads the answers.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

import httptools

CONNECTIONS = 256  # to one server
CONNECT_SECONDS = 5.0
ANSWER_LIMIT = 4_000_000  # bytes
HEAD_LIMIT = 65_536  # bytes of an answer beside its body


class NotSentError(Exception):
    """The request never left: no connection could be had."""


class ResponseLostError(Exception):
    """The request left, and its answer never came: nobody knows whether it was carried out."""


@dataclass(frozen=True, slots=True)
class ServerOrigin:
    """A server: where it listens, and how it is called in the Host header."""

    host: str
    port: int
    secure: bool
    name: str

    @classmethod
    @lru_cache(maxsize=64)  # the Bot API has few methods, and the same are called all the time
    def of(cls, url: str) -> tuple[ServerOrigin, str]:
        """The origin of a URL, and the path (with its query) to ask for."""
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return cls(parts.hostname or "", port, secure, parts.netloc.rpartition("@")[2]), path


@dataclass(frozen=True, slots=True)
class HttpResponse:
    status: int
    body: bytes


@dataclass
class HttpClient:
    """Posts over kept connections, the last used first, so that the rest may fall idle."""

    connections: int = CONNECTIONS
    _idle: dict[ServerOrigin, deque[KeptConnection]] = field(default_factory=dict)
    _open: set[KeptConnection] = field(default_factory=set)
    _free: asyncio.Semaphore | None = None
    _tls: ssl.SSLContext | None = None

    async def post(self, url: str, kind: str, body: bytes, seconds: float) -> HttpResponse:
        """Post a body of this content type. NotSentError or LostError when there is no answer
        in so many seconds."""
        origin, path = ServerOrigin.of(url)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {origin.name}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        if self._free is None:
            self._free = asyncio.Semaphore(self.connections)
        async with self._free:
            connection = self._kept(origin) or await self._connect(origin)
            answer = await connection.ask(head.encode("ascii") + body, seconds)
            if connection.reusable:
                self._idle.setdefault(origin, deque()).append(connection)
            return answer

    async def close(self) -> None:
        for connection in [*self._open]:
            connection.close()
        self._idle.clear()

    def _kept(self, origin: ServerOrigin) -> KeptConnection | None:
        idle = self._idle.get(origin)
        while idle:
            connection = idle.pop()
            if connection.reusable:
                return connection
        return None

    async def _connect(self, origin: ServerOrigin) -> KeptConnection:
        loop = asyncio.get_running_loop()
        if origin.secure and self._tls is None:
            self._tls = ssl.create_default_context()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, connection = await loop.create_connection(
                    lambda: KeptConnection(loop, self._open),
                    origin.host,
                    origin.port,
                    ssl=self._tls if origin.secure else None,
                )
        except (OSError, TimeoutError) as error:
            raise NotSentError(f"no connection: {type(error).__name__}") from None
        return connection


class KeptConnection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        among: set[KeptConnection],
        limit: int = ANSWER_LIMIT,
    ) -> None:
        self._limit = limit
        self._received = 0
        self._loop = loop
        self._among = among
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[HttpResponse] | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._body = bytearray()
        self._keep = True

    @property
    def reusable(self) -> bool:
        """Whether another request may go over it."""
        transport = self._transport
        return self._keep and transport is not None and not transport.is_closing()

    async def ask(self, request: bytes, seconds: float) -> HttpResponse:
        """Write a request and wait for its answer."""
        if self._transport is None or self._transport.is_closing():
            raise NotSentError("the connection was closed")
        self._waiting = self._loop.create_future()
        self._parser = httptools.HttpResponseParser(self)
        self._body.clear()
        self._received = 0
        timer = self._loop.call_later(seconds, self._give_up, "no answer in time")
        try:
            self._transport.write(request)
            return await self._waiting
        finally:
            timer.cancel()
            if not self._waiting.done() or self._waiting.cancelled():
                self.close()
            self._waiting = None

    def close(self) -> None:
        self._keep = False
        if self._transport is not None:
            self._transport.abort()

    def _give_up(self, why: str) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ResponseLostError(why))
        self.close()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        self._among.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._among.discard(self)
        self._give_up("the connection broke")

    def data_received(self, data: bytes) -> None:
        parser = self._parser
        if parser is None or self._waiting is None:
            self.close()  # nobody asked
            return
        self._received += len(data)
        if self._received > 2 * self._limit + HEAD_LIMIT:
            self._give_up("the answer is too long")
            return
        try:
            parser.feed_data(data)
        except httptools.HttpParserError:
            self._give_up("the answer is no HTTP")

    # What httptools calls.

    def on_body(self, body: bytes) -> None:
        self._body += body
        if len(self._body) > self._limit:
            self._give_up("the answer is too long")

    def on_message_complete(self) -> None:
        parser, waiting = self._parser, self._waiting
        if parser is None or waiting is None or waiting.done():
            return
        self._keep = parser.should_keep_alive()
        waiting.set_result(HttpResponse(parser.get_status_code(), bytes(self._body)))
        if not self._keep:
            self.close()
