"""The files of an embedded database, as they were when it was opened: whether they are still the
ones that are written to, and whether there is room for more."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from storage.core.engines import in_memory, parse_database_url

ROOM = 1_048_576  # bytes that must be free, or nothing more is taken in


@dataclass(frozen=True)
class DatabaseFiles:
    """The database's file and its write-ahead log; none for a database server."""

    marks: dict[Path, tuple[int, int]]  # device and inode of each

    @classmethod
    def of(cls, url: str) -> DatabaseFiles:
        """The files as they are now, while a connection keeps them open."""
        address = parse_database_url(url)
        if address.get_backend_name() != "sqlite" or in_memory(address):
            return cls({})
        path = Path(str(address.database))
        files = (path, Path(f"{path}-wal"))
        return cls({file: mark for file in files if (mark := _mark(file)) is not None})

    def problem(self) -> str | None:
        """What is wrong with the files, in a few words; None when all is well. What is written
        to a file that was taken away or replaced is gone with this process."""
        for file, mark in self.marks.items():
            if _mark(file) != mark:
                return f"{file.name} was taken away or replaced while the product runs"
        for folder in {file.parent for file in self.marks}:
            if shutil.disk_usage(folder).free < ROOM:
                return "the disk is full"
        return None


def _mark(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
