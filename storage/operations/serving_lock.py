"""The lock that a process holds for as long as it serves a database. It is freed when the process
dies, so holding it is the proof of life.

One process serves an SQLite file. Several serve one PostgreSQL; the one that also holds the lock of
a job does that job.
"""

from __future__ import annotations

from typing import Protocol

from storage.operations.exclusive import on_sqlite
from storage.operations.file_lock import FileLock
from storage.operations.session_lock import SessionLock


class ServingLock(Protocol):
    async def prove(self) -> None:
        """Take the lock, or learn that it is still there."""

    async def take_job(self, job: str) -> bool:
        """Whether this process, and no other, does the job from now on."""

    async def drop_job(self, job: str) -> None:
        """Another process may do it."""

    def has_job(self, job: str) -> bool:
        """Whether it is certain that no other process does it."""

    async def close(self) -> None:
        """This process serves no more."""


def serving_lock(url: str, process_id: str) -> ServingLock:
    """The lock under which this process serves the database; StoreError when another one serves
    the file."""
    return FileLock(url) if on_sqlite(url) else SessionLock(url, process_id)
