"""What watches over a process of the product as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from bot.runtime.crash_journal import CrashJournal
from bot.runtime.event_guard import EventGuard

log = structlog.get_logger(__name__)
FOLDER = "journal"  # in the data directory


@contextmanager
def guard_process(data: Path, name: str) -> Iterator[EventGuard]:
    """Keep a crash journal in the data directory, under the process's name, and tick for the
    limits on processor time. Where no journal can be kept, deaths are counted from the database
    alone."""
    journal = _open_journal(data / FOLDER, name)
    guard = EventGuard(journal)
    guard.limit.start()
    try:
        yield guard
    finally:
        guard.limit.stop()
        if journal is not None:
            journal.close()


def _open_journal(folder: Path, name: str) -> CrashJournal | None:
    try:
        return CrashJournal.open(folder, name)
    except OSError as error:
        log.warning("no crash journal", folder=str(folder), reason=str(error))
        return None
