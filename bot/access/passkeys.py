"""Passkeys: a device of the member's signs what we ask it to; its private key never leaves it.

What is asked for is kept here, counts once and for some minutes. A device must have asked its
person (a PIN, a finger, a face): the passkey alone signs them in.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import structlog
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, generate_challenge
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bot.access.signatures import sign_text, signing_key
from bot.ports.clock import Clock
from conversations.text.normalize import clean_text, shorten_text
from storage.store import Store
from storage.transaction import Transaction
from storage.workflow.challenges import TakenChallenge
from storage.workflow.passkeys import PASSKEYS_EACH, NewPasskey, Passkey

log = structlog.get_logger(__name__)
CHALLENGE_LIFE = timedelta(minutes=5)
ANSWER_BYTES = 16_384  # of what a browser says of a passkey
NAME_LENGTH = 60
CREDENTIAL_LENGTH = 1_400
PRODUCT = "Phụ lục"
_REGISTER, _SIGN_IN = "register", "sign_in"
_WANTED = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.REQUIRED,
    user_verification=UserVerificationRequirement.REQUIRED,
)
# What the reading of a foreign answer may raise, beside the library's own refusals.
_UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, EOFError, RecursionError)


class PasskeyError(Exception):
    """The answer of a browser that is not taken; `code` says why: `late`, `wrong`, `known` or
    `many`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class PasskeyParty:
    """For whom passkeys are: the name of the host they are bound to, and the origin of our
    pages."""

    host: str
    origin: str

    @classmethod
    def of_origin(cls, origin: str) -> PasskeyParty | None:
        """Browsers make passkeys for names over TLS and for `localhost`; None elsewhere."""
        parts = urlsplit(origin)
        host = parts.hostname or ""
        named = not host.replace(".", "").isdigit() and ":" not in host
        if host == "localhost" or (parts.scheme == "https" and named and "." in host):
            return cls(host, origin)
        return None


@dataclass(frozen=True)
class PasskeyCeremonies:
    """The two halves of registering a passkey, and of coming in by one. That an answer was given
    is committed before it is looked at: each challenge has one."""

    store: Store
    clock: Clock

    async def begin_registration(
        self, tx: Transaction, party: PasskeyParty, member: int, name: str
    ) -> str:
        """What the member's browser is to make a passkey by, as JSON."""
        known = await tx.passkeys.of_member(member)
        if len(known) >= PASSKEYS_EACH:
            raise PasskeyError("many")
        options = generate_registration_options(
            rp_id=party.host,
            rp_name=PRODUCT,
            user_id=sign_text(await signing_key(tx), f"passkey user:{member}").encode(),
            user_name=name,
            challenge=await self._challenge(tx, _REGISTER, member),
            authenticator_selection=_WANTED,
            exclude_credentials=[_described(one) for one in known],
        )
        return options_to_json(options)

    async def finish_registration(
        self, party: PasskeyParty, member: int, answer: bytes, name: str
    ) -> NewPasskey:
        """The passkey that the browser has made for this member, to be kept. PasskeyError when it
        is not taken."""
        credential, challenge = _read_answer(answer)
        taken = await self._take(challenge, _REGISTER)
        if taken.member != member:
            raise PasskeyError("late")
        try:
            made = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=party.host,
                expected_origin=party.origin,
                require_user_verification=True,
            )
        except _UNREADABLE as error:
            raise _refused("registration", error) from error
        key = bytes_to_base64url(made.credential_id)
        if not key or len(key) > CREDENTIAL_LENGTH:
            raise PasskeyError("wrong")
        called = passkey_name(name)
        return NewPasskey(member, key, made.credential_public_key, made.sign_count, called)

    async def begin_sign_in(self, tx: Transaction, party: PasskeyParty) -> str:
        """What a browser is to sign, by whichever passkey for us its person chooses, as JSON."""
        options = generate_authentication_options(
            rp_id=party.host,
            challenge=await self._challenge(tx, _SIGN_IN),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json(options)

    async def finish_sign_in(self, party: PasskeyParty, answer: bytes) -> int:
        """The member whose passkey has signed; PasskeyError when none of ours has."""
        credential, challenge = _read_answer(answer)
        await self._take(challenge, _SIGN_IN)
        async with self.store.transaction() as tx:
            return await self._signer(tx, party, credential, challenge)

    async def _signer(
        self, tx: Transaction, party: PasskeyParty, credential: dict[str, Any], challenge: bytes
    ) -> int:
        known = await tx.passkeys.find(str(credential.get("id", ""))[:CREDENTIAL_LENGTH])
        if known is None:
            raise PasskeyError("wrong")
        try:
            signed = verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=party.host,
                expected_origin=party.origin,
                credential_public_key=known.public_key,
                credential_current_sign_count=known.sign_count,
                require_user_verification=True,
            )
        except _UNREADABLE as error:
            raise _refused("sign-in", error) from error
        await tx.passkeys.mark_used(known.id, signed.new_sign_count, self.clock())
        return known.member

    async def _take(self, challenge: bytes, kind: str) -> TakenChallenge:
        async with self.store.transaction() as tx:
            taken = await tx.challenges.take(_hash(challenge), kind, self.clock())
        if taken is None:
            raise PasskeyError("late")
        return taken

    async def _challenge(self, tx: Transaction, kind: str, member: int | None = None) -> bytes:
        made, now = generate_challenge(), self.clock()
        await tx.challenges.add(_hash(made), kind, now, now + CHALLENGE_LIFE, member)
        return made


def passkey_name(said: str) -> str:
    """What a passkey is called, on one line."""
    return shorten_text(clean_text(said), NAME_LENGTH) or "Khóa đăng nhập"


def _described(one: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential))


def _hash(challenge: bytes) -> str:
    return sha256(challenge).hexdigest()


def _read_answer(answer: bytes) -> tuple[dict[str, Any], bytes]:
    """What the browser sent, and the challenge that it says it has signed."""
    try:
        credential = json.loads(answer)
        said = json.loads(_decode(credential["response"]["clientDataJSON"]))
        return credential, _decode(said["challenge"])
    except (*_UNREADABLE, NotBase64, AttributeError) as error:
        raise PasskeyError("wrong") from error


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _refused(what: str, error: Exception) -> PasskeyError:
    log.info("passkey refused", what=what, why=type(error).__name__)
    return PasskeyError("wrong")
