"""Where events may be posted to: public addresses over TLS, and what an installation allows beside
them. A name is looked up at each post, and the connection goes to the very address that was looked
at: a name that means another machine a moment later leads nowhere."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from bot.runtime.settings import Settings

LONGEST_URL = 2_000  # characters
LOOKUP_SECONDS = 5.0
_TRANSLATED = tuple(  # in which an address of another kind is hidden
    map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "192.88.99.0/24"))
)
Ip = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class HookAddressError(Exception):
    """Nothing is posted there. `reason` is a code of the words that say why."""

    def __init__(self, reason: str, said: str) -> None:
        super().__init__(f"{reason}: {said}")
        self.reason = reason


@dataclass(frozen=True)
class HookRules:
    """What an installation allows beside public addresses over TLS: `http`, and addresses in these
    networks."""

    http: bool = False
    networks: tuple[Network, ...] = ()

    def check(self, url: str) -> SplitResult:
        """The parts of an address that may be posted to, as far as it says itself.
        HookAddressError for any other."""
        if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
            raise HookAddressError("url", "characters")
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            raise HookAddressError("url", "parts") from None
        if not host or parts.scheme not in ("https", "http") or parts.port == 0:
            raise HookAddressError("url", "scheme or host")
        if parts.username is not None or parts.password is not None or parts.fragment:
            raise HookAddressError("url", "a person, a password or a fragment")
        if parts.scheme == "http" and not self.http:
            raise HookAddressError("http", "http")
        number = _as_ip(host)
        if number is not None and not self.allows(number):
            raise HookAddressError("private", host)
        return parts

    def allows(self, address: Ip) -> bool:
        """Whether something may be posted to this machine."""
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if any(address in one for one in self.networks if one.version == address.version):
            return True
        hidden = any(address in one for one in _TRANSLATED if one.version == address.version)
        return address.is_global and not address.is_multicast and not hidden

    async def look_up(self, host: str, port: int) -> list[str]:
        """The addresses of the host, the nearest first. HookAddressError when one of them may not
        be posted to; OSError when there is none."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(LOOKUP_SECONDS):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = _addresses(found)
        for one in addresses:
            if not self.allows(one):
                raise HookAddressError("private", str(one))
        return [str(one) for one in addresses]


def _addresses(found: Sequence[tuple[object, ...]]) -> list[Ip]:
    texts = [str(one[-1][0]).partition("%")[0] for one in found]  # type: ignore[index]
    addresses = [ip_address(text) for text in dict.fromkeys(texts)]
    if not addresses:
        message = "no address"
        raise OSError(message)
    return addresses


def _as_ip(host: str) -> Ip | None:
    """The address that a host is written as; None for a name, which is looked up."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def name_of_host(url: str) -> str:
    """What an address is called where others read it: what follows the host may be a secret."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        return "?"


def read_hook_rules(settings: Settings) -> HookRules:
    """What the settings of this installation allow."""
    return HookRules(settings.webhook_http, tuple(settings.webhook_networks))
