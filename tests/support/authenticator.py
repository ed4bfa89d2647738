"""A device with passkeys, as a browser speaks to it: makes a key pair, and signs what it is asked
to."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """Has one passkey. `count` is told with each signature; 0 for a device that does not count.
    `verifies`: it asks its person."""

    origin: str
    count: int = 0
    verifies: bool = True
    credential: bytes = b"passkey-of-a-test"
    _key: Any = field(default_factory=lambda: generate_private_key(SECP256R1()))

    def register(self, options: str, **changed: Any) -> dict[str, Any]:
        """The answer to the options of a registration, with some fields of the client's data
        changed."""
        asked = json.loads(options)
        client = self._client("webauthn.create", asked["challenge"], changed)
        numbers = self._key.public_key().public_numbers()
        cose = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        own = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential
        data = self._data(asked["rp"]["id"], WITH_KEY) + own + cbor2.dumps(cose)
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer(
            {
                "clientDataJSON": encoded(client),
                "attestationObject": encoded(cbor2.dumps(made)),
            }
        )

    def sign_in(self, options: str, **changed: Any) -> dict[str, Any]:
        """The answer to the options of a sign-in."""
        asked = json.loads(options)
        client = self._client("webauthn.get", asked["challenge"], changed)
        data = self._data(asked["rpId"])
        signature = self._key.sign(data + sha256(client).digest(), ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": encoded(client),
                "authenticatorData": encoded(data),
                "signature": encoded(signature),
                "userHandle": encoded(b"7"),
            }
        )

    def _client(self, kind: str, challenge: str, changed: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, **changed}
        return json.dumps(said).encode()

    def _data(self, host: str, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        name = encoded(self.credential)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}
