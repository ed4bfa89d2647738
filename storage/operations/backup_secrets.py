"""What a backup does not hold: whoever gets hold of one must not be able to sign links, to write in
the name of an account, nor to sign events to other systems.

The first two are of little use in a restored installation: a link lives for a day, and a refresh
token works once, so that the one in a backup has been used up. An address that is told of events
gets a new secret there. What was in their place is overwritten.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

SECRET_NAMES = ("link.key",)  # of the table office
SECRET_TABLES = ("channel_token", "webhook_secret")


def remove_secrets(file: Path) -> None:
    """Take the secrets out of an SQLite file, and write the rest anew, so that no byte of them
    is left in a page that is free."""
    with closing(sqlite3.connect(file)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        connection.execute("PRAGMA secure_delete=ON")
        for table in sorted({*SECRET_TABLES} & tables):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        if "office" in tables:
            for name in SECRET_NAMES:
                connection.execute("DELETE FROM office WHERE name = ?", (name,))
        connection.commit()
        connection.execute("VACUUM")
