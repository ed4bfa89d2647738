"""Whether an SQLite file has forms of its own, found without loading the store: for commands that
need nothing else of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def has_published_forms(database: Path) -> bool:
    """False where there is no file, or nothing was published in it; True too where only the store
    can tell."""
    if not database.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as file:
            return file.execute("SELECT 1 FROM published_form LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return True
