"""The lock on a file beside an SQLite database: the one process that serves it holds it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from storage.core.engines import path_of, unusable_database
from storage.core.errors import StoreError

SUFFIX = ".lock"


class FileLock:
    """A ServingLock; this process has every job. A database in memory needs none."""

    def __init__(self, url: str) -> None:
        self._file = _lock_file(url)

    async def prove(self) -> None: ...

    async def take_job(self, job: str) -> bool:
        return True

    async def drop_job(self, job: str) -> None: ...

    def has_job(self, job: str) -> bool:
        return True

    async def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)


@contextmanager
def refuse_served_file(url: str) -> Iterator[None]:
    """Let nobody serve the file of an SQLite database; StoreError when somebody does."""
    file = _lock_file(url)
    try:
        yield
    finally:
        if file is not None:
            os.close(file)


def _lock_file(url: str) -> int | None:
    path = path_of(url)
    if path is None:
        return None
    try:
        file = os.open(path.with_name(path.name + SUFFIX), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise unusable_database(url, error) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(file, 32, 0).decode()
        os.close(file)
        message = "{file} is in use: process {process} serves it, and only one can; stop it first"
        raise StoreError(message, file=path, process=holder) from error
    with suppress(OSError):  # of a full disk
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
    return file
