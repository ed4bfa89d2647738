"""Which version of the tables the open database has."""

from __future__ import annotations

from storage.core.queries import Queries
from storage.operations.migrate import is_current


class SchemaQueries(Queries):
    async def is_current(self) -> bool:
        """Whether the tables are those of this program: another one may have changed them."""
        return await self._db.run_sync(is_current)
