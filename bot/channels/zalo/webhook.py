"""What both webhooks share: reading a body within bounds, and storing before saying 200."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.types import Receive, Scope, Send

from bot.channels.request_body import RequestBodyError, read_body
from bot.ports.channel import Inbox, Incoming

log = logging.getLogger(__name__)
BODY_LIMIT = 131_072  # bytes of one event; real ones are far smaller


class NotGenuineError(Exception):
    """The body does not come from the platform."""


class NoEventError(Exception):
    """The body is no JSON object."""


@dataclass(frozen=True)
class ZaloWebhook:
    """The ASGI application that a platform posts events to. `admits` tells by the headers how many
    bytes of a body are read; of whom it gives 0, not even the first. `read` makes events of a
    body, none of what concerns no officer; NotGenuineError, NoEventError. `what` is the channel's
    name in the log."""

    door: Inbox
    what: str
    admits: Callable[[Scope], int]
    read: Callable[[Scope, bytes], Sequence[Incoming]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await _answer(send, 405, b"post events here")
            return
        limit = self.admits(scope)
        try:
            if not limit:
                raise RequestBodyError(403, "forbidden")
            body = await read_body(scope, receive, limit)
        except RequestBodyError as refused:
            await _answer(send, refused.status, str(refused).encode())
            return
        await _answer(send, *await self._take(scope, body))

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


def has_secret(scope: Scope, name: bytes, expected: bytes) -> bool:
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


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
