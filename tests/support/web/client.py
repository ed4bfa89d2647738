"""The web application spoken to without a network: HTTP requests, and a socket's first moments."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import httpx

from bot.channels.web.app import create_app
from bot.channels.web.auth import WebAuth
from bot.channels.web.channel import WebChannel
from bot.channels.web.sign_in import Doorkeeper
from conversations.protocol.messages import Span
from tests.support.patience import PATIENCE
from tests.support.web.open_house import OpenHouse
from tests.support.web.scripted_dispatcher import FILE, FakeDesk

HERE = "http://127.0.0.1:8642"
LOCAL = WebAuth("k" * 43, local=True)  # this machine only


class Client(httpx.AsyncClient):
    """A browser at a web chat whose message 100 carries the file."""

    def __init__(
        self,
        access: WebAuth = LOCAL,
        base_url: str = HERE,
        sessions: Doorkeeper | None = None,
    ) -> None:
        web = WebChannel()
        desk = FakeDesk(web)
        desk.compose((Span(text="Mời tải về"),), file=FILE)
        self._app = create_app(desk, web, access, sessions or OpenHouse())
        super().__init__(transport=httpx.ASGITransport(self._app), base_url=base_url)

    async def knock(self, host: str, origin: str, **more: str) -> list[MutableMapping[str, Any]]:
        """Open the socket, say hello, leave: everything the application sent."""
        cookies = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        headers = {"host": host, "origin": origin, "cookie": cookies, **more}
        scope = {
            "type": "websocket",
            "path": "/ws",
            "query_string": b"",
            "subprotocols": [],
            "headers": [(name.encode(), text.encode()) for name, text in headers.items() if text],
        }
        said = [{"type": "websocket.connect"}, {"type": "websocket.receive", "text": _HELLO}]
        sent: list[MutableMapping[str, Any]] = []
        answered = asyncio.Event()

        async def receive() -> MutableMapping[str, Any]:
            if said:
                return said.pop(0)
            await answered.wait()
            return {"type": "websocket.disconnect", "code": 1000}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)
            if message["type"] != "websocket.accept":
                answered.set()

        async with asyncio.timeout(PATIENCE):
            await self._app(scope, receive, send)
        return sent


_HELLO = '{"type": "hello"}'
