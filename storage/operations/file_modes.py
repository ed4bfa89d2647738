"""The modes of a database's files: readable by their owner alone, whatever the folder."""

from __future__ import annotations

import logging
import stat
from pathlib import Path

from storage.core.engines import path_of

log = logging.getLogger(__name__)
PRIVATE = 0o600
BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite may leave beside a file
_OTHERS = 0o077


def make_private(url: str) -> None:
    """Make sure that nobody else reads the files of an embedded database; a new one is made so.
    What cannot be changed, because somebody else owns it, is told in the log."""
    file = path_of(url)
    if file is None or not file.parent.is_dir() or file.is_dir():
        return  # said in better words when it is opened
    try:
        file.touch(mode=PRIVATE)
    except OSError:
        return  # the same
    for ending in BESIDE:
        close_to_others(file.with_name(file.name + ending))


def close_to_others(file: Path) -> None:
    """Take from everybody but the owner what they may do with the file, if it is there."""
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & _OTHERS:
            file.chmod(mode & ~_OTHERS)  # what its owner may not do stays so
    except FileNotFoundError:
        return
    except OSError as error:
        log.warning("others can read %s, and that cannot be changed: %s", file, error.strerror)
