"""Whether the database still holds the history that was kept beside it, asked at the start.

The product starts all the same, and says what is missing until an administrator has accepted it:
officers can go on, and what might still be saved is set aside before anything is written.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from storage.core.engines import path_of
from storage.history.kept_head import KeptHeadError, MissingHistory, kept_files, set_aside
from storage.store import Store

log = structlog.get_logger(__name__)
JOURNAL_LIMIT = 256 * 1024 * 1024  # bytes of a journal that is set aside


@dataclass
class HeldJournal:
    """A copy of the journal as it was found, for whoever may save something out of it."""

    copy: Path | None = None

    def keep(self, missing: MissingHistory) -> None:
        """Something is missing: the copy stays, under a name that says of which head."""
        if self.copy is not None:
            name = self.copy.name.removesuffix(".found")
            self.copy = self.copy.replace(self.copy.with_name(f"{name}.kept-{missing.kept.entry}"))


@contextlib.contextmanager
def held_journal(url: str, folder: Path) -> Iterator[HeldJournal]:
    """Copy SQLite's journal before the database is opened: opening it writes over what it cannot
    read. Without one, or a head to compare with, nothing is copied. It blocks."""
    held = HeldJournal()
    path = path_of(url)
    journal = path.with_name(f"{path.name}-wal") if path else None
    if journal is not None and any(one.exists() for one in kept_files(folder)):
        with contextlib.suppress(OSError):  # there is none, or no room: the rest goes on
            if 0 < journal.stat().st_size <= JOURNAL_LIMIT:
                copy = journal.with_name(f"{journal.name}.found")
                copy.touch(mode=0o600)
                shutil.copyfile(journal, copy)
                held.copy = copy
    try:
        yield held
    finally:
        if held.copy is not None and held.copy.name.endswith(".found"):
            held.copy.unlink(missing_ok=True)


async def check_history(store: Store, folder: Path, journal: HeldJournal) -> list[str]:
    """What is missing, a line each: told in the log and on the console; the head that was kept is
    set aside with the journal. Empty when all is there."""
    if store.begun:
        log.warning("the register begins: rows are taken as they stand", rows=store.begun)
    try:
        async with store.transaction() as tx:
            missing = await tx.audit_check.missing(folder)
    except KeptHeadError as error:
        return _tell([str(error), "go on with what is there: phuluc audit accept"])
    if missing is None:
        return []
    journal.keep(missing)
    set_aside(folder, missing)
    lines = missing.lines
    if journal.copy is not None:
        lines.append(f"the journal as it was found: {journal.copy}")
    return _tell(lines)


def _tell(lines: list[str]) -> list[str]:
    log.error("history is missing", lines=lines)
    for line in lines:
        print(f"phuluc: WARNING: {line}", file=sys.stderr, flush=True)
    return lines
