"""What a killed backup leaves is swept; what somebody is writing, and what is not ours, is not."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.operations.backup import back_up, opened_copy
from storage.operations.partial_files import OLD_PART, PART, sweep_copies, sweep_partial_files
from storage.store import Store
from tests.support.paths import ROOT

HANGING_BACKUP = """
import sys, time
from pathlib import Path
from storage.operations import backup as backups

def hang(file):
    print("writing", flush=True)
    time.sleep(600)

backups._make_whole = hang
backups.back_up(sys.argv[1], Path(sys.argv[2]))
"""
HANGING_CHECK = """
import sys, time
from pathlib import Path
from storage.operations.backup import opened_copy

with opened_copy(Path(sys.argv[1])):
    print("writing", flush=True)
    time.sleep(600)
"""


@contextmanager
def hanging(script: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has begun and does not end; killed afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.process
def test_a_killed_backup_is_swept_by_the_next(database: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    with hanging(HANGING_BACKUP, database, str(folder / "1.db")):
        back_up(database, folder / "2.db")
        assert names(folder) == [f"1.db{PART}", "2.db"]
    (folder / f"1.db{PART}-journal").touch()
    back_up(database, folder / "3.db")
    assert names(folder) == ["2.db", "3.db"]


@pytest.mark.process
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_killed_check_leaves_no_copy_behind(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    back_up(database, tmp_path / "a.db")
    with hanging(HANGING_CHECK, str(tmp_path / "a.db")):
        assert len(names(temporary)) == 1
        assert sweep_copies() == []
        with opened_copy(tmp_path / "a.db"):
            assert len(names(temporary)) == 2
        assert len(names(temporary)) == 1
    with opened_copy(tmp_path / "a.db") as copy:
        store = await Store.open(copy)
        await store.close()
    assert names(temporary) == []


def test_only_what_is_ours_is_swept(tmp_path: Path) -> None:
    for name, content in {
        f"a.db{PART}": b"",
        f"b.sqlite{PART}": b"SQLite format 3\0 and more",
        f"c{OLD_PART}": b"SQLite format 3\0",
        f"c{OLD_PART}-wal": b"x",
        f"gone.db{PART}-journal": b"x",
        f"other.db{PART}": b"a letter",
        "film.part": b"SQLite format 3\0",
        "a.db": b"SQLite format 3\0",
        "a.db-wal": b"x",
    }.items():
        (tmp_path / name).write_bytes(content)
    swept = sweep_partial_files(tmp_path)
    assert sorted(one.name for one in swept) == [
        f"a.db{PART}",
        f"b.sqlite{PART}",
        f"c{OLD_PART}",
    ]
    assert names(tmp_path) == ["a.db", "a.db-wal", "film.part", f"other.db{PART}"]
    assert sweep_partial_files(tmp_path / "nowhere") == []
