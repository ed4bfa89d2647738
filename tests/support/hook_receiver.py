"""Another system that is told of acts: a real server, which checks each signature by the library of
Standard Webhooks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.support.http_server import listening
from tests.support.patience import PATIENCE


@dataclass
class HookReceiver:
    """Answers with `status`; `got` is the number and text of each event whose signature was good by
    one of the `secrets`, in the order in which they came."""

    secrets: list[str] = field(default_factory=list)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    url: str = ""
    tried: int = 0
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        body = await request.body()
        self.tried += 1
        self.asked.set()
        for secret in self.secrets:
            Webhook(secret).verify(body, dict(request.headers))
        if 200 <= self.status < 300:
            self.got.append((request.headers.get("webhook-id", ""), json.loads(body)))
            self.came.set()
        return Response(self.body, self.status, self.headers)

    @property
    def kinds(self) -> list[str]:
        return [said["type"] for _, said in self.got]

    async def wait_for_try(self) -> None:
        """Wait until something has come, whether or not it was taken."""
        async with asyncio.timeout(PATIENCE):
            await self.asked.wait()

    async def wait_for(self, count: int) -> None:
        """Wait until so many events have come."""
        async with asyncio.timeout(PATIENCE):
            while len(self.got) < count:
                self.came.clear()
                await self.came.wait()


@asynccontextmanager
async def hook_receiver() -> AsyncIterator[HookReceiver]:
    """One that listens on this machine."""
    made = HookReceiver()
    app = Starlette(routes=[Route("/{path:path}", made.take, methods=["POST", "GET"])])
    async with listening(app) as address:
        made.url = f"{address}/nhan?noi=tinh"
        yield made
