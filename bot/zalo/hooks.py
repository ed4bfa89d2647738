"""What both webhooks share: reading a body within bounds, and storing before saying 200."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.channel import Door, Incoming

log = logging.getLogger(__name__)
BODY_LIMIT = 1_000_000  # bytes of one event; real ones are far smaller


async def body_of(request: Request) -> bytes | None:
    """The raw bytes; None as soon as they prove too many."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_LIMIT:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)


def object_in(body: bytes) -> dict[str, Any] | None:
    """The JSON object that a body is; None for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


async def store(door: Door, events: Sequence[Incoming], what: str) -> Response:
    """Say 200 when the events are stored; what could not be stored is to be sent again."""
    if events:
        try:
            await door.receive(events)
        except Exception as error:
            log.error("%s: an event could not be stored, it will be repeated: %r", what, error)
            return PlainTextResponse("try again", status_code=503)
    return PlainTextResponse("ok")
