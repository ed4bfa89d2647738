"""Tokens of the programming interface: made once, shown once, kept as a hash, and found again by
what a request shows."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from storage.exchange.api_tokens import USE_NOTED, ApiToken
from storage.store import Store

TOKEN_BYTES = 32  # 256 bits
PREFIX = "plk_"  # by which a token is known that stands where it must not
LONGEST_HEADER = 200  # bytes of an Authorization header that is looked at
_TOKEN = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")
_BEARER = re.compile(rb"[Bb][Ee][Aa][Rr][Ee][Rr] +([!-~]+)")
Headers = Sequence[tuple[bytes, bytes]]


def new_api_token() -> str:
    """A token that nobody guesses."""
    return PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def hash_api_token(token: str) -> str:
    """What is stored of a token. It is as random as a key, so that one round is enough."""
    return sha256(f"api token:{token}".encode()).hexdigest()


def read_bearer(headers: Headers) -> str | None:
    """The token that a request shows in its one Authorization header; None for any other."""
    found = [value for name, value in headers if name.lower() == b"authorization"]
    if len(found) != 1 or len(found[0]) > LONGEST_HEADER:
        return None
    shown = _BEARER.fullmatch(found[0])
    text = shown[1].decode("ascii") if shown is not None else ""
    return text if _TOKEN.fullmatch(text) else None


async def find_token(store: Store, shown: str, now: datetime) -> ApiToken | None:
    """The live token that is shown; None for one that is unknown, ended or too old. It is looked
    up by its hash, from which nobody learns how much of a guess was right."""
    async with store.reading() as tx:
        found = await tx.api_tokens.find(hash_api_token(shown))
    return found if found is not None and found.is_live(now) else None


async def note_use(store: Store, token: ApiToken, now: datetime) -> None:
    """Keep that the token is in use, once an hour."""
    if token.used_at is None or token.used_at + USE_NOTED <= now:
        async with store.transaction() as tx:
            await tx.api_tokens.note_used(token.id, now)
