"""Fetching a file whose address came from outside: only from hosts that are known, over https, and
within limits of bytes and time.

An address in an event is a wish, not a fact: each one, also of a redirect, is held against the
hosts, resolved, and asked for at the very addresses that were looked at.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.request import getproxies, proxy_bypass

import httpx

from bot.ports.channel import ChannelError, FileTooLargeError

log = logging.getLogger(__name__)

DEADLINE = 60.0  # seconds for a whole file, however its bytes drip
MAX_REDIRECTS = 3
MAX_URL = 2_000  # characters of an address
HEADERS = {"Accept-Encoding": "identity"}  # a packed answer may be a thousand times larger
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NAT64 = IPv6Network("64:ff9b::/96")
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class DownloadRefusedError(Exception):
    """The address is not asked, or the answer is not taken; `status` is the HTTP status, or 400."""

    def __init__(self, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class FileSource:
    """Where files come from: https at one of these domains or below it; and, whatever it is, the
    server that the operator named as `base`."""

    domains: tuple[str, ...] = ()
    base: str | None = None

    def is_base(self, url: httpx.URL) -> bool:
        """Whether the address is on the operator's own server."""
        base = httpx.URL(self.base) if self.base else None
        return base is not None and _origin(base) == _origin(url) and not url.userinfo

    def allows(self, url: httpx.URL) -> bool:
        """Whether a file may be asked for at this address."""
        if self.is_base(url):
            return True
        host = url.raw_host.decode("ascii").lower()
        known = any(host == one or host.endswith(f".{one}") for one in self.domains)
        return known and url.scheme == "https" and url.port in (None, 443) and not url.userinfo


def _origin(url: httpx.URL) -> tuple[str, bytes, int | None]:
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    return url.scheme, url.raw_host.lower(), port


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also one that is written inside another:
    mapped, translated (NAT64), 6to4, Teredo."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inside: list[IPv4Address | None] = [found.ipv4_mapped, found.sixtofour]
        inside += found.teredo or ()
        if found in _NAT64:
            inside.append(IPv4Address(int(found) & 0xFFFFFFFF))
        if not all(one.is_global for one in inside if one is not None):
            return False
        if found.ipv4_mapped is not None:
            return True
    return found.is_global and not found.is_multicast


async def resolve_host(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host; OSError when there is none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


async def download_file(
    http: httpx.AsyncClient,
    url: str,
    source: FileSource,
    limit: int,
    *,
    resolve: Resolve = resolve_host,
    deadline: float = DEADLINE,
) -> bytes:
    """The file at this address. DownloadRefusedError, FileTooLargeError; httpx.HTTPError, OSError
    or TimeoutError when it cannot be had now."""
    async with asyncio.timeout(deadline):
        address = _parsed(url)
        for _ in range(MAX_REDIRECTS + 1):
            request = await _request(http, address, source, resolve)
            response = await _send(http, request)
            try:
                if response.status_code not in _REDIRECTS:
                    return await _content(response, limit)
                address = _parsed(response.headers.get("location", ""), address)
            finally:
                await response.aclose()
        raise DownloadRefusedError("too many redirects")


async def fetch_file(http: httpx.AsyncClient, url: str, source: FileSource, limit: int) -> bytes:
    """The same for a channel: FileTooLargeError, or ChannelError, whose words hold no address."""
    try:
        return await download_file(http, url, source, limit)
    except DownloadRefusedError as error:
        log.warning("a file was not fetched: %s", error)
        permanent = 400 <= error.status < 500 and error.status != 429
        message = f"the file is refused ({error.status})"
        raise ChannelError(message, permanent=permanent) from None
    except (httpx.HTTPError, OSError, TimeoutError) as error:
        raise ChannelError(type(error).__name__, permanent=False) from None


async def _send(http: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    """The answer, not read yet. The library looks at where a redirect leads, and may stumble."""
    try:
        return await http.send(request, stream=True, follow_redirects=False)
    except (httpx.InvalidURL, ValueError):
        raise DownloadRefusedError("a redirect to no address") from None


def _parsed(url: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        if len(url) > MAX_URL:
            raise DownloadRefusedError("the address is too long")
        return httpx.URL(url) if base is None else base.join(url)
    except (httpx.InvalidURL, ValueError):
        raise DownloadRefusedError("no address of a file") from None


async def _request(
    http: httpx.AsyncClient, url: httpx.URL, source: FileSource, resolve: Resolve
) -> httpx.Request:
    """What to ask for, at an IP address that was looked at; DownloadRefusedError for another
    address than one of the source."""
    host = url.raw_host.decode("ascii")  # not `host`, which fails for names that IDNA forbids
    if not source.allows(url):
        raise DownloadRefusedError(f"files are not fetched from {host[:100]!r}")
    if source.is_base(url) or _has_proxy(host):
        return http.build_request("GET", url, headers=HEADERS)
    found = await resolve(host, 443)
    if not found or not all(map(is_public, found)):
        raise DownloadRefusedError(f"{host!r} is no public address")
    at = url.copy_with(host=found[0])
    return http.build_request(
        "GET", at, headers={**HEADERS, "Host": host}, extensions={"sni_hostname": host}
    )


def _has_proxy(host: str) -> bool:
    """Whether the operator's proxy asks for us; then names are its matter."""
    proxies = getproxies()
    return bool(proxies.get("https") or proxies.get("all")) and not proxy_bypass(host)


async def _content(response: httpx.Response, limit: int) -> bytes:
    if response.status_code != 200:
        raise DownloadRefusedError("the file is not there", response.status_code)
    if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise DownloadRefusedError("the file came packed")
    return await read_limited(response, limit)


async def read_limited(response: httpx.Response, limit: int) -> bytes:
    """The body as it comes; FileTooLargeError when it has more bytes than `limit`."""
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        if len(content) > limit:
            raise FileTooLargeError
    return bytes(content)
