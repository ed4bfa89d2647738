"""For whoever watches the product: is it ready, and how does it do."""

from __future__ import annotations

import asyncio
import hmac

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import Clock
from bot.metrics import Metrics
from bot.web.access import Access
from storage.backlog import Backlog
from storage.store import Store

PATIENCE_SECONDS = 3.0  # for the database
FRESH_SECONDS = 1.0  # one look serves all who ask within it
_NOT_STORED = {"Cache-Control": "no-store"}
_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Health:
    """Answers `/readyz` and `/metrics`. The figures are open while only this machine can reach
    us, or, if there is a token, to who shows it."""

    def __init__(
        self, store: Store, metrics: Metrics, clock: Clock, access: Access, token: str
    ) -> None:
        self._store = store
        self._metrics = metrics
        self._clock = clock
        self._access = access
        self._token = token
        self._look: asyncio.Task[Backlog] | None = None
        self._looked_at = 0.0

    def routes(self) -> list[BaseRoute]:
        return [Route("/readyz", self._ready), Route("/metrics", self._figures)]

    async def _ready(self, _: Request) -> Response:
        if await self._backlog() is None:
            return PlainTextResponse("the database does not answer\n", 503, headers=_NOT_STORED)
        return PlainTextResponse("ready\n", headers=_NOT_STORED)

    async def _figures(self, request: Request) -> Response:
        if not self._token and not self._is_local(request):
            return PlainTextResponse("Not Found", 404)
        if self._token and not self._shows(request):
            challenge = {"WWW-Authenticate": "Bearer"}
            return PlainTextResponse("show the token\n", 401, headers=challenge)
        text = self._metrics.text(await self._backlog(), self._clock())
        return Response(text, headers=_NOT_STORED, media_type=_TYPE)

    def _is_local(self, request: Request) -> bool:
        host = request.headers.get("host", "")
        return not self._access.needs_sign_in and self._access.allows_host(host)

    def _shows(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode()
        return hmac.compare_digest(given, f"Bearer {self._token}".encode())

    async def _backlog(self) -> Backlog | None:
        """What waits; None when the database does not say so in time. It is asked once at a
        time: a look that takes long is not given up, for a transaction is never cancelled."""
        now = asyncio.get_running_loop().time()
        done = self._look is not None and self._look.done()
        if self._look is None or (done and now - self._looked_at > FRESH_SECONDS):
            self._looked_at = now
            self._look = asyncio.create_task(self._ask())
        await asyncio.wait({self._look}, timeout=PATIENCE_SECONDS)
        if not self._look.done() or self._look.exception() is not None:
            return None
        return self._look.result()

    async def _ask(self) -> Backlog:
        async with self._store.transaction() as tx:
            return await tx.backlog(self._clock())
