"""Which history of its own a server of PostgreSQL writes: promoting a standby begins a new one,
with a higher number. A process that has written on it goes back to no older one: a primary that was
replaced and comes up again takes writing, and what it is told would be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_ASKED = (
    "SELECT CASE WHEN pg_is_in_recovery() THEN NULL "
    "ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END"
)


@dataclass
class TimelineGuard:
    """Looks at each new connection of one engine. `newest` is the highest that was seen."""

    newest: int = 0

    def look(self, connection: Any, _: Any) -> None:
        """Take the connection, or close it. ConnectionError for a server on an older timeline."""
        cursor = connection.cursor()
        try:
            cursor.execute(_ASKED)
            (found,) = cursor.fetchone()
            connection.rollback()
        except BaseException:
            connection.close()  # nobody else knows of it
            raise
        finally:
            cursor.close()
        if found is None:
            return
        timeline = int(found, 16)
        if timeline < self.newest:
            connection.close()
            message = "the server is a primary that was replaced: take it out of the addresses"
            raise ConnectionError(message)
        self.newest = timeline
