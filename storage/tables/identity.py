"""The tables of who is who: what strangers told of themselves, and channels that went over from
one member to another."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from storage.tables.columns import key_column, metadata, reference_column
from storage.tables.types import Moment, PersonText

contact = Table(  # name and number that a person nobody knows shared, for the coordinators
    "contact",
    metadata,
    key_column(),
    reference_column("member"),
    Column("name", PersonText, nullable=False),
    Column("phone", PersonText, nullable=False),
    Column("at", Moment, nullable=False),
)
rebinding = Table(  # a sender that asks to be another member from now on, and what became of it
    "rebinding",
    metadata,
    key_column(),
    Column("channel", String(32), nullable=False),  # the name space of the sender, as in binding
    Column("sender", String(128), nullable=False),
    Column("conversation", String(128), nullable=False),
    Column("via", String(32), nullable=False),  # the channel itself
    Column("old_member", ForeignKey("member.id"), nullable=False, index=True),
    Column("new_member", ForeignKey("member.id"), nullable=False, index=True),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),  # to be agreed to until then
    Column("done_at", Moment),
    Column("undo_until", Moment),
    Column("ended_at", Moment),  # refused or undone
)
