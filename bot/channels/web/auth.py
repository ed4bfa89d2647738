"""Who may use the web chat: whoever holds the secret sign-in link, under a name of ours."""

from __future__ import annotations

import fcntl
import ipaddress
import os
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

KEY_FILE = "web-key"
KEY_BYTES = 32
_PORTS = {"http": 80, "https": 443}
# What proxies add to a request that they pass on. The plain words are whole names.
_PASSED_ON = frozenset(
    {
        *("forwarded", "via", "cdn-loop", "x-host", "x-real-ip", "x-remote-ip", "x-remote-addr"),
        *("client-ip", "x-client-ip", "true-client-ip", "fastly-client-ip", "proxy-client-ip"),
        *("x-cluster-client-ip", "wl-proxy-client-ip", "x-proxyuser-ip", "x-originating-ip"),
    }
)
_PASSED_ON_PREFIXES = (
    *("x-forwarded", "x-original-", "x-envoy-", "x-azure-", "x-amz", "x-arr-", "x-goog-"),
    *("cf-", "fly-", "akamai-", "x-akamai-", "x-nginx-", "x-vercel-", "x-appengine-"),
)


@dataclass(frozen=True)
class WebAuth:
    """`key` stands in the link that signs a browser in. `public` is the origin that a proxy serves
    us under, if any. `local`: only this machine can reach us, and the Host header must name the
    loopback (another name is DNS rebinding)."""

    key: str = field(repr=False)
    public: str = ""
    local: bool = False

    @classmethod
    def for_host(cls, host: str, data_dir: Path, public_url: Any = None) -> WebAuth:
        """The rules for a listening address; reads or makes the key file. A public address means
        a proxy in front of us: then the loopback is no wall."""
        public = urlsplit(str(public_url)) if public_url else None
        inside = public is None or is_loopback(public.hostname or "")
        local = is_loopback(host) and inside
        return cls(_load_key(data_dir / KEY_FILE), origin_of(str(public_url or "")), local)

    @property
    def proxied(self) -> bool:
        """Whether a proxy is to stand in front of us: there is a public address."""
        return bool(self.public) and not is_loopback(urlsplit(self.public).hostname or "")

    @property
    def secure(self) -> bool:
        """Whether the page is served over TLS, so that cookies may be bound to it."""
        return self.public.startswith("https://")

    def link(self, address: str) -> str:
        """The address to open. The key stands after `#`: a browser never sends that part, so
        it is in no log and no Referer; the page hands it over itself."""
        return f"{address.rstrip('/')}/#key={self.key}"

    def allows_host(self, host: str) -> bool:
        """Whether a request that names this Host header may be answered."""
        if not self.local:
            return True
        try:
            return is_loopback(urlsplit(f"//{host}").hostname or "")
        except ValueError:
            return False

    def allows_headers(self, names: Iterable[str]) -> bool:
        """Whether a request with headers of these names may be answered: where no proxy is to
        stand in front of us, none may have passed it on. It would let others in as this machine."""
        return self.proxied or not any(is_passed_on(name) for name in names)

    def allows_origin(self, origin: str, host: str) -> bool:
        """Whether a page of this origin may speak for the person: only our own page may, which is
        that of the public address where there is one."""
        given = origin_of(origin)
        if not given:
            return False
        if self.proxied:
            return given == self.public
        same = urlsplit(origin).netloc.lower() == host.lower()
        return same or given == self.public


def address_of(host: str, port: int, public_url: Any = None) -> str:
    """Where the web chat is opened: the public address, or else where we listen."""
    if public_url is not None:
        return str(public_url).rstrip("/")
    if host in ("0.0.0.0", "::"):  # noqa: S104 - only recognised, never bound here
        host = socket.gethostname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def origin_of(url: str) -> str:
    """The origin of a URL as browsers write it; empty for what has none."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not name:
        return ""
    name = f"[{name}]" if ":" in name else name
    shown = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{name}{shown}"


def is_passed_on(header: str) -> bool:
    """Whether this is a header that proxies add."""
    name = header.lower()
    return name in _PASSED_ON or name.startswith(_PASSED_ON_PREFIXES)


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _load_key(path: Path) -> str:
    """The key in the file, for the owner's eyes only; made on first use. Whoever deletes the
    file and starts again signs everybody out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+", encoding="ascii", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # processes that start together have one key
        path.chmod(0o600)
        key = file.read().strip()
        if len(key) < KEY_BYTES:
            key = secrets.token_urlsafe(KEY_BYTES)
            file.seek(0)
            file.truncate()
            file.write(key + "\n")
    return key
