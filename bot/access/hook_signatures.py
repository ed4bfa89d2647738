"""Signatures of events to other systems, as Standard Webhooks has them: the HMAC-SHA256 of number,
time and text of an event, by a secret that both sides know."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence
from hashlib import sha256

SECRET_BYTES = 32
PREFIX = "whsec_"


def new_hook_secret() -> str:
    """A secret that nobody guesses."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign_event(
    secrets_: Sequence[str], message_id: str, seconds: int, body: bytes
) -> dict[str, str]:
    """The headers by which the receiver knows an event, with a signature by each secret that is
    good: while one is replaced, those are two."""
    said = f"{message_id}.{seconds}.".encode() + body
    made = (hmac.new(_key(one), said, sha256).digest() for one in secrets_)
    signatures = " ".join(f"v1,{base64.b64encode(one).decode()}" for one in made)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signatures,
    }


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX))
