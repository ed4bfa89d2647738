"""The Official Account's webhook: signed over the raw bytes, with its 200 once the event is
stored, all within two seconds."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.types import Scope

from bot.channel import Door, Incoming
from bot.zalo.hooks import Hook, NoEventError, NotGenuineError, header_of, object_in
from bot.zalo.oa_events import to_incoming

log = logging.getLogger(__name__)
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


def oa_hook(door: Door, app_id: str, secret: str) -> Hook:
    """What this account's events are posted to."""
    return Hook(door, "Zalo OA", lambda _: True, OaReader(app_id, secret))


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
