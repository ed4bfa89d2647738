"""What one open transaction has at hand, shared by the queries of all nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

RowKey = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class AuditContext:
    """Who changes something, over which channel, by which event, and when. `report` is None for
    what belongs to no report, `member` for the command line."""

    report: int | None
    member: int | None
    channel: str
    event: int | None
    at: datetime


def own_context(member_id: int, channel: str, now: datetime) -> AuditContext:
    """Something a member did to nothing but who they are."""
    return AuditContext(None, member_id, channel, None, now)


@dataclass(slots=True)
class OpenWork:
    """The connection of an open transaction, and what it has written: `touched` are the rows of
    watched tables, by their keys; `context` is who changes them; `notes` go into the register
    beside the rows. `form_names` are what people call the forms, by their keys."""

    connection: AsyncConnection
    touched: dict[Table, dict[RowKey, None]] = field(default_factory=dict)
    context: AuditContext | None = None
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    form_names: Mapping[str, str] = field(default_factory=dict)

    def touch(self, table: Table, *keys: RowKey, by: AuditContext | None = None) -> None:
        """These rows of a watched table were written, `by` somebody if that is not recorded: how
        they stand at the end of the transaction goes into the register. A key is what
        `watched_tables` says."""
        self.touched.setdefault(table, {}).update(dict.fromkeys(keys))
        self.context = self.context or by
