"""Files that are being made: known by their name, locked while somebody makes them, and swept when
whoever did was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

from storage.operations.file_modes import BESIDE, PRIVATE

PART = ".phuluc-part"
OLD_PART = ".db.part"  # what earlier versions called it
FOLDER = "phuluc-"  # how folders for copies begin
LOCK = "lock"
_SQLITE = b"SQLite format 3\0"


@contextmanager
def partial_file(file: Path) -> Iterator[Path]:
    """A file to be written in this one's place, which it takes when all went well; on any failure
    it goes, with everything beside it."""
    part = file.with_name(file.name + PART)
    part.unlink(missing_ok=True)
    try:
        with _held(part):
            yield part
            part.replace(file)
    finally:
        remove_with_journals(part)


@contextmanager
def copy_folder() -> Iterator[Path]:
    """A folder of its own for a copy of a database; it goes afterwards."""
    sweep_copies()
    folder = Path(gettempdir()) / f"{FOLDER}{os.urandom(8).hex()}"
    folder.mkdir(mode=0o700)
    try:
        with _held(folder / LOCK):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_partial_files(folder: Path) -> list[Path]:
    """Remove what killed backups have left in the folder: only files of this kind, and only those
    that nobody is writing. Which they were."""
    found = [*folder.glob(f"*{PART}"), *folder.glob(f"*{OLD_PART}")] if folder.is_dir() else []
    gone = [one for one in found if _is_ours(one) and _is_free(one)]
    for one in gone:
        remove_with_journals(one)
    _sweep_journals(folder)
    return gone


def _sweep_journals(folder: Path) -> None:
    """Remove what is beside a half file that is there no more."""
    for kind in (PART, OLD_PART):
        for ending in BESIDE[1:]:
            for beside in folder.glob(f"*{kind}{ending}"):
                if not beside.with_name(beside.name.removesuffix(ending)).exists():
                    beside.unlink(missing_ok=True)


def sweep_copies() -> list[Path]:
    """Remove the copies of databases that killed commands have left; which folders they were."""
    found = Path(gettempdir()).glob(f"{FOLDER}*/{LOCK}")
    gone = [lock.parent for lock in found if _is_mine(lock) and _is_free(lock)]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return gone


def remove_with_journals(file: Path) -> None:
    """Remove an SQLite file, and what may be beside it."""
    for ending in BESIDE:
        file.with_name(file.name + ending).unlink(missing_ok=True)


@contextmanager
def _held(file: Path) -> Iterator[None]:
    """Make the file, and have it locked. SQLite's own locks are of another kind."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT, PRIVATE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _is_free(file: Path) -> bool:
    """Whether nobody is writing the file: whoever was killed holds no lock any more."""
    try:
        handle = os.open(file, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(handle)


def _is_mine(file: Path) -> bool:
    try:
        return file.stat().st_uid == os.getuid()
    except OSError:
        return False


def _is_ours(file: Path) -> bool:
    """Whether it is a database, or the beginning of one."""
    try:
        with file.open("rb") as opened:
            return _is_mine(file) and opened.read(len(_SQLITE)) in (b"", _SQLITE)
    except OSError:
        return False
