"""The tables of forms: those that an installation has published, and the versions of reports."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, UniqueConstraint

from storage.tables.columns import key_column, metadata
from storage.tables.types import Moment

published_form = Table(  # a version of a form, as it was published; never changed
    "published_form",
    metadata,
    key_column(),
    Column("key", String(64), nullable=False),
    Column("version", String(32), nullable=False),
    Column("digest", String(64), nullable=False),  # of its files
    Column("content", LargeBinary, nullable=False),  # its files
    Column("at", Moment, nullable=False),
    UniqueConstraint("key", "version"),
)
pinned_form = Table(  # a report that stays on another version than its round
    "pinned_form",
    metadata,
    Column("report", ForeignKey("report.id"), primary_key=True),
    Column("version", String(32), nullable=False),
)
