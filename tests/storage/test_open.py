"""Opening a database: new, old, newer than the program, or none at all."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from importlib import resources
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from storage.core.engines import engine_of
from storage.operations.migrate import (
    VERSIONS,
    alembic_configuration,
    migrate_tables,
    schema_versions,
)
from storage.store import Store, StoreError
from storage.tables.schema import metadata
from tests.support.breadth import share
from tests.support.prepared import prepared
from tests.support.store_rows import NOW


def differences(connection: Connection) -> list[object]:
    """What is otherwise than the schema says."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.work.connection.run_sync(differences) == []


async def test_opening_again_keeps_everything(empty_database: str) -> None:
    for _ in range(3):
        store = await Store.open(empty_database)
        async with store.transaction() as tx:
            await tx.members.add("Lan", NOW)
            names = (await tx.work.connection.execute(text("SELECT name FROM member"))).all()
        await store.close()
    assert len(names) == 3


async def test_many_may_open_an_empty_database_at_once(empty_database: str) -> None:
    stores = await asyncio.gather(*(Store.open(empty_database) for _ in range(4)))
    for store in stores:
        async with store.transaction() as tx:
            await tx.members.add("Lan", NOW)
        await store.close()


async def test_opening_tries_again_when_sqlite_does_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several that turn a new file to WAL at once, SQLite refuses some without waiting; that
    is rare, so here it is played."""
    locked = OperationalError("PRAGMA", {}, sqlite3.OperationalError("database is locked"))
    refusals = [locked, locked]

    def busy(connection: Connection) -> None:
        if refusals:
            raise refusals.pop()
        migrate_tables(connection)

    monkeypatch.setattr("storage.store.migrate_tables", busy)
    store = await Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    async with store.transaction() as tx:
        await tx.members.add("Lan", NOW)
    assert refusals == []
    await store.close()


async def test_a_newer_database_is_refused(database: str) -> None:
    store = await Store.open(database)
    async with store.transaction() as tx:
        await tx.work.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await store.close()
    with pytest.raises(StoreError, match="version 9999, made by a newer Phuluc"):
        await Store.open(database)


async def test_what_is_no_database_is_one_line(tmp_path: Path) -> None:
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"this is not a database" * 100)
    for url, said in (
        (f"sqlite:///{junk}", "not a database"),
        (f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}", "no such directory"),
        ("postgresql://phuluc:bi-mat@127.0.0.1:9/x", "refused"),
        ("mysql://x", "mysql"),
        ("bi-mat", "cannot read the database URL"),
        ("postgresql://phuluc:bi-mat@host:port/x", "cannot read the database URL"),
        (f"sqlite:///{tmp_path}", "is a directory"),
    ):
        with pytest.raises(StoreError, match=said) as error:
            await Store.open(url)
        assert "\n" not in str(error.value)
        assert "bi-mat" not in str(error.value)


async def test_sqlite_is_durable(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    async with store.transaction() as tx:
        settings = {
            name: (await tx.work.connection.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    await store.close()
    full = 2
    assert settings == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }
    with sqlite3.connect(tmp_path / "store.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_the_versions_are_those_that_alembic_knows() -> None:
    scripts = ScriptDirectory.from_config(alembic_configuration())
    known = [script.revision for script in scripts.walk_revisions()]
    assert schema_versions() == [*reversed(known)]


def test_released_migrations_do_not_follow_the_tables() -> None:
    """A migration says by itself what it makes."""
    scripts = [path.read_text() for path in VERSIONS.glob("*.py")]
    assert len(scripts) > 1
    assert not any("metadata" in script for script in scripts)


def test_a_database_that_is_up_to_date_is_opened_without_alembic(tmp_path: Path) -> None:
    """Loading it takes a good part of a start."""
    opening = (
        "import asyncio, sys; from storage.store import Store\n"
        f"store = asyncio.run(Store.open({prepared(tmp_path / 'store.db')!r}))\n"
        "print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", opening], capture_output=True, check=True)
    assert done.stdout == b"False\n"


async def test_a_database_of_an_earlier_version_is_brought_up_to_date(
    database: str, later_version: str
) -> None:
    store = await Store.open(database)
    async with store.transaction() as tx:
        await tx.members.add("Lan", NOW)
        assert (
            await tx.work.connection.scalar(text("SELECT version_num FROM alembic_version"))
            == later_version
        )
        assert (await tx.work.connection.execute(text("SELECT * FROM later"))).all() == []
    await store.close()


@pytest.mark.parametrize(
    ("version", "empty_database"),  # each version meets one of the two, in turn
    [
        (version, kind)
        for turn, version in enumerate(schema_versions()[:-1])
        for kind in share(("sqlite", "postgresql"), 2, turn)
    ],
    indirect=["empty_database"],
)
async def test_a_database_of_each_earlier_version_opens(version: str, empty_database: str) -> None:
    """It gets what it lacks, and then has the tables of the schema."""

    def make(connection: Connection) -> None:
        config = alembic_configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, version)

    engine = engine_of(empty_database)
    async with engine.begin() as connection:
        await connection.run_sync(make)
    await engine.dispose()
    store = await Store.open(empty_database)
    async with store.transaction() as tx:
        assert await tx.published_forms.newest() == 0
        found = await tx.work.connection.run_sync(differences)
    await store.close()
    assert found == []


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_connections_cut_by_the_server_are_made_anew(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.members.add("Lan", NOW)
        mine = await tx.work.connection.scalar(text("SELECT pg_backend_pid()"))
        url = tx.work.connection.engine.url.set(drivername="postgresql").render_as_string(
            hide_password=False
        )
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", (mine,))
    async with store.transaction() as tx:
        assert await tx.work.connection.scalar(text("SELECT name FROM member")) == "Lan"


async def test_a_store_in_memory_serves_many(tmp_path: Path) -> None:
    store = await Store.open("sqlite://")

    async def add(number: int) -> int:
        async with store.transaction() as tx:
            return await tx.outbox.add("web", str(number), {}, None, NOW)

    assert len(set(await asyncio.gather(*(add(number) for number in range(20))))) == 20
    await store.close()


def test_the_migrations_are_part_of_the_package() -> None:
    files = {entry.name for entry in resources.files("storage.migrations").iterdir()}
    assert {"env.py", "script.py.mako", "versions"} <= files
