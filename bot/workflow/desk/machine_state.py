"""What a product stands on, as an administrator asks: backups, room, and which versions these
are."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from storage.operations.migrate import schema_versions


@dataclass(frozen=True, slots=True)
class MachineState:
    """Of the newest backup when it was made, and how many there are; bytes that are free in the
    data directory; versions of the product and of its tables."""

    backup_at: datetime | None
    backups: int
    free: int | None
    product: str
    tables: str


def measure_machine(data_dir: Path | None, now: datetime) -> MachineState:
    """What it is like now. It blocks: for a thread."""
    backup_at, count = newest_backup(data_dir, now) if data_dir is not None else (None, 0)
    there = data_dir is not None and data_dir.is_dir()
    return MachineState(
        backup_at,
        count,
        shutil.disk_usage(data_dir).free if data_dir is not None and there else None,
        _product(),
        schema_versions()[-1],
    )


def newest_backup(data_dir: Path, now: datetime) -> tuple[datetime | None, int]:
    """When the newest backup was made in the folder where the timer puts them, and how many there
    are."""
    times = [one.stat().st_mtime for one in (data_dir.absolute() / "backups").glob("*.db")]
    return (datetime.fromtimestamp(max(times), tz=now.tzinfo) if times else None), len(times)


def _product() -> str:
    try:
        return version("phuluc")
    except PackageNotFoundError:
        return "?"
