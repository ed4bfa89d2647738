"""Entries of the history: what one says, and how it is chained to the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection

from conversations.reports.hash_chain import FIELDS, GENESIS, REGISTER, link_hash
from storage.core.batch import change_all
from storage.core.work import AuditContext
from storage.tables.core import history
from storage.tables.types import moment_text, to_json

REGISTER_CHAIN = "register"
Entry = dict[str, Any]  # the columns of an entry, as they are chained


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a report: who, when, over which channel, from what to what."""

    subject: str
    revision: int
    old: dict[str, Any] | None
    new: dict[str, Any]
    member: int | None
    channel: str
    event: int | None
    at: datetime

    @property
    def key(self) -> str:
        """The row or check that was changed."""
        return self.subject.partition(":")[2]


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """A chain of the history that was tampered with: the first entry that does not fit, or 0
    when its end is missing. `report` is None for the office's chain."""

    report: int | None
    entry: int


def chain_rows(report_id: int | None) -> ColumnElement[bool]:
    if report_id == REGISTER:
        return history.c.chain == REGISTER_CHAIN
    if report_id is None:
        return history.c.report.is_(None) & history.c.chain.is_(None)
    return history.c.report == report_id


def chained_entry(
    context: AuditContext,
    number: int | None,
    subject: str,
    revision: int,
    change: tuple[Mapping[str, Any] | None, Mapping[str, Any]],
    head: str | None,
) -> Entry:
    """An entry of a report's chain, or of another one, that follows the one with the hash
    `head`."""
    old, new = change
    values = {
        "report": number,
        "subject": subject,
        "revision": revision,
        "old": old,
        "new": new,
        "member": context.member,
        "channel": context.channel,
        "event": context.event,
        "at": context.at,
    }
    return values | {"hash": link_hash(head or GENESIS, hashed_fields(values))}


def add_entries(connection: Connection, entries: Iterable[Entry], chain: str | None = None) -> None:
    """Write entries into the history; whoever does it moves the head. All are written here."""
    change_all(
        connection,
        _ENTRY,
        [(*map(one.get, _AS_THEY_ARE), *_written(one), chain) for one in entries],
    )


def _written(entry: Entry) -> tuple[str | None, str, str]:
    """What an entry says, and when, as both databases take it."""
    old = to_json(entry["old"]) if entry["old"] is not None else None
    return old, to_json(entry["new"]), moment_text(entry["at"])


_AS_THEY_ARE = ("report", "subject", "revision", "member", "channel", "event", "hash")
_ENTRY = (
    "INSERT INTO history "
    "(report, subject, revision, member, channel, event, hash, old, new, at, chain) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def hashed_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is hashed of an entry: its fields as they read back from either database."""
    moment: datetime = values["at"].astimezone(UTC)
    fields = {**values, "at": moment.isoformat(timespec="microseconds")}
    plain: dict[str, Any] = json.loads(to_json({name: fields[name] for name in FIELDS}))
    return plain
