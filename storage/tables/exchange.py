"""The tables of what other systems may read, and of what they are told."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from storage.tables.columns import key_column, metadata, only_where, reference_column
from storage.tables.types import Moment, PersonText

api_token = Table(  # what lets another system read; only its hash
    "api_token",
    metadata,
    key_column(),
    Column("name", PersonText, nullable=False),  # what the administrator calls that system
    Column("hash", String(64), nullable=False, unique=True),
    reference_column("org_unit"),  # it reads of this unit and of all below
    Column("scopes", String(200), nullable=False),  # with blanks between them
    reference_column("member", "made_by", null=True),  # none: the command line
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),  # noted once an hour
    Column("ended_at", Moment),
)
webhook = Table(  # an address that is told of acts
    "webhook",
    metadata,
    key_column(),
    Column("url", PersonText, nullable=False),
    reference_column("org_unit"),  # of acts in this unit and in all below
    Column("kinds", String(200), nullable=False),  # of events, with blanks between them
    reference_column("member", "made_by", null=True),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("failing_since", Moment),  # since its last success, nothing was taken
    Column("paused_at", Moment),
    Column("paused_why", String(16)),  # failing, gone, unsigned, asked
)
webhook_secret = Table(  # what events are signed by; the one before is good for a day
    "webhook_secret",
    metadata,
    key_column(),
    reference_column("webhook"),
    Column("secret", String(64), nullable=False),  # whsec_…
    Column("made_at", Moment, nullable=False),
    Column("until", Moment),  # another one has taken its place
)
webhook_delivery = Table(  # an event to an address: queued with the act, sent afterwards
    "webhook_delivery",
    metadata,
    key_column(),
    reference_column("webhook"),
    Column("message_id", String(64), nullable=False),  # the same at each try
    Column("kind", String(32), nullable=False),
    Column("body", PersonText, nullable=False),  # the very bytes that are signed
    Column("state", String(16), nullable=False),  # waiting, sent, given_up
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("made_at", Moment, nullable=False),
    Column("not_before", Moment),
    Column("leased_until", Moment),
    Column("leased_by", String(32)),
    Column("tried_at", Moment),
    Column("status", Integer),  # of the last answer, where there was one
    Column("error", String(200)),  # of the last try
    Column("settled_at", Moment),
    only_where("ix_webhook_delivery_open", "settled_at IS NULL", "webhook", "id"),
)
