"""The body of a webhook's request, read within bounds: nothing is read that says itself that it
is too long."""

from __future__ import annotations

import asyncio

from starlette.types import Receive, Scope

READ_SECONDS = 10  # for a whole body; the platforms themselves wait for less


class RequestBodyError(Exception):
    """The request is refused; `status` is the HTTP status that says why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """The raw bytes, at most `limit` of them, within READ_SECONDS; RequestBodyError. Empty when
    the sender has gone."""
    if announced_length(scope) > limit:
        raise RequestBodyError(413, "too large")
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await _read(receive, limit)
    except TimeoutError:
        raise RequestBodyError(408, "too slow") from None


def announced_length(scope: Scope) -> int:
    """The bytes that the headers announce; 0 when they announce none."""
    found = [value for name, value in scope["headers"] if name.lower() == b"content-length"]
    return int(found[0]) if found and found[0].isdigit() else 0


def header_of(scope: Scope, name: bytes) -> bytes | None:
    """The header of this (lower-case) name when it is there exactly once. Bytes, because a header
    may hold any."""
    found = [value for key, value in scope["headers"] if key.lower() == name]
    return found[0] if len(found) == 1 else None


async def _read(receive: Receive, limit: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        body += message.get("body", b"")
        if len(body) > limit:
            raise RequestBodyError(413, "too large")
        if not message.get("more_body", False):
            return bytes(body)
