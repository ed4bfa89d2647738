"""The tables of days: exchanges of working days that were entered, and addresses of calendars."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from storage.tables.columns import key_column, metadata, reference_column
from storage.tables.types import Moment

day_swap = Table(  # an exchange of working days, as it was announced; or that a year has none
    "day_swap",
    metadata,
    key_column(),
    Column("year", Integer, nullable=False),
    Column("off", String(10)),  # 2026-08-31
    Column("worked", String(10)),  # neither: the year has no exchange
    Column("at", Moment, nullable=False),
    Column("ended_at", Moment),  # taken back
)
calendar_feed = Table(  # secret addresses at which people subscribe to their due days; only hashes
    "calendar_feed",
    metadata,
    key_column(),
    reference_column("member"),
    Column("hash", String(64), nullable=False, unique=True, index=True),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
