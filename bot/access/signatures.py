"""Signatures of the links we hand out. The key is one for all processes: it is kept in the
database that they share."""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

from storage.transaction import Transaction

_MAC_BYTES = 16  # 128 bits
_KEY = "link.key"
_NUMBER = re.compile(r"[1-9][0-9]*", re.ASCII)


async def signing_key(tx: Transaction) -> bytes:
    """The key; made when it is asked for first."""
    return bytes.fromhex(await tx.audit_log.office_text(_KEY, secrets.token_hex(32)))


def sign_text(key: bytes, said: str) -> str:
    """The signature of a text; what it is for must stand in the text."""
    mac = hmac.new(key, said.encode(), sha256).digest()[:_MAC_BYTES]
    return urlsafe_b64encode(mac).decode().rstrip("=")


def parse_token(token: str) -> tuple[int, str] | None:
    """The number and the signature of a token `7.abc`; None when it is not one. A number is
    written in one way only: neither `07` nor `+7`, nor any figure but ours."""
    number, dot, mac = token.partition(".")
    if not (dot and len(number) < 16 and _NUMBER.fullmatch(number)):
        return None
    return int(number), mac


def is_same_secret(one: str, other: str) -> bool:
    """Whether two secrets are equal, told in constant time."""
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))


def new_browser() -> str:
    """A secret that one browser is known by."""
    return secrets.token_urlsafe(32)


def mark_of(browser: str) -> str:
    """What is stored of it."""
    return sha256(browser.encode()).hexdigest()
