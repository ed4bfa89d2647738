"""The tables of coming in by the browser: passkeys, codes, and what is asked of a browser once."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table

from storage.tables.columns import key_column, metadata, reference_column
from storage.tables.types import Moment, PersonText

passkey = Table(  # a key of a member's device; the private half never leaves it
    "passkey",
    metadata,
    key_column(),
    reference_column("member"),
    Column("credential", String(1400), nullable=False, unique=True, index=True),  # base64url
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),  # as the device told it last
    Column("name", PersonText, nullable=False),  # what its person calls it
    Column("made_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("ended_at", Moment),  # taken away by its person
)
challenge = Table(  # what a browser is asked to sign, or has shown; each counts once
    "challenge",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),  # register, sign_in, telegram
    reference_column("member", null=True),  # who may register a passkey by it
    Column("expires_at", Moment, nullable=False),
    Column("taken_at", Moment),
)
sign_in_code = Table(  # codes that are typed on the page; only their hashes
    "sign_in_code",
    metadata,
    key_column(),
    Column("kind", String(16), nullable=False),  # email, chat
    Column("place", String(64), nullable=False, index=True),  # the hash of the address, or empty
    Column("browser", String(64), nullable=False, index=True),  # that asked for it, or empty
    reference_column("member", null=True),  # nobody: the address is not known
    Column("hash", String(64), nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),  # wrong ones
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("taken_at", Moment),
)
