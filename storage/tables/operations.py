"""The tables by which several processes share one database."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from storage.tables.core import metadata
from storage.tables.types import Moment

process = Table(  # who serves this database at present
    "process",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("host", String(128), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
lease = Table(  # what only one process may do at a time: taking a bot's updates
    "lease",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(32), nullable=False),
    Column("until", Moment, nullable=False),
)
pause = Table(  # a channel that asked to be left alone for a while
    "pause",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("until", Moment, nullable=False),
)
