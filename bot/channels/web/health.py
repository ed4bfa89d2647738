"""For whoever watches the product: is it ready, and how does it do."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.auth import WebAuth
from bot.channels.web.security import NOT_SERVED
from bot.ports.clock import Clock
from bot.runtime.metrics import Metrics
from storage.operations.queue_stats import QueueStats
from storage.store import Store

PATIENCE_SECONDS = 3.0  # for the database
FRESH_SECONDS = 1.0  # one look serves all who ask within it
_NOT_STORED = {"Cache-Control": "no-store"}
_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class _Look:
    """What the database said: what waits, and whether its tables are ours."""

    backlog: QueueStats
    current: bool


class Health:
    """Answers `/readyz` and `/metrics`. The figures are for who shows the token; where there is
    none, and only this machine can reach us, for who shows the key of the web chat. `can_write`:
    whether a small write was committed just now."""

    def __init__(
        self,
        store: Store,
        metrics: Metrics,
        clock: Clock,
        access: WebAuth,
        token: str,
        can_write: Callable[[], bool],
    ) -> None:
        self._can_write = can_write
        self._store = store
        self._metrics = metrics
        self._clock = clock
        self._access = access
        self._token = token
        self._look: asyncio.Task[_Look] | None = None
        self._looked_at = 0.0

    def routes(self) -> list[BaseRoute]:
        return [Route("/readyz", self._ready), Route("/metrics", self._figures)]

    async def _ready(self, _: Request) -> Response:
        problem = await self._problem()
        if problem is not None:
            return PlainTextResponse(f"{problem}\n", 503, headers=_NOT_STORED)
        return PlainTextResponse("ready\n", headers=_NOT_STORED)

    async def _problem(self) -> str | None:
        """Why nothing more should be sent here; None when it may be."""
        file = self._store.file
        problem = file.problem() if file is not None else None  # first: others are not asked
        if problem is not None:
            return problem
        look = await self._looked()
        if look is None:
            return "the database does not answer"
        if not look.current:
            return "the database's tables are of another version of the program"
        if not self._can_write():
            return "the database has taken no writing for 15 seconds"
        return None

    async def _figures(self, request: Request) -> Response:
        if not self._access.allows_headers(request.headers.keys()):
            return PlainTextResponse(NOT_SERVED, 421)
        if not self._token and not self._is_local(request):
            return PlainTextResponse("Not Found", 404)
        if not self._shows(request):
            challenge = {"WWW-Authenticate": "Bearer"}
            return PlainTextResponse("show the token\n", 401, headers=challenge)
        look = await self._looked()
        text = self._metrics.text(look.backlog if look else None, self._clock())
        return Response(text, headers=_NOT_STORED, media_type=_TYPE)

    def _is_local(self, request: Request) -> bool:
        host = request.headers.get("host", "")
        return self._access.local and self._access.allows_host(host)

    def _shows(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode()
        expected = self._token or self._access.key
        return hmac.compare_digest(given, f"Bearer {expected}".encode())

    async def _looked(self) -> _Look | None:
        """What the database says; None when it does not say so in time. It is asked once at a
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

    async def _ask(self) -> _Look:
        async with self._store.transaction() as tx:
            return _Look(await tx.queue_stats.measure(self._clock()), await tx.schema.is_current())
