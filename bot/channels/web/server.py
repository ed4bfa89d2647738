"""Uvicorn, ended by a signal the way the rest of the product needs it: with time to tidy up."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.channels.web.connection_ledger import ConnectionLedger, ConnectionLimits
from bot.channels.web.http_connection import WebConfig
from bot.runtime.descriptors import raise_descriptor_limit

FRAME_BYTES = 262_144  # of one WebSocket message; the chat itself refuses long ones politely
GRACE_SECONDS = 3
_TICKS_A_SECOND = 10  # of uvicorn's main loop


class WebServer(uvicorn.Server):
    """Uvicorn raises a caught signal again when it has stopped, which would end the process
    before the store is closed. Here a signal only ends the serving. `proxied`: a proxy of ours
    stands in front of it."""

    def __init__(self, app: ASGIApp, *, proxied: bool = False) -> None:
        self.ledger = ConnectionLedger(ConnectionLimits.for_descriptors(raise_descriptor_limit()))
        super().__init__(
            WebConfig(
                app,
                self.ledger,
                proxied=proxied,
                log_config=None,
                access_log=False,
                proxy_headers=False,  # the ledger alone asks who is behind a proxy
                server_header=False,
                lifespan="off",
                timeout_graceful_shutdown=GRACE_SECONDS,
                ws_max_size=FRAME_BYTES,
            )
        )

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS_A_SECOND == 0:
            self.ledger.sweep(asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # they are caught already, before anybody is told that there is a server

    @contextmanager
    def ended_by_signals(self) -> Iterator[None]:
        """Within this, SIGINT and SIGTERM end the serving, also before it has begun."""
        loop = asyncio.get_running_loop()
        caught = (signal.SIGINT, signal.SIGTERM)
        for number in caught:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in caught:
                loop.remove_signal_handler(number)


class ListenError(Exception):
    """The HTTP address is taken or not ours."""


def open_listener(host: str, port: int) -> socket.socket:
    """The socket to serve on; ListenError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Inherited by each connection: the body of an answer does not wait until its head is
    # acknowledged, which browsers do 40 ms later.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # now: whoever is told the address may come at once
    except OSError as error:
        listening.close()
        message = (
            f"cannot listen on {host}:{port} ({error.strerror}); "
            "set PHULUC_HTTP_PORT to a free port, for example 8643"
        )
        raise ListenError(message) from error
    return listening
