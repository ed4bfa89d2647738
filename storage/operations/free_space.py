"""How much room is left where the database is, and whether an error says that there is none."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.core.engines import in_memory
from storage.core.queries import Queries

FREE_TIMES = 10  # so many times a file must fit on the disk
LEAST_BYTES = 1_048_576  # a smaller file counts as so much
_FULL = "53100"  # an SQLSTATE: disk_full


class DiskQueries(Queries):
    async def has_room(self, size: int) -> bool:
        """Whether a file of so many bytes may be written: the disk must hold it many times over,
        so that there is room left for what people type."""
        free = await self.free_bytes()
        return free is None or free >= FREE_TIMES * max(size, LEAST_BYTES)

    async def free_bytes(self) -> int | None:
        """The bytes that are free on the disk of an embedded database; None for a server, which
        looks after its own."""
        address = self._db.engine.url
        if address.get_backend_name() != "sqlite" or in_memory(address):
            return None
        return shutil.disk_usage(Path(str(address.database)).parent).free

    async def database_bytes(self) -> int:
        """How large the database is."""
        if self._db.engine.url.get_backend_name() == "sqlite":
            pages = await self._db.scalar(text("PRAGMA page_count"))
            return int(pages or 0) * int(await self._db.scalar(text("PRAGMA page_size")) or 0)
        size = await self._db.scalar(text("SELECT pg_database_size(current_database())"))
        return int(size or 0)


def is_full(error: BaseException) -> bool:
    """Whether the database says that its disk is full."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", 0)
    state = getattr(error.orig, "sqlstate", None)
    return code & 0xFF == sqlite3.SQLITE_FULL or state == _FULL
