"""One HTTP call to Zalo: what came back, or that nothing did. No address ever shows in an error:
a bot's token stands in it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.file_download import HEADERS, read_limited
from bot.channels.tls import shared_tls
from bot.ports.channel import FileTooLargeError

PATIENCE = 20.0  # seconds to wait for an answer: giving up early means sending twice
ANSWER_LIMIT = 1_000_000  # bytes of one answer; real ones are far smaller
EVENT_LIMIT = 131_072  # bytes of one event that is posted to us; real ones are far smaller
_CONNECTIONS = 32


class NoAnswerError(Exception):
    """No answer. `unsure`: the call may have been carried out all the same."""

    def __init__(self, what: str, *, unsure: bool) -> None:
        super().__init__(f"Zalo cannot be reached ({what})")
        self.unsure = unsure


class ZaloApiError(Exception):
    """An API of Zalo refused. `code` is its own, or the HTTP status when it named none; not `ours`:
    the answer was no answer of this API at all."""

    def __init__(self, code: int, words: str, *, ours: bool = True) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.ours = ours


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """`body` is the JSON object that came back; None when it was anything else."""

    status: int
    body: dict[str, Any] | None


def new_client() -> httpx.AsyncClient:
    """A client whose library says nothing of what it calls."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
    return httpx.AsyncClient(
        timeout=httpx.Timeout(PATIENCE, connect=5.0, pool=10.0),
        limits=httpx.Limits(max_connections=_CONNECTIONS),
        follow_redirects=False,
        trust_env=True,
        verify=shared_tls(),
        headers=HEADERS,
    )


async def post_body(
    client: httpx.AsyncClient,
    url: str,
    *,
    body: Mapping[str, Any] | None = None,
    form: Mapping[str, str] | None = None,
    file: tuple[str, bytes] | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = PATIENCE,
) -> ApiResponse:
    """POST JSON, a form, or a file as the field `file`; NoAnswerError when there is no answer."""
    try:
        async with asyncio.timeout(2 * seconds):
            request = client.build_request(
                "POST",
                url,
                json=dict(body) if body is not None else None,
                data=dict(form) if form is not None else None,
                files={"file": file} if file is not None else None,
                headers=dict(headers or {}),
                timeout=httpx.Timeout(seconds, connect=5.0, pool=10.0),
            )
            response = await client.send(request, stream=True)
            try:
                content = await read_limited(response, ANSWER_LIMIT)
            finally:
                await response.aclose()
    except FileTooLargeError:
        return ApiResponse(response.status_code, None)
    except TimeoutError as error:
        raise NoAnswerError(type(error).__name__, unsure=True) from None
    except httpx.HTTPError as error:
        before = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
        raise NoAnswerError(type(error).__name__, unsure=not before) from None
    return ApiResponse(response.status_code, _object(content))


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
