"""How the Bot API is called: small calls over kept connections, files through httpx.

httpx takes most of the time of a small call; python-telegram-bot lets its HTTP client be
replaced, so its types and its errors stay. Behind a proxy everything goes through httpx.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic_core import to_json
from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.channels.http_client import HttpClient, NotSentError, ResponseLostError
from bot.channels.telegram.errors import UnsureError
from bot.channels.tls import shared_tls

PATIENCE = 20.0  # seconds to wait for an answer: giving up early means sending twice
UPLOADS = 16  # calls through httpx at once


class CallParameters:
    """The parameters of a small call; stands in for the library's own object."""

    contains_files = False
    multipart_data: Mapping[str, Any] = {}

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    @property
    def body(self) -> bytes:
        """All of them as one JSON object."""
        return to_json(self._values)

    @property
    def json_parameters(self) -> dict[str, str]:
        """Each by itself, for a form."""
        return {
            name: value if isinstance(value, str) else to_json(value).decode()
            for name, value in self._values.items()
        }


class TelegramRequests(HTTPXRequest):
    """The library's HTTP client, with a faster way for calls that carry no file."""

    def __init__(self, proxy: str | None = None) -> None:
        super().__init__(
            connection_pool_size=UPLOADS,
            read_timeout=PATIENCE,
            write_timeout=10.0,
            connect_timeout=5.0,
            pool_timeout=10.0,
            media_write_timeout=20.0,
            proxy=proxy,
            httpx_kwargs={"verify": shared_tls()},
        )
        self._wire = HttpClient() if proxy is None else None

    async def call(self, url: str, parameters: Mapping[str, Any], seconds: float = PATIENCE) -> Any:
        """The result of a small call as it came; TelegramError when it is refused, or not
        answered in time. It spares the library's objects for parameters and result."""
        data = cast(RequestData, CallParameters(parameters))
        return await self.post(url, data, read_timeout=seconds)

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._wire is not None:
            await self._wire.close()
        await super().shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """What the library calls for status and body; NetworkError when there is no answer."""
        small = method == "POST" and not (request_data and request_data.contains_files)
        if small and self._wire is not None:
            seconds = read_timeout if isinstance(read_timeout, int | float) else PATIENCE
            return await self._post(self._wire, url, request_data, seconds)
        timeouts = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        return await super().do_request(url, method, request_data, *timeouts)

    async def _post(
        self, wire: HttpClient, url: str, data: RequestData | None, seconds: float
    ) -> tuple[int, bytes]:
        if isinstance(data, CallParameters):
            kind, body = "application/json", data.body
        else:
            kind = "application/x-www-form-urlencoded"
            body = data.url_encoded_parameters().encode() if data else b""
        try:
            answer = await wire.post(url, kind, body, seconds)
        except NotSentError as error:
            raise NetworkError(str(error)) from None
        except ResponseLostError as error:
            raise UnsureError(str(error)) from None
        return answer.status, answer.body
