"""The history is noticed to be shorter than what was kept beside it: SQLite's journal deleted, cut,
with a byte turned or put back, an older copy of the database, and the journal taken away under
the running product."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli.administration import AdminError
from bot.cli.operations.audit import accept_missing, verify_history
from bot.jobs.history_keeper import HistoryKeeper
from bot.runtime.history_check import check_history, held_journal
from conversations.answers.values import Number
from storage.history.kept_head import HEAD_FILE, KeptHeadError, find_missing, read_head_file
from storage.operations.database_file import DatabaseReplacedError
from storage.store import Store, StoreError, is_away
from tests.support.store_rows import NOW, apply, change, new_report

FRAME = 4096 + 24
ANSWERS = 9


@dataclass
class Data:
    """A data directory."""

    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'phuluc.db'}"

    @property
    def wal(self) -> Path:
        return self.folder / "phuluc.db-wal"

    async def start(self) -> tuple[Store, list[str]]:
        """The store as the product opens it, and what it says is missing."""
        with held_journal(self.url, self.folder) as journal:
            store = await Store.open(self.url)
            return store, await check_history(store, self.folder, journal)


async def _live(data: Data, snapshots: Path) -> None:
    """Answers, with the head kept after each; the files as they are after the fourth and at the
    end, as a kill would leave them."""
    data.folder.mkdir()
    store = await Store.open(data.url)
    keeper = HistoryKeeper(store, data.folder)
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    for number in range(ANSWERS):
        row = change(f"A{number}", Number(amount=Decimal(number)))
        await apply(store, report, member, row, said=f"{number}")
        await keeper.keep_head()
        if number == 3:
            shutil.copytree(data.folder, snapshots / "early")
    shutil.copytree(data.folder, snapshots / "late")
    await store.close()


@pytest.fixture(scope="module")
def snapshots_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
async def snapshots(snapshots_folder: Path) -> Path:
    """Made once, and only read: each test changes a copy."""
    made = snapshots_folder / "snapshots"
    if not made.exists():
        made.mkdir()
        await _live(Data(snapshots_folder / "living"), made)
    return made


@pytest.fixture
def data(snapshots: Path, tmp_path: Path) -> Data:
    """What a kill left."""
    shutil.copytree(snapshots / "late", tmp_path / "data")
    for one in (tmp_path / "data").glob("*-shm"):
        one.unlink()
    return Data(tmp_path / "data")


def _cut(part: float) -> Callable[[Data, Path], None]:
    def change_it(data: Data, _: Path) -> None:
        content = data.wal.read_bytes()
        data.wal.write_bytes(content[: int(len(content) * part)])

    return change_it


def _turn(part: float) -> Callable[[Data, Path], None]:
    def change_it(data: Data, _: Path) -> None:
        content = bytearray(data.wal.read_bytes())
        content[int((len(content) - 1) * part)] ^= 0xFF
        data.wal.write_bytes(content)

    return change_it


def _put_back(*names: str) -> Callable[[Data, Path], None]:
    def change_it(data: Data, snapshots: Path) -> None:
        for name in names:
            shutil.copyfile(snapshots / "early" / name, data.folder / name)

    return change_it


def _delete(*names: str) -> Callable[[Data, Path], None]:
    def change_it(data: Data, _: Path) -> None:
        for name in names:
            (data.folder / name).unlink()

    return change_it


VARIANTS = {
    "deleted": _delete("phuluc.db-wal"),
    "emptied": _cut(0),
    "cut at a third": _cut(0.33),
    "cut at two thirds": _cut(0.67),
    "cut near the end": _cut(0.97),
    "its header turned": _turn(0),
    "a byte turned at a third": _turn(0.33),
    "a byte turned at two thirds": _turn(0.67),
    "a byte turned near the end": _turn(0.97),
    "its last byte turned": _turn(1),
    "an older one put back": _put_back("phuluc.db-wal"),
    "an older copy of all": _put_back("phuluc.db", "phuluc.db-wal"),
    "database and journal deleted": _delete("phuluc.db", "phuluc.db-wal"),
}


async def test_a_kill_leaves_nothing_missing(data: Data) -> None:
    store, said = await data.start()
    assert said == []
    assert (await verify_history(store, folder=data.folder)).good
    await store.close()
    assert not [*data.folder.glob("*kept*"), *data.folder.glob("*missing*")]


@pytest.mark.parametrize("name", VARIANTS)
async def test_each_tampering_is_named(
    name: str, data: Data, snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = read_head_file(data.folder / HEAD_FILE)
    assert kept is not None
    VARIANTS[name](data, snapshots)
    store, said = await data.start()
    async with store.transaction() as tx:
        left = (await tx.work.connection.scalar(text("SELECT max(id) FROM history"))) or 0
    assert left < kept.entry
    assert f"{kept.entry - left} entries are missing" in said[0]
    assert f"entry {kept.entry} " in said[0]
    assert "#1" in said[1]
    assert said[0] in capsys.readouterr().err
    found = await verify_history(store, folder=data.folder)
    assert not found.good
    assert said[0].partition(" was kept in")[0] in found.wrong[0]
    await store.close()
    again, said_again = await data.start()  # until it is accepted
    assert said_again[0].partition(" was kept in")[0] == said[0].partition(" was kept in")[0]
    await _accept(data, again)
    await again.close()
    third, nothing = await data.start()
    assert nothing == []
    await third.close()


async def _accept(data: Data, store: Store) -> None:
    told = await accept_missing(store, data.folder, NOW + timedelta(days=1))
    assert "are missing" in told[0]
    with pytest.raises(AdminError, match="nothing is missing"):
        await accept_missing(store, data.folder, NOW)
    async with store.transaction() as tx:
        last = (await tx.audit_log.of_office())[-1]
    assert (last.subject, last.channel) == ("accepted", "command")
    assert last.new["missing"] > 0
    assert (await verify_history(store, folder=data.folder)).good
    assert not [*data.folder.glob("history-missing*")]


async def test_what_was_in_the_journal_is_set_aside(data: Data) -> None:
    """Opening a database writes over what it cannot read of its journal."""
    _turn(0.33)(data, data.folder)
    before = data.wal.read_bytes()
    store, said = await data.start()
    await store.close()
    (kept,) = data.folder.glob("phuluc.db-wal.kept-*")
    assert kept.read_bytes() == before
    assert f"{kept}" in said[-1]
    assert kept.stat().st_mode & 0o077 == 0


async def test_a_head_that_lags_behind_is_no_fault(data: Data, snapshots: Path) -> None:
    """Another process, or the last second before a kill, has written more than was kept."""
    shutil.copyfile(snapshots / "early" / HEAD_FILE, data.folder / HEAD_FILE)
    store, said = await data.start()
    assert said == []
    await store.close()


async def test_a_head_that_cannot_be_read_is_told(data: Data) -> None:
    (data.folder / HEAD_FILE).write_text('{"entry": 3, "at"')
    with pytest.raises(KeptHeadError, match="cannot be read"):
        read_head_file(data.folder / HEAD_FILE)
    store, said = await data.start()
    assert "cannot be read" in said[0]
    assert not (await verify_history(store, folder=data.folder)).good
    await accept_missing(store, data.folder, NOW)
    assert (await verify_history(store, folder=data.folder)).good
    await store.close()


async def test_a_history_written_anew_is_seen(data: Data, snapshots: Path) -> None:
    """Whoever goes back to an older copy and writes as many entries again has another history,
    whole in itself."""
    _put_back("phuluc.db", "phuluc.db-wal")(data, snapshots)
    kept = read_head_file(data.folder / HEAD_FILE)
    assert kept is not None
    store = await Store.open(data.url)
    entries = 0
    while entries < kept.entry:
        row = change(f"B{entries}", Number(amount=Decimal(7)))
        await apply(store, 1, 1, row, said=f"B{entries}")
        entries = (await store.heads()).entry
    assert (await verify_history(store)).good
    found = await verify_history(store, folder=data.folder)
    assert any("written anew" in line for line in found.wrong)
    await store.close()


async def test_what_is_kept_is_small_and_private(data: Data) -> None:
    path = data.folder / HEAD_FILE
    assert path.stat().st_mode & 0o077 == 0
    said = json.loads(path.read_text())
    assert {*said} == {"entry", "at", "chains"}
    assert {*said["chains"]} == {"1", "-1"}
    assert all(len(one) == 20 for one in said["chains"].values())


async def test_heads_on_both_databases(store: Store, tmp_path: Path) -> None:
    """A database behind the kept head is named, one that is ahead is not; two processes on one
    database keep a head each."""
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    folders = [tmp_path / "one", tmp_path / "two"]
    for number, folder in enumerate(folders):
        folder.mkdir()
        await HistoryKeeper(store, folder).keep_head()
        await apply(store, report, member, change(f"A{number}", None), said=f"{number}")
    for folder in folders:
        async with store.transaction() as tx:
            assert await tx.audit_check.missing(folder) is None
    said = json.loads((folders[0] / HEAD_FILE).read_text())
    said["chains"]["1"] = "0" * 20
    said["entry"] += 5
    (folders[0] / HEAD_FILE).write_text(json.dumps(said))
    async with store.transaction() as tx:
        found = await tx.work.connection.run_sync(find_missing, folders[0])
    assert found is not None
    assert (found.reports, found.units) == ((1,), ("Sở M (#1)",))


async def test_a_head_is_kept_only_when_it_has_moved(store: Store, tmp_path: Path) -> None:
    keeper = HistoryKeeper(store, tmp_path)
    assert await keeper.keep_head()
    assert not await keeper.keep_head()
    async with store.transaction() as tx:
        await tx.members.add("Lan", NOW)
    assert await keeper.keep_head()


async def test_a_small_installation_checkpoints_its_journal(tmp_path: Path) -> None:
    data = Data(tmp_path / "data")
    data.folder.mkdir()
    store = await Store.open(data.url)
    assert store.file is not None
    async with store.transaction() as tx:
        await new_report(tx)
    assert not store.file.checkpoint_when_quiet()  # something was written since the last look
    assert store.file.checkpoint_when_quiet()
    assert not store.file.checkpoint_when_quiet()  # nothing is left to do
    keeper = HistoryKeeper(store, data.folder)
    await keeper.keep_head()
    shutil.copytree(data.folder, tmp_path / "left")
    await store.close()
    left = Data(tmp_path / "left")
    left.wal.unlink()
    again, said = await left.start()
    assert said == []
    await again.close()


async def _taken_away(data: Data, put: bytes | None) -> Store:
    """The product is running, and its journal is taken away, or replaced by another."""
    store, _ = await data.start()
    await apply(store, 1, 1, change("B", Number(amount=Decimal(1))), said="B")
    if put is None:
        data.wal.unlink()
    else:
        new = data.folder / "new"
        new.write_bytes(put)
        new.replace(data.wal)
    return store


@pytest.mark.parametrize("put", [None, b"", b"older"])
async def test_nothing_is_confirmed_without_a_journal(
    put: bytes | None, data: Data, snapshots: Path
) -> None:
    if put == b"older":
        put = (snapshots / "early" / "phuluc.db-wal").read_bytes()
    store = await _taken_away(data, put)
    with pytest.raises(DatabaseReplacedError) as error:
        async with store.transaction():
            raise AssertionError("it went on")
    assert is_away(error.value)
    with pytest.raises(DatabaseReplacedError):
        await store.at_once(lambda _: None)
    with pytest.raises(StoreError, match="in the database itself"):
        await HistoryKeeper(store, data.folder).run()
    await store.close()
    again, said = await data.start()
    assert said == []
    async with again.transaction() as tx:
        assert len(await tx.audit_log.of_report(1)) == ANSWERS + 1
    await again.close()
    (copy,) = data.folder.glob("phuluc.db.rescued-*")
    assert copy.stat().st_mode & 0o077 == 0
    saved = await Store.open(f"sqlite:///{copy}")
    async with saved.transaction() as tx:
        assert len(await tx.audit_log.of_report(1)) == ANSWERS + 1
    await saved.close()


async def test_a_database_replaced_as_a_whole_is_saved_beside(data: Data, snapshots: Path) -> None:
    store, _ = await data.start()
    for name in ("phuluc.db", "phuluc.db-wal"):
        new = data.folder / "new"
        shutil.copyfile(snapshots / "early" / name, new)
        new.replace(data.folder / name)
    with pytest.raises(StoreError, match="put it in the place of the database"):
        await HistoryKeeper(store, data.folder).run()
    await store.close()
    (copy,) = data.folder.glob("phuluc.db.rescued-*")
    saved = await Store.open(f"sqlite:///{copy}")
    assert (await verify_history(saved)).good
    async with saved.transaction() as tx:
        assert len(await tx.audit_log.of_report(1)) == ANSWERS
    await saved.close()
