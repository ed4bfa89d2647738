"""Uvicorn, ended by a signal the way the rest of the product needs it: with time to tidy up."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

FRAME_BYTES = 262_144  # of one WebSocket message; the chat itself refuses long ones politely
GRACE_SECONDS = 3


class Server(uvicorn.Server):
    """Uvicorn raises a caught signal again when it has stopped, which would end the process
    before the store is closed. Here a signal only ends the serving."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                proxy_headers=False,  # nobody asks who is behind a proxy
                server_header=False,
                lifespan="off",
                timeout_graceful_shutdown=GRACE_SECONDS,
                ws_max_size=FRAME_BYTES,
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        caught = (signal.SIGINT, signal.SIGTERM)
        for number in caught:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in caught:
                loop.remove_signal_handler(number)
