"""The webhook: a platform posts an event, and has its 200 when the event is stored."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.types import Receive, Scope, Send

from bot.channels.request_body import RequestBodyError, header_of, read_body
from bot.ports.channel import Inbox, Incoming

log = logging.getLogger(__name__)
JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted: its events, none where it concerns no officer, and the call that the
    platform is to take from the response."""

    events: Sequence[Incoming]
    call: JsonObject | None = None


class PostReader(Protocol):
    """How a platform's posts are told from others, and read. `name` is the platform's in the
    log."""

    name: str

    def admits(self, scope: Scope) -> int:
        """How many bytes of a body are read, by its headers; 0: not even the first."""
        ...

    def read(self, scope: Scope, body: bytes) -> Posted:
        """What the body tells; RequestBodyError."""
        ...


@dataclass(frozen=True)
class Webhook:
    """The ASGI application that a platform posts to. It is called for every message of every
    officer, so it makes none of a framework's objects."""

    inbox: Inbox
    reader: PostReader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            posted = await self._read(scope, receive)
            await self._store(posted)
        except RequestBodyError as refused:
            await _respond(send, refused.status, str(refused).encode())
        else:
            if posted.call is None:
                await _respond(send, 200, b"ok")
            else:
                await _respond(send, 200, json.dumps(posted.call).encode(), b"application/json")

    async def _read(self, scope: Scope, receive: Receive) -> Posted:
        if scope["method"] != "POST":
            raise RequestBodyError(405, "post events here")
        limit = self.reader.admits(scope)
        if not limit:
            raise RequestBodyError(403, "forbidden")
        return self.reader.read(scope, await read_body(scope, receive, limit))

    async def _store(self, posted: Posted) -> None:
        """What could not be stored is to be sent again."""
        try:
            if posted.events:
                await self.inbox.receive(posted.events)
        except Exception as error:
            log.error("%s: an event could not be stored: %r", self.reader.name, error)
            raise RequestBodyError(503, "try again") from None


def has_secret(scope: Scope, name: bytes, expected: bytes) -> bool:
    """Whether a header holds this secret; told in constant time."""
    return hmac.compare_digest(header_of(scope, name) or b"", expected)


def parse_object(body: bytes) -> JsonObject:
    """The JSON object that a body is; RequestBodyError for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RequestBodyError(400, "not an event")
    return found


async def _respond(send: Send, status: int, body: bytes, kind: bytes = b"text/plain") -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
