"""Which of several servers is the primary: the one that takes writing, and of two that do, the one
that was promoted last.

Promoting a standby begins a new timeline, with a higher number. A primary that was replaced and
comes up again takes writing, too, on the older one; what it is told would be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

_ASKED = "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"
REPLACED = "the server {host} is a primary that was replaced: take it out of the addresses"


@dataclass
class PrimarySearch:
    """Makes the connections of one engine. Each time all servers are asked for their timelines: one
    that was replaced may be up again, and first among the addresses. `newest` is the highest that
    was seen: nobody of a lower one is written to, even while no other can be reached."""

    newest: int = 0

    def connect(self, dialect: Any, _: Any, arguments: Any, options: dict[str, Any]) -> Any:
        """A connection to the primary; the driver's error of the last server when none is to be
        had."""
        failed, errors = dialect.loaded_dbapi.Error, list[Exception]()
        found: Any = None
        for place in _places(options):
            try:
                connection = dialect.connect(*arguments, **options | place)
                timeline = _timeline_of(connection)
            except failed as error:
                errors.append(error)
                continue
            if timeline < self.newest or (found is not None and timeline == self.newest):
                connection.close()
                told = REPLACED.format(host=place["host"])
                errors.append(dialect.loaded_dbapi.OperationalError(told))
                continue
            if found is not None:
                found.close()
            self.newest, found = timeline, connection
        if found is None:
            raise errors[-1]
        return found


def _places(options: dict[str, Any]) -> list[dict[str, str]]:
    """Each host with its port, in their order."""
    hosts, ports = str(options["host"]).split(","), str(options.get("port") or "").split(",")
    return [{"host": host, "port": port} for host, port in zip_longest(hosts, ports, fillvalue="")]


def _timeline_of(connection: Any) -> int:
    """The timeline that this server writes."""
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
    return int(found, 16)
