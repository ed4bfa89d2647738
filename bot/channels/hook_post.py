"""Posting an event to another system's address: one connection, to the address that was looked at,
without redirects, with little patience and little of the answer read."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult

from bot.access.hook_addresses import HookAddressError, HookRules
from bot.channels.http_client import KeptConnection, NotSentError, ResponseLostError
from bot.channels.tls import shared_tls
from bot.ports.hook_post import HookAnswer

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
ANSWER_BYTES = 65_536  # of an answer, which is not read for anything
AGENT = "phuluc-webhooks/1"
_REFUSED = {
    "url": "địa chỉ không dùng được",
    "http": "địa chỉ phải bắt đầu bằng https://",
    "private": "địa chỉ thuộc mạng nội bộ, không được gửi tới",
}


@dataclass(frozen=True)
class HookPoster:
    """Posts by the rules of an installation. `tls` is who is trusted, or else the system says."""

    rules: HookRules
    tls: ssl.SSLContext | None = None

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> HookAnswer:
        """Post a text of JSON with these headers; what became of it. Never raises."""
        try:
            parts = self.rules.check(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
            address = await self.rules.look_up(parts.hostname or "", port)
            return await self._post(parts, (address, port), headers, body)
        except HookAddressError as error:
            return HookAnswer(None, _REFUSED[error.reason])
        except ssl.SSLError as error:
            return HookAnswer(None, f"TLS: {error.reason or 'không bắt tay được'}")
        except TimeoutError:
            return HookAnswer(None, "quá thời gian chờ")
        except (OSError, NotSentError):
            return HookAnswer(None, "không nối được")
        except ResponseLostError as error:
            return HookAnswer(None, _LOST.get(str(error), "mất kết nối khi chờ trả lời"))
        except UnicodeError:
            return HookAnswer(None, _REFUSED["url"])

    async def _post(
        self, parts: SplitResult, at: tuple[str, int], headers: Mapping[str, str], body: bytes
    ) -> HookAnswer:
        loop = asyncio.get_running_loop()
        secure = (self.tls or shared_tls()) if parts.scheme == "https" else None
        async with asyncio.timeout(CONNECT_SECONDS):
            _, connection = await loop.create_connection(
                lambda: KeptConnection(loop, set(), ANSWER_BYTES),
                *at,
                ssl=secure,
                server_hostname=parts.hostname if secure is not None else None,
            )
        try:
            answer = await connection.ask(_request(parts, headers, body), ANSWER_SECONDS)
        finally:
            connection.close()
        moved = 300 <= answer.status < 400
        return HookAnswer(answer.status, "trả lời bằng chuyển hướng" if moved else "")


_LOST = {"no answer in time": "quá thời gian chờ", "the answer is too long": "trả lời quá dài"}


def _request(parts: SplitResult, headers: Mapping[str, str], body: bytes) -> bytes:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = {
        "Host": parts.netloc,
        "User-Agent": AGENT,
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body
