"""Bringing a database up to date when it is opened.

Alembic takes long to load: it is loaded only when there is something to change.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.core.addresses import show_address
from storage.core.engines import parse_database_url, path_of, plain_engine_of
from storage.core.errors import NoDatabaseError, StoreError

if TYPE_CHECKING:
    from alembic.config import Config

LOCK = 7_486_582  # any number, the same in every process
VERSIONS = Path(__file__).parents[1] / "migrations" / "versions"


def alembic_configuration() -> Config:
    """Alembic's settings, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("version_locations", str(VERSIONS))
    config.set_main_option("path_separator", "newline")
    return config


def migrate_tables(connection: Connection) -> None:
    """Apply what is missing, inside the open transaction; of several processes that start at
    once, one does it. StoreError when the database is newer than this program."""
    if connection.dialect.name == "postgresql":  # SQLite's transactions exclude each other
        connection.execute(text("SET LOCAL lock_timeout = 0"))  # the one before may take long
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    current, known = version_of(connection), schema_versions()
    if current == known[-1]:
        return
    if current is not None and current not in known:
        message = "the database is at version {version}, made by a newer Phuluc; use that one"
        raise StoreError(message, version=current)
    from alembic import command

    config = alembic_configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def schema_versions() -> list[str]:
    """Every version of the tables, oldest first; each is the number its file begins with."""
    return sorted(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py"))


def version_of(connection: Connection) -> str | None:
    """The version of the database's tables; None when there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this program."""
    return version_of(connection) == schema_versions()[-1]


def refuse_missing(url: str) -> None:
    """NoDatabaseError when there are no tables of ours behind the URL. It blocks, and makes
    nothing."""
    path = path_of(url)
    where = str(path.absolute()) if path else show_address(parse_database_url(url))
    if path is not None and not path.is_file():
        raise NoDatabaseError(where)
    engine = plain_engine_of(url)
    if engine is None:  # in memory: there is none before it is opened
        raise NoDatabaseError(where)
    try:
        with engine.connect() as connection:
            there = version_of(connection)
    finally:
        engine.dispose()
    if there is None:
        raise NoDatabaseError(where)
