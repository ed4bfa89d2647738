"""A restored history says that it was restored, and what was given up for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from conversations.reports.hash_chain import GENESIS
from storage.core.queries import insert_of
from storage.core.work import AuditContext
from storage.history.audit_log import HEAD
from storage.history.entries import add_entries, chain_rows, chained_entry
from storage.history.kept_head import (
    RESTORED,
    KeptHeadError,
    compare_head,
    kept_files,
    read_head_file,
)
from storage.tables.core import history, office


def note_restored(connection: Connection, folder: Path, file: str, now: datetime) -> None:
    """Add entries to the office's chain: from which file, and which heads of this folder are not
    met any more, which is accepted by that. Nothing is committed here."""
    lost = []
    for path in kept_files(folder):
        try:
            kept = read_head_file(path)
        except KeptHeadError:
            continue  # the next start says so
        missing = compare_head(connection, kept, path) if kept is not None else None
        if missing is not None:
            lost.append(missing.entry)
    if connection.scalar(select(history.c.id).limit(1)) is None:
        return
    for gone in lost or [{}]:
        _record(connection, {"file": file[:200], **gone}, now)


def _record(connection: Connection, new: dict[str, Any], now: datetime) -> None:
    insert = insert_of(connection.dialect.name, office).values(name=HEAD, text=GENESIS)
    connection.execute(insert.on_conflict_do_nothing(index_elements=["name"]))
    head = connection.scalar(select(office.c.text).where(office.c.name == HEAD))
    subject = history.c.subject == RESTORED
    before = select(history.c.id).where(chain_rows(None), subject)
    revision = len(connection.scalars(before).all()) + 1
    by = AuditContext(None, None, "command", None, now)
    entry = chained_entry(by, None, RESTORED, revision, (None, new), str(head))
    add_entries(connection, [entry])
    connection.execute(update(office).where(office.c.name == HEAD).values(text=entry["hash"]))
