"""Databases with all their tables, to be copied: to make the tables anew takes most of the time of
many a test."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from storage.store import Store


def make_tables(url: str) -> None:
    """Bring this database up to date, whether or not a loop is running here."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, _open(url)).result()


async def _open(url: str) -> None:
    store = await Store.open(url)
    await store.close()


@cache
def made_file() -> Path:
    """An SQLite database with nothing in its tables; it goes with this process."""
    folder = Path(tempfile.mkdtemp(prefix="phuluc-made-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_tables(f"sqlite:///{folder / 'store.db'}")
    return folder / "store.db"


def prepared(path: Path) -> str:
    """The URL of the SQLite database at this path: the one that is there, or a new one with its
    tables."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made_file(), path)
    return f"sqlite:///{path.as_posix()}"
