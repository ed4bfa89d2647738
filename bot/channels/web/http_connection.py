"""uvicorn's connections under limits: on the time a request may take to arrive, on its size,
on how long nobody reads our answer, and on how many there are.

uvicorn has a limit for the time between two requests and none for the time within one, and
httptools has none for the size of headers (decision 0061).
"""

from __future__ import annotations

import asyncio
from asyncio.transports import BaseTransport
from enum import Enum, auto
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from bot.channels.web.connection_ledger import ConnectionLedger, client_of, is_inside

HEADER_SECONDS = 10  # until the headers of a request are complete
IDLE_SECONDS = 10  # without a byte of its body
BODY_SECONDS = 300  # for a whole body
SLOWEST_BODY = 4_000  # bytes a second, after the first IDLE_SECONDS
SEND_SECONDS = 60  # in which nobody reads a byte of our answer
HEADER_BYTES = 32_768  # of a request line and its headers
HEADERS_LIMIT = 100  # in one request
PIPELINE_LIMIT = 10  # requests that come before the one ahead of them is answered
FRAMES_LIMIT = 1_000  # messages of one socket that wait to be taken
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class WebConfig(Config):
    """uvicorn's configuration with the ledger of this server. `proxied`: a proxy of ours stands
    in front, and says in X-Forwarded-For whom it asks for."""

    def __init__(self, app: Any, ledger: ConnectionLedger, *, proxied: bool, **rest: Any) -> None:
        super().__init__(app, http=HttpConnection, ws=SocketConnection, **rest)
        self.ledger = ledger
        self.proxied = proxied


class _Phase(Enum):
    HEADERS = auto()  # the headers are not complete
    BODY = auto()  # the body is not complete
    ANSWER = auto()  # the request is complete, and is answered or about to be


class HttpConnection(HttpToolsProtocol):
    """One connection until it ends, or becomes a socket."""

    config: WebConfig

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._ledger = self.config.ledger
        address = self.client[0] if self.client else ""
        self._behind_proxy = self.config.proxied and is_inside(address)
        self._peer = "" if self._behind_proxy else client_of(address)
        self._phase = _Phase.HEADERS
        self._since = self._heard = self._unread_since = self.loop.time()
        self._size = self._fields = self._body = self._unread = 0
        self._too_large = False
        if not self._ledger.open(self, self._peer):
            self.drop()

    def connection_lost(self, exc: Exception | None) -> None:
        self._ledger.close(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._heard = self.loop.time()
        in_headers = self._phase is not _Phase.BODY
        super().data_received(data)
        if in_headers and self._phase is _Phase.HEADERS and not self.transport.is_closing():
            self._size += len(data)
            if self._size > HEADER_BYTES:
                self._too_large = True
                self.send_400_response("")

    def drop(self) -> None:
        """Give the connection up at once, without an answer."""
        self.transport.abort()

    def check(self, now: float) -> None:
        """Give the connection up when one of its times has run out."""
        if self._is_overdue(now) or self._is_unread(now):
            self.drop()

    def send_400_response(self, msg: str) -> None:
        if not self._too_large:
            super().send_400_response(msg)
            return
        self.transport.write(_TOO_LARGE)
        self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._phase = _Phase.HEADERS
        self._since = self._heard
        self._size = self._fields = self._body = 0
        self._ledger.wait(self)

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        self._fields += 1
        self._count(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if len(self.pipeline) >= PIPELINE_LIMIT:
            raise ValueError("too many requests at once")
        self._phase, self._since = _Phase.BODY, self._heard
        if self._behind_proxy and not self._ledger.move(self, self._forwarded()):
            self.drop()
            return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._body += len(body)
        answered = self.cycle is None or self.cycle.response_complete
        if not answered and not self._ledger.hold(self, len(body)):
            self.drop()
            return
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._phase = _Phase.ANSWER
        self._ledger.work(self)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self._ledger.release(self)
        if self._phase is _Phase.ANSWER:
            self._ledger.wait(self)
        super().on_response_complete()

    def handle_websocket_upgrade(self) -> None:
        self._ledger.close(self)
        super().handle_websocket_upgrade()

    def _count(self, size: int) -> None:
        """Count what the parser has read of the headers; raised within it, it ends the request."""
        self._size += size
        if self._size > HEADER_BYTES or self._fields > HEADERS_LIMIT:
            self._too_large = True
            raise ValueError("the headers are too large")

    def _forwarded(self) -> str:
        """The client that our proxy asks for: the last address it named."""
        named = [value for name, value in self.headers if name == b"x-forwarded-for"]
        last = named[-1].rpartition(b",")[2] if named else b""
        return client_of(last.decode("ascii", "replace"))

    def _is_overdue(self, now: float) -> bool:
        """Whether the request takes too long to arrive."""
        match self._phase:
            case _Phase.HEADERS:
                answering = self.cycle is not None and not self.cycle.response_complete
                return not answering and now - self._since > HEADER_SECONDS
            case _Phase.BODY:
                if self.flow.read_paused:  # we are slow, not they
                    self._heard = now
                spent = now - self._since
                return (
                    now - self._heard > IDLE_SECONDS
                    or spent > IDLE_SECONDS + self._body / SLOWEST_BODY
                    or spent > BODY_SECONDS
                )
            case _Phase.ANSWER:
                return False

    def _is_unread(self, now: float) -> bool:
        """Whether nobody takes our answer off our hands."""
        waiting = self.transport.get_write_buffer_size()
        if waiting == 0 or waiting < self._unread:
            self._unread_since = now
        self._unread = waiting
        return waiting > 0 and now - self._unread_since > SEND_SECONDS


class SocketConnection(WebSocketsSansIOProtocol):
    """A connection that has become a socket: counted from now until it ends."""

    config: WebConfig

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        if not self.config.ledger.open_socket(self):
            self.drop()

    def connection_lost(self, exc: Exception | None) -> None:
        self.config.ledger.close(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.queue.qsize() > FRAMES_LIMIT:
            self.drop()

    def drop(self) -> None:
        """Give the socket up at once."""
        self.transport.abort()

    def check(self, now: float) -> None:
        """A socket is watched by uvicorn's own pings."""
