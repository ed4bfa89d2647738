"""The Official Account's webhook: signed over the raw bytes, with its 200 once the event is
stored, all within two seconds."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.types import Scope

from bot.channels.request_body import announced_length
from bot.channels.zalo.official_account.updates import to_incoming
from bot.channels.zalo.webhook import (
    BODY_LIMIT,
    NoEventError,
    NotGenuineError,
    ZaloWebhook,
    header_of,
    object_in,
)
from bot.ports.channel import Inbox, Incoming

log = logging.getLogger(__name__)
PROBE_LIMIT = 64  # bytes of a body that nobody signed
_MAC = re.compile(rb"(mac=)?[0-9A-Fa-f]{64}")
_SIGNATURE, _STAMP = b"x-zevent-signature", b"x-zevent-timestamp"


class OaReader:
    """Reads genuine events: `sha256(app id + raw body + timestamp + secret key)`, in hexadecimal.
    Sources do not agree whether `mac=` stands before it, and whether the timestamp is the body's
    or the header's: both are taken, and which it was is logged once."""

    def __init__(self, app_id: str, secret: str) -> None:
        self._app_id = app_id
        self._secret = secret
        self._seen: set[str] = set()

    def __call__(self, scope: Scope, body: bytes) -> Sequence[Incoming]:
        """The events of a body; NotGenuineError, NoEventError."""
        signature = header_of(scope, _SIGNATURE)
        if signature is None and _is_probe(body):
            return []  # a new address is asked with nothing, and must say 200
        if signature is None:
            raise NotGenuineError
        event = _event_of(body)
        self._check(scope, body, event, signature)
        incoming = to_incoming(event)
        return [incoming] if incoming is not None else []

    def _check(self, scope: Scope, body: bytes, event: dict[str, Any], signature: bytes) -> None:
        mac = signature.removeprefix(b"mac=").lower()
        for name, stamp in _stamps(scope, event):
            said = self._app_id.encode() + body + stamp + self._secret.encode()
            if hmac.compare_digest(hashlib.sha256(said).hexdigest().encode(), mac):
                self._note(f"{'mac=' if mac != signature else 'bare'}, timestamp of the {name}")
                return
        raise NotGenuineError

    def _note(self, variant: str) -> None:
        if variant not in self._seen:
            self._seen.add(variant)
            log.info("Zalo OA: events are signed as: %s", variant)


def oa_hook(door: Inbox, app_id: str, secret: str) -> ZaloWebhook:
    """What this account's events are posted to."""
    return ZaloWebhook(door, "Zalo OA", _admits, OaReader(app_id, secret))


def _admits(scope: Scope) -> int:
    """A body is read for its signature's sake: where the header cannot be one, nothing is, and
    without a header no more than a new address is asked with."""
    if not any(name.lower() == _SIGNATURE for name, _ in scope["headers"]):
        forged = PROBE_LIMIT < announced_length(scope) <= BODY_LIMIT
        return 0 if forged else PROBE_LIMIT  # what is too long for anybody is told so
    return BODY_LIMIT if _MAC.fullmatch(header_of(scope, _SIGNATURE) or b"") else 0


def _is_probe(body: bytes) -> bool:
    try:
        return body == b"" or json.loads(body) == {}
    except (ValueError, RecursionError):
        return False


def _event_of(body: bytes) -> dict[str, Any]:
    try:
        return object_in(body)
    except NoEventError:
        raise NotGenuineError from None  # Zalo signs nothing but events


def _stamps(scope: Scope, event: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    yield "body", str(event.get("timestamp", "")).encode("utf-8", "replace")
    header = header_of(scope, _STAMP)
    if header is not None:
        yield "header", header
