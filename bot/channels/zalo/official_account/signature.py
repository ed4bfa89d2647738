"""Which posts are an Official Account's: they are signed over the raw bytes."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
from collections.abc import Iterator

from starlette.types import Scope

from bot.channels.request_body import RequestBodyError, announced_length, header_of
from bot.channels.webhook import JsonObject, Posted, parse_object
from bot.channels.zalo.http import EVENT_LIMIT
from bot.channels.zalo.official_account.updates import to_incoming

log = logging.getLogger(__name__)
PROBE_LIMIT = 64  # bytes of a body that nobody signed
_MAC = re.compile(rb"(mac=)?[0-9A-Fa-f]{64}")
_SIGNATURE, _STAMP = b"x-zevent-signature", b"x-zevent-timestamp"


class SignatureReader:
    """Reads genuine events: `sha256(app id + raw body + timestamp + secret key)`, in hexadecimal.
    Sources do not agree whether `mac=` stands before it, and whether the timestamp is the body's
    or the header's: both are taken, and which it was is logged once."""

    name = "Zalo OA"

    def __init__(self, app_id: str, secret: str) -> None:
        self._app_id = app_id
        self._secret = secret
        self._seen: set[str] = set()

    def admits(self, scope: Scope) -> int:
        """A body is read for its signature's sake: where the header cannot be one, nothing is,
        and without a header no more than a new address is asked with."""
        if not any(name.lower() == _SIGNATURE for name, _ in scope["headers"]):
            forged = PROBE_LIMIT < announced_length(scope) <= EVENT_LIMIT
            return 0 if forged else PROBE_LIMIT  # what is too long for anybody is told so
        return EVENT_LIMIT if _MAC.fullmatch(header_of(scope, _SIGNATURE) or b"") else 0

    def read(self, scope: Scope, body: bytes) -> Posted:
        """The event of a body; RequestBodyError where Zalo did not sign it."""
        signature = header_of(scope, _SIGNATURE)
        if signature is None and _is_probe(body):
            return Posted([])  # a new address is asked with nothing, and must say 200
        try:
            event = parse_object(body)
        except RequestBodyError:
            event = None  # Zalo signs nothing but events
        if signature is None or event is None or not self._is_signed(scope, body, event, signature):
            raise RequestBodyError(403, "forbidden")
        incoming = to_incoming(event)
        return Posted([incoming] if incoming is not None else [])

    def _is_signed(self, scope: Scope, body: bytes, event: JsonObject, signature: bytes) -> bool:
        mac = signature.removeprefix(b"mac=").lower()
        for name, stamp in _stamps(scope, event):
            said = self._app_id.encode() + body + stamp + self._secret.encode()
            if hmac.compare_digest(hashlib.sha256(said).hexdigest().encode(), mac):
                self._note(f"{'mac=' if mac != signature else 'bare'}, timestamp of the {name}")
                return True
        return False

    def _note(self, variant: str) -> None:
        if variant not in self._seen:
            self._seen.add(variant)
            log.info("Zalo OA: events are signed as: %s", variant)


def _is_probe(body: bytes) -> bool:
    try:
        return body == b"" or json.loads(body) == {}
    except (ValueError, RecursionError):
        return False


def _stamps(scope: Scope, event: JsonObject) -> Iterator[tuple[str, bytes]]:
    yield "body", str(event.get("timestamp", "")).encode("utf-8", "replace")
    header = header_of(scope, _STAMP)
    if header is not None:
        yield "header", header
