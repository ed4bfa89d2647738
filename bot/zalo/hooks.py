"""What both webhooks share: reading a body within bounds, and storing before saying 200."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.types import Receive, Scope, Send

from bot.channel import Door, Incoming

log = logging.getLogger(__name__)
BODY_LIMIT = 1_000_000  # bytes of one event; real ones are far smaller


class NotGenuineError(Exception):
    """The body does not come from the platform."""


class NoEventError(Exception):
    """The body is no JSON object."""


@dataclass(frozen=True)
class Hook:
    """The ASGI application that a platform posts events to. Whom `admits` does not let in is not
    even read. `read` makes events of a body, none of what concerns no officer; NotGenuineError,
    NoEventError. `what` is the channel's name in the log."""

    door: Door
    what: str
    admits: Callable[[Scope], bool]
    read: Callable[[Scope, bytes], Sequence[Incoming]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await _answer(send, 405, b"post events here")
        elif not self.admits(scope):
            await _answer(send, 403, b"forbidden")
        else:
            body = await _body(receive)
            status, words = (413, b"too large") if body is None else await self._take(scope, body)
            await _answer(send, status, words)

    async def _take(self, scope: Scope, body: bytes) -> tuple[int, bytes]:
        """Say 200 when the events are stored; what could not be stored is to be sent again."""
        try:
            events = self.read(scope, body)
        except NotGenuineError:
            return 403, b"forbidden"
        except NoEventError:
            return 400, b"not an event"
        try:
            if events:
                await self.door.receive(events)
        except Exception as error:
            log.error("%s: an event could not be stored: %r", self.what, error)
            return 503, b"try again"
        return 200, b"ok"


def header_of(scope: Scope, name: bytes) -> bytes | None:
    """The header of this (lower-case) name when it is there exactly once. Bytes, because a header
    may hold any."""
    found = [value for key, value in scope["headers"] if key.lower() == name]
    return found[0] if len(found) == 1 else None


def shows(scope: Scope, name: bytes, expected: bytes) -> bool:
    """Whether a header holds this secret; told in constant time."""
    return hmac.compare_digest(header_of(scope, name) or b"", expected)


def object_in(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is; NoEventError for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise NoEventError from None
    if not isinstance(found, dict):
        raise NoEventError
    return found


async def _body(receive: Receive) -> bytes | None:
    """The raw bytes; None as soon as they prove too many."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            return None
        if not message.get("more_body", False):
            return bytes(body)


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
