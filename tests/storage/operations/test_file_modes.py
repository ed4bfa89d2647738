"""Nobody but the owner reads the product's files, also in a folder that all can look into."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.runtime.file_modes import PRIVATE_UMASK, close_new_files, open_new_files
from storage.operations.file_modes import close_to_others
from storage.store import Store
from tests.support.process import Process, clean_environment, run_command
from tests.support.store_rows import NOW


@pytest.fixture
def shell() -> Iterator[None]:
    """A shell that lets everybody read what is made, as most do."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """The files in the folder that somebody else may read or write."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077]


async def command(folder: Path, *words: str) -> None:
    done = await run_command(folder, *words, env=clean_environment(DATA_DIR=str(folder)))
    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("shell")
async def test_a_database_is_made_private_and_an_open_one_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "phuluc.db"
    url = f"sqlite:///{file}"
    for _ in range(2):
        store = await Store.open(url)
        async with store.transaction() as tx:
            await tx.members.add("Lan", NOW)
        assert (tmp_path / "phuluc.db-wal").exists()
        assert open_to_others(tmp_path) == []
        await store.close()
        file.chmod(0o644)


def test_what_belongs_to_somebody_else_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "a.db"
    file.touch(0o600)
    file.chmod(0o644)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    close_to_others(file)
    assert "others can read" in caplog.text


@pytest.mark.usefixtures("shell")
def test_only_what_a_user_asked_for_is_open(tmp_path: Path) -> None:
    close_new_files()
    (tmp_path / "own").touch()
    with open_new_files():
        (tmp_path / "asked-for").touch()
    (tmp_path / "again").touch()
    assert open_to_others(tmp_path) == ["asked-for"]
    assert os.umask(PRIVATE_UMASK) == PRIVATE_UMASK


@pytest.mark.process
@pytest.mark.usefixtures("shell")
async def test_every_file_of_every_command_is_private(tmp_path: Path) -> None:
    """A run, a backup, a restore and a move, in a folder that was made with 755 beforehand."""
    data, other = tmp_path / "data", tmp_path / "other"
    for folder in (data, other):
        folder.mkdir(mode=0o755)
    product = Process(tmp_path, {"HTTP_HOST": "0.0.0.0"})
    await product.start()
    assert open_to_others(data) == []
    await command(data, "database", "backup", str(data / "a.db"))
    assert await product.stop() == 0
    assert "others can look into the data directory" in product.log
    await command(other, "database", "restore", str(data / "a.db"))
    await command(other, "database", "check")
    await command(other, "database", "move", "--to", f"sqlite:///{other / 'moved.db'}")
    await command(other, "render", "cchc-so", "--blank", "--out", str(tmp_path / "blank.docx"))
    assert open_to_others(data) == []
    assert open_to_others(other) == []
    assert "blank.docx" in open_to_others(tmp_path)


def test_what_the_owner_may_not_do_stays_so(tmp_path: Path) -> None:
    """A file that was made read-only is not opened for writing by closing it to others."""
    for before, after in ((0o444, 0o400), (0o644, 0o600), (0o555, 0o500), (0o600, 0o600)):
        file = tmp_path / f"{before:o}.db"
        file.touch()
        file.chmod(before)
        close_to_others(file)
        assert stat.S_IMODE(file.stat().st_mode) == after
