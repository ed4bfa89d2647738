"""Which request a line of the log belongs to: the same name from its coming in to the last line."""

from __future__ import annotations

import re
import secrets
from collections.abc import MutableMapping, Sequence
from contextvars import ContextVar
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.ports.channel import Incoming

_request: ContextVar[str] = ContextVar("request", default="")
_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")  # what a proxy may call a request


def begin_trace(channel: str, event_id: str) -> None:
    """From now on this task works on the event."""
    _request.set(f"{channel}-{event_id}")


def begin_with(events: Sequence[Incoming]) -> None:
    """From now on this task works on these events; they are named when it is one."""
    if len(events) == 1:
        begin_trace(events[0].channel, events[0].event_id)


def with_request(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A step of logging: add the request's name to the line."""
    name = _request.get()
    if name:
        event.setdefault("request", name)
    return event


class RequestIds:
    """ASGI middleware: names each HTTP request as the proxy before us does, or anew, and says
    the name in the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        name = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = name
            await send(message)

        _request.set(name)
        await self._app(scope, receive, named)
