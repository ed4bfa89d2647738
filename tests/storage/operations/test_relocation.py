"""An installation moves to another database, is backed up and restored, and nothing is lost."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, update

from bot.cli.operations.audit import verify_history
from bot.cli.operations.database import back_up, check_database, move_to, restore_from
from bot.jobs.history_keeper import HistoryKeeper
from bot.runtime.heartbeat import Heartbeat
from bot.runtime.history_check import check_history, held_journal
from storage.core.errors import StoreError
from storage.operations.exclusive import begin_exclusive
from storage.operations.migrate import version_of
from storage.operations.serving_lock import serving_lock
from storage.operations.table_copy import TABLES, Contents, all_contents
from storage.store import Store
from storage.tables.core import answer, message
from tests.support.installation import found_installation
from tests.support.postgres import Postgres
from tests.support.store_rows import NOW

KINDS = ("sqlite", "postgresql")
New = Callable[[str], str]


@pytest.fixture
def new(tmp_path: Path, postgres: Postgres) -> New:
    """The URL of an empty database of a kind."""
    made: list[str] = []

    def make(kind: str) -> str:
        made.append(kind)
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / f'empty{len(made)}.db'}"
        return postgres.new_database()

    return make


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("founded") / "phuluc.db"
    asyncio.run(found_installation(f"sqlite:///{path}"))
    return path


@pytest.fixture
def installation(founded: Path, tmp_path: Path) -> str:
    """The URL of an installation on SQLite that nobody serves."""
    path = tmp_path / "phuluc.db"
    shutil.copyfile(founded, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def moved(founded: Path, tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> str:
    """The name of a PostgreSQL database with the same installation, to be copied."""
    source = shutil.copyfile(founded, tmp_path_factory.mktemp("moved") / "phuluc.db")
    target = postgres.new_database()
    move_to(f"sqlite:///{source}", target)
    return str(make_url(target).database)


@pytest.fixture
def of_kind(installation: str, postgres: Postgres, request: pytest.FixtureRequest) -> New:
    """The same installation on either database."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return installation
        return postgres.new_database(like=request.getfixturevalue("moved"))

    return make


def contents(url: str) -> Contents:
    with begin_exclusive(url) as connection:
        return all_contents(connection)


async def works(url: str) -> None:
    """The chains are whole, and new rows find numbers of their own."""
    _, problems = await check_database(url, None)
    assert problems == []
    store = await Store.open(url)
    async with store.transaction() as tx:
        report = await tx.reports.load(1)
        assert report.answers["I.01.01"].amount == 7
        assert await tx.members.add("Mới", NOW) > 2
        assert await tx.outbox.add("web", "7", {}, None, NOW) > 2
    await store.close()


@pytest.mark.parametrize("from_", KINDS)
@pytest.mark.parametrize("to", KINDS)
async def test_everything_arrives(from_: str, to: str, of_kind: New, new: New) -> None:
    source, target = of_kind(from_), new(to)
    before = contents(source)
    told = move_to(source, target)
    assert told == before == contents(target)
    full = {name for name, content in told.items() if content.rows}
    assert {"org_unit", "member", "answer", "history", "submission", "document"} <= full
    await works(target)
    with pytest.raises(StoreError, match="has moved to") as error:
        await Store.open(source)
    assert "\n" not in str(error.value)


