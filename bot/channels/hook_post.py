"""Posting an event to another system's address: one connection, to an address that was looked at,
without redirects, with little patience and little of the answer read."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult

from bot.access.hook_addresses import HookAddressError, HookRules
from bot.channels.http_client import KeptConnection, NotSentError, ResponseLostError
from bot.channels.tls import shared_tls
from bot.ports.hook_post import HookAnswer

CONNECT_SECONDS = 5.0  # for each address of a host
MOST_ADDRESSES = 3  # of a host that are tried
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
            addresses = await self.rules.look_up(parts.hostname or "", port)
            connection = await self._connect(parts, addresses, port)
            return await _ask(connection, _request(parts, headers, body))
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

    async def _connect(
        self, parts: SplitResult, addresses: Sequence[str], port: int
    ) -> KeptConnection:
        """A connection to the first of the addresses that takes one: a machine that has no way to
        IPv6 reaches a host that has both."""
        loop = asyncio.get_running_loop()
        secure = (self.tls or shared_tls()) if parts.scheme == "https" else None
        name = parts.hostname if secure is not None else None
        failed: OSError | TimeoutError = OSError("no address")
        for address in addresses[:MOST_ADDRESSES]:
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    _, connection = await loop.create_connection(
                        lambda: KeptConnection(loop, set(), ANSWER_BYTES),
                        address,
                        port,
                        ssl=secure,
                        server_hostname=name,
                    )
            except (OSError, TimeoutError) as error:
                failed = error
            else:
                return connection
        raise failed


async def _ask(connection: KeptConnection, request: bytes) -> HookAnswer:
    try:
        answer = await connection.ask(request, ANSWER_SECONDS)
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
