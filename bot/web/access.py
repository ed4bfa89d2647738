"""Who may use the web chat: this machine alone, or whoever holds the secret sign-in link."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

KEY_FILE = "web-key"
KEY_BYTES = 32
_MARK = b"phuluc web chat, signed in, 1"


@dataclass(frozen=True)
class Access:
    """`key` is empty while only this machine can reach the page; then the Host header must name
    the loopback (another name is DNS rebinding). Otherwise a cookie made of the key is asked
    for, and the Host may be anything. `public` is the origin that a proxy serves us under."""

    key: str = field(default="", repr=False)
    public: str = ""

    @classmethod
    def for_host(cls, host: str, data_dir: Path, public_url: Any = None) -> Access:
        """The rules for a listening address; reads or makes the key file when one is needed.
        A public address means a proxy in front of us: then the loopback is no wall."""
        public = urlsplit(str(public_url)) if public_url else None
        origin = f"{public.scheme}://{public.netloc}".lower() if public else ""
        if is_loopback(host) and (public is None or is_loopback(public.hostname or "")):
            return cls(public=origin)
        return cls(key=_load_key(data_dir / KEY_FILE), public=origin)

    @property
    def needs_sign_in(self) -> bool:
        return bool(self.key)

    @property
    def cookie_name(self) -> str:
        return "__Host-phuluc" if self.secure else "phuluc"

    @property
    def secure(self) -> bool:
        """Whether the page is served over TLS, so that the cookie may be bound to it."""
        return self.public.startswith("https://")

    def link(self, address: str) -> str:
        """The address to open. The key stands after `#`: a browser never sends that part, so
        it is in no log and no Referer; the page hands it over itself."""
        page = address.rstrip("/") + "/"
        return f"{page}#key={self.key}" if self.key else page

    def allows_host(self, host: str) -> bool:
        """Whether a request that names this Host header may be answered."""
        if self.needs_sign_in:
            return True
        try:
            return is_loopback(urlsplit(f"//{host}").hostname or "")
        except ValueError:
            return False

    def allows_origin(self, origin: str, host: str) -> bool:
        """Whether a page of this origin may open the socket: only our own page may."""
        try:
            same = urlsplit(origin).netloc.lower() == host.lower() != ""
        except ValueError:
            return False
        return same or (bool(self.public) and origin.lower() == self.public)

    def sign_in(self, key: str) -> str | None:
        """The cookie's value for the right key; None for any other."""
        right = hmac.compare_digest(key.encode(), self.key.encode())
        return self._cookie() if right and self.needs_sign_in else None

    def signed_in(self, cookies: Mapping[str, str]) -> bool:
        """Whether these cookies belong to somebody who had the link (or nobody needs one)."""
        if not self.needs_sign_in:
            return True
        given = cookies.get(self.cookie_name, "")
        return hmac.compare_digest(given.encode(), self._cookie().encode())

    def _cookie(self) -> str:
        return hmac.new(self.key.encode(), _MARK, hashlib.sha256).hexdigest()


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
    if path.exists():
        path.chmod(0o600)
        key = path.read_text("ascii", "replace").strip()
        if len(key) >= KEY_BYTES:
            return key
    key = secrets.token_urlsafe(KEY_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(key + "\n")
    draft.replace(path)
    return key