async def test_a_move_that_was_killed_at_its_end_goes_on(
    installation: str, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when the target is committed and the source does not know of it."""
    target = new("postgresql")
    with monkeypatch.context() as patch:
        patch.setattr("storage.operations.relocation.insert", _die)
        with pytest.raises(KeyboardInterrupt):
            move_to(installation, target)
    store = await Store.open(installation)  # the source may still be used
    await store.close()
    assert move_to(installation, target) == contents(target)
    with pytest.raises(StoreError, match="has moved"):
        await Store.open(installation)


def _die(*_: object) -> None:
    raise KeyboardInterrupt


async def test_a_move_that_was_killed_half_way_left_nothing(
    installation: str, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = new("postgresql")
    with monkeypatch.context() as patch:
        patch.setattr("storage.operations.table_copy.all_contents", _die)
        with pytest.raises(KeyboardInterrupt):
            move_to(installation, target)
    assert {content.rows for content in contents(target).values()} == {0}
    move_to(installation, target)
    await works(target)


async def test_a_target_with_something_in_it_is_refused(installation: str, new: New) -> None:
    target = new("postgresql")
    store = await Store.open(target)
    async with store.transaction() as tx:
        await tx.members.add("Lan", NOW)
    await store.close()
    before = contents(target)
    for refused in (
        lambda: move_to(installation, target),
        lambda: restore_from(Path(installation.removeprefix("sqlite:///")), target),
    ):
        with pytest.raises(StoreError, match="not empty: there are rows in office"):
            refused()
    assert contents(target) == before
    store = await Store.open(installation)
    await store.close()


@pytest.mark.parametrize("served", ["source", "target"])
async def test_a_running_product_is_not_moved(served: str, installation: str, new: New) -> None:
    target = new("postgresql")
    store = await Store.open({"source": installation, "target": target}[served])
    lock = serving_lock({"source": installation, "target": target}[served], "a")
    presence = Heartbeat(store, lock, lambda: datetime.now(UTC), "a")
    await presence.arrive()
    with pytest.raises(StoreError, match="is in use: process"):
        move_to(installation, target)
    await lock.close()
    await store.close()
    move_to(installation, target)


async def test_a_row_that_did_not_arrive_as_it_was_stops_the_move(
    installation: str, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.operations import table_copy

    whole = table_copy.all_contents

    def bitten(database):  # type: ignore[no-untyped-def]
        database.execute(update(answer).where(answer.c.key == "I.01.01").values(note="x"))
        return whole(database)

    target = new("postgresql")
    with monkeypatch.context() as patch:
        patch.setattr("storage.operations.table_copy.all_contents", bitten)
        with pytest.raises(StoreError, match=r"answer: .* rows, .* were read, .* arrived"):
            move_to(installation, target)
    assert {content.rows for content in contents(target).values()} == {0}


async def test_a_row_that_the_other_cannot_hold_is_named(installation: str, new: New) -> None:
    with begin_exclusive(installation) as connection:
        connection.execute(update(answer).values(state="x" * 40))
        connection.commit()
    with pytest.raises(StoreError, match="a row of answer cannot be kept there"):
        move_to(installation, new("postgresql"))


async def test_there_must_be_something_to_move(installation: str, new: New, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no database at"):
        move_to(f"sqlite:///{tmp_path / 'none.db'}", new("postgresql"))
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(StoreError, match="in this database already"):
        move_to(installation, installation)


@pytest.mark.parametrize("from_", KINDS)
@pytest.mark.parametrize("to", KINDS)
async def test_a_backup_is_a_working_installation(
    from_: str, to: str, of_kind: New, new: New, tmp_path: Path
) -> None:
    source, target, file = of_kind(from_), new(to), tmp_path / "backup.db"
    before = contents(source)
    back_up(source, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [name for name in os.listdir(tmp_path) if name.startswith("backup")] == ["backup.db"]
    written = file.read_bytes()
    assert await check_database("sqlite:///unused", file) == (before, [])
    told = restore_from(file, target)
    assert told == contents(target)
    assert {name: one.rows for name, one in told.items()} == {
        name: one.rows for name, one in before.items()
    }
    assert [name for name in told if told[name] != before[name]] == ["message"]
    await works(target)
    assert file.read_bytes() == written


@pytest.mark.parametrize("kind", KINDS)
async def test_after_a_restore_nothing_is_said_twice_blindly(
    kind: str, of_kind: New, new: New, tmp_path: Path
) -> None:
    file, target = tmp_path / "backup.db", new("postgresql")
    back_up(of_kind(kind), file)
    restore_from(file, target)
    store = await Store.open(target)
    async with store.transaction() as tx:
        assert [one.once for one in await tx.outbox.claim("telegram", "p", NOW, 60, 10)] == [False]
        assert [one.once for one in await tx.messages.list_unknown("telegram", "an")] == [True]
    await store.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_a_backup_under_writes_is_of_one_moment(
    kind: str, of_kind: New, tmp_path: Path
) -> None:
    """An open transaction is not in it, and is not held up by it."""
    url, file = of_kind(kind), tmp_path / "backup.db"
    before = contents(url)
    store = await Store.open(url)
    async with store.transaction() as tx:
        await tx.members.add("Giữa chừng", NOW)
        back_up(url, file)
    await store.close()
    assert (await check_database(url, file))[0] == before
    assert contents(url)["member"].rows == before["member"].rows + 1


async def test_a_backup_is_never_written_over(installation: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_bytes(b"yesterday's")
    with pytest.raises(StoreError, match="is there already"):
        back_up(installation, file)
    assert file.read_bytes() == b"yesterday's"


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "no such file"), (b"x" * 4096, "not a database"), (b"", "is no backup of Phuluc")],
)
async def test_what_is_no_backup_is_refused(
    content: bytes | None, said: str, new: New, tmp_path: Path
) -> None:
    file = tmp_path / "junk.db"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(StoreError, match=said):
        restore_from(file, new("sqlite"))


async def test_a_damaged_backup_is_refused(installation: str, new: New, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    back_up(installation, file)
    whole = bytearray(file.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 8192] = b"\xff" * 8192
    file.write_bytes(whole)
    with pytest.raises(StoreError, match="cannot read the backup"):
        restore_from(file, new("sqlite"))


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    installation: str, new: New, tmp_path: Path, later_version: str
) -> None:
    before, target = contents(installation), new("postgresql")
    shutil.copyfile(installation.removeprefix("sqlite:///"), tmp_path / "old.db")
    assert restore_from(tmp_path / "old.db", target)["member"] == before["member"]
    with begin_exclusive(target) as connection:
        assert version_of(connection) == later_version


@pytest.mark.parametrize("kind", KINDS)
async def test_the_check_names_what_is_wrong(kind: str, of_kind: New) -> None:
    url = of_kind(kind)
    with begin_exclusive(url) as connection:
        if kind == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER history_no_update")
        else:
            connection.exec_driver_sql("DROP TRIGGER history_is_final ON history")
        connection.exec_driver_sql("UPDATE history SET channel = 'forged' WHERE report = 1")
        connection.commit()
    _, problems = await check_database(url, None)
    assert problems
    assert all(line.startswith("history: report 1: broken") for line in problems)


async def test_the_check_finds_a_row_that_refers_to_nothing(installation: str) -> None:
    path = installation.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE answer SET member = 77 WHERE key = 'I.01.01'")
        connection.commit()
    _, problems = await check_database(installation, None)
    assert problems == [
        "answer: row 1 refers to no member",
        "history: report 1: answer:I.01.01 is not what the history says",
    ]


def test_every_table_is_copied_or_is_of_the_moment() -> None:
    from storage.tables.columns import metadata

    left_out = {table.name for table in metadata.sorted_tables} - {table.name for table in TABLES}
    assert left_out == {"process", "pause"}
    assert message.name in {table.name for table in TABLES}


async def test_a_restore_of_an_older_backup_is_accepted_and_recorded(
    installation: str, new: New, tmp_path: Path
) -> None:
    """What was answered after the backup is given up: the history says so, and nobody is warned
    of it again."""
    backup, folder = tmp_path / "backup.db", tmp_path
    back_up(installation, backup)
    store = await Store.open(installation)
    async with store.transaction() as tx:
        await tx.members.add("Mới", NOW)
    await HistoryKeeper(store, folder).keep_head()
    kept = (await store.heads()).entry
    await store.close()
    target = new("sqlite")
    before = contents(installation)
    assert restore_from(backup, target, folder) != before
    store = await Store.open(target)
    with held_journal(target, folder) as journal:
        assert await check_history(store, folder, journal) == []
    async with store.transaction() as tx:
        last = (await tx.audit_log.of_office())[-1]
    assert (last.subject, last.new["file"], last.new["kept"]) == ("restored", "backup.db", kept)
    assert last.new["missing"] == 1
    assert (await verify_history(store, folder=folder)).good
    await store.close()
    assert (await check_database(target, None, folder))[1] == []
    shutil.copyfile(backup, tmp_path / "phuluc.db")  # not restored, but put in the place
    (tmp_path / "phuluc.db-wal").unlink(missing_ok=True)
    _, problems = await check_database(installation, None, folder)
    assert "1 entries are missing" in problems[0]
