"""The URL of an SQLite file."""

from __future__ import annotations

from pathlib import Path


def sqlite_url(path: Path) -> str:
    """Of this file, whatever stands in its name: a URL takes `%` and `?` for signs of its own."""
    return "sqlite:///" + path.as_posix().replace("%", "%25").replace("?", "%3F")
