"""Places for databases: new ones with their tables, and copies of one that is kept."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from tests.support.postgres import Postgres
from tests.support.prepared import prepared


class Databases(Protocol):
    """Databases of one kind. What is copied may be open nowhere."""

    @property
    def kind(self) -> str: ...

    def new(self) -> str:
        """The URL of the test's own database, with its tables and nothing in them."""

    def keep(self, name: str) -> str:
        """The same, of a database that outlives the test."""

    def copy(self, kept: str) -> str:
        """The URL of the test's own database, with what is in the one at this URL."""


@dataclass(frozen=True)
class SqliteFiles:
    """The test's own database is this file."""

    path: Path
    kind: str = "sqlite"

    def new(self) -> str:
        return prepared(self.path)

    def keep(self, name: str) -> str:
        return prepared(_kept() / f"{name}.db")

    def copy(self, kept: str) -> str:
        made = make_url(kept).database
        assert made is not None
        assert not Path(f"{made}-wal").exists(), "it is open, or was not closed well"
        shutil.copyfile(made, self.path)
        return f"sqlite:///{self.path.as_posix()}"


@dataclass(frozen=True)
class PostgresServer:
    """Each database of the test's own is a new one of this server's, until it is dropped."""

    server: Postgres
    kind: str = "postgresql"
    _own: list[str] = field(default_factory=list)

    def new(self) -> str:
        self._own.append(self.server.prepared_database())
        return self._own[-1]

    def keep(self, name: str) -> str:
        return self.server.prepared_database()

    def copy(self, kept: str) -> str:
        self._own.append(self.server.new_database(like=str(make_url(kept).database)))
        return self._own[-1]

    def drop(self) -> None:
        while self._own:
            self.server.drop(self._own.pop())


@cache
def _kept() -> Path:
    """A folder that goes with this process."""
    folder = Path(tempfile.mkdtemp(prefix="phuluc-kept-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
