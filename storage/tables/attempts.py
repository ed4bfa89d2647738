"""Attempts to handle an event that have not ended well, or not yet."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from storage.tables.columns import metadata, only_where, reference_column
from storage.tables.types import Moment, PersonText

event_attempt = Table(  # an event that was handled at once leaves no row
    "event_attempt",
    metadata,
    # The channel's own name of the event: one that ended its process may not be stored yet.
    Column("channel", String(32), primary_key=True),
    Column("event_id", String(128), primary_key=True),
    Column("points", Integer, nullable=False),  # what the attempts that failed add up to
    Column("process", String(32)),  # that has the event in hand
    Column("begun_at", Moment, nullable=False),
    Column("error", PersonText),  # how the last attempt ended
    Column("set_aside_at", Moment),
    Column("settled_at", Moment),  # when an administrator dismissed it
    reference_column("org_unit", null=True, index=False),  # of the sender, once it is set aside
    only_where("ix_event_attempt_process", "process IS NOT NULL", "process"),
    only_where(
        "ix_event_attempt_set_aside",
        "set_aside_at IS NOT NULL AND settled_at IS NULL",
        "set_aside_at",
    ),
)
