"""The files of an SQLite database under the running product: whether they are still the ones that
were opened, whether there is room for more, and what can be saved when they are not.

A removed journal stays as long as it is open: everything is read from it and written to it, and is
gone when the process ends. A copy made over the open connection still has it all.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from storage.core.availability import StoreAwayError
from storage.core.engines import BUSY_MILLISECONDS

T = TypeVar("T")
Inode = tuple[int, int]
FOREIGN = "foreign"
ROOM = 1_048_576  # bytes that must be free, or nothing more is taken in


class DatabaseReplacedError(StoreAwayError):
    """The files that were opened are not there any more; nothing may be written until the
    product has been started again."""


@dataclass(frozen=True, slots=True)
class SavedCopy:
    """A whole copy, and whether the database itself holds everything too."""

    copy: Path
    in_place: bool


class DatabaseFile:
    """One connection that stays open beside those that work, for looking and for saving."""

    def __init__(self, path: Path) -> None:
        """sqlite3.Error when the file cannot be used."""
        self.path = path
        self._wal = path.with_name(path.name + "-wal")
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            self._names = (str(path), str(self._wal))
            self._inodes = (_inode(self._names[0]), _inode(self._names[1]))
        except BaseException:
            self._connection.close()
            raise
        self._seen = self._done = (0, 0)
        # Reads alone, each by itself: nobody waits for it, as they would for a transaction.
        self._engine = create_engine(
            "sqlite://", creator=lambda: self._connection, poolclass=StaticPool
        )

    def read(self, work: Callable[[Connection], T]) -> T:
        """Look at what is committed, beside the work of the others."""
        with self._lock, self._engine.connect() as connection:
            return work(connection)

    def is_ours(self) -> bool:
        """Whether database and journal are still the files that were opened."""
        database, journal = self._names
        return (_inode(database), _inode(journal)) == self._inodes

    def problem(self) -> str | None:
        """What is wrong with the files, in a few words; None when all is well."""
        for name, inode in zip(self._names, self._inodes, strict=True):
            if _inode(name) != inode:
                return f"{Path(name).name} was taken away or replaced while the product runs"
        if shutil.disk_usage(self.path.parent).free < ROOM:
            return "the disk is full"
        return None

    def refuse_replaced(self) -> None:
        """DatabaseReplacedError when they are not."""
        if not self.is_ours():
            message = f"{self.path} or its journal was removed or replaced while it was in use"
            raise DatabaseReplacedError(message)

    def checkpoint_when_quiet(self) -> bool:
        """Bring what stands in the journal into the database itself, when nothing was written
        since the last look; nobody waits for it. Whether that was done."""
        seen = self._state()
        quiet, self._seen = seen == self._seen, seen
        if not quiet or seen == self._done or seen == (0, 0) or not self.is_ours():
            return False
        with self._lock:
            busy = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        self._done = seen
        return bool(busy[0] == 0)

    def _state(self) -> tuple[int, int]:
        try:
            found = self._wal.stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_size, found.st_mtime_ns)

    def save_copy(self) -> SavedCopy:
        """Save what the open connection still sees: into a new file beside the database, and into
        the database where it is still ours. A journal that somebody put there is moved away: it
        would be read as if it were of this database. OSError or sqlite3.Error when nothing can
        be saved."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        copy = self.path.with_name(f"{self.path.name}.rescued-{stamp}")
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT, 0o600))
        with self._lock:
            with closing(sqlite3.connect(copy)) as target:
                self._connection.backup(target)
            in_place = _inode(self._names[0]) == self._inodes[0]
            if in_place:
                found = self._connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
                in_place = found[0] == 0 and found[1] == found[2]
        if _inode(self._names[1]) not in (None, self._inodes[1]):
            self._wal.replace(self.path.with_name(f"{self._wal.name}.{FOREIGN}-{stamp}"))
        return SavedCopy(copy, in_place)

    def close(self) -> None:
        """Once nobody uses it any more."""
        with self._lock:
            self._engine.dispose()
            self._connection.close()


def _inode(path: str) -> Inode | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
