"""Bringing a database up to date when it is opened."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.records import StoreError

LOCK = 7_486_582  # any number, the same in every process


def configuration() -> Config:
    """Alembic's settings, without a file."""
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config


def migrate(connection: Connection) -> None:
    """Apply what is missing, inside the open transaction; of several processes that start at
    once, one does it. StoreError when the database is newer than this program."""
    if connection.dialect.name == "postgresql":  # SQLite's transactions exclude each other
        connection.execute(text("SET LOCAL lock_timeout = 0"))  # the one before may take long
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    config = configuration()
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = version_of(connection)
    if current is not None and current not in known:
        message = f"the database is at version {current}, made by a newer Phuluc; use that one"
        raise StoreError(message)
    command.upgrade(config, "head")


def version_of(connection: Connection) -> str | None:
    """The version of the database's tables; None when there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this program."""
    return version_of(connection) == ScriptDirectory.from_config(configuration()).get_current_head()
